"""Training examples that are knowledge content as well: written once, used twice."""

from __future__ import annotations

from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.content import TopicEntry, read_content
from knowledge.records import TopicKind
from knowledge.seeding import SEED

INTENTS = {
    TopicKind.RESIDENT_SERVICE: "resident_service",
    TopicKind.OUT_OF_SCOPE: "out_of_scope",
}
IN_SCOPE = "ask_contact"
PER_TOPIC = 14
"""Questions of a topic that serve as examples: enough to know all subjects, few enough to leave
the small intents their weight."""
EMERGENCY_TOPIC = "ext_politie_112"


class KnowledgeImporter(RasaFileImporter):
    """Rasa's own importer, plus example questions of the topics in `knowledge/seed`.

    They tell what kind of question a subject belongs to (for us, for a
    resident's counter, or for nobody here), never which subject it is.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The training data of `data/` and of the topics (see parent class)."""
        written = super().get_nlu_data(language)
        topics = read_content(Path(SEED)).topics
        return written.merge(
            TrainingData([example for topic in topics for example in _examples(topic)])
        )


def _examples(topic: TopicEntry) -> list[Message]:
    """A topic's questions, taken evenly from the whole list; none of the emergency desk."""
    if topic.key == EMERGENCY_TOPIC:
        return []
    intent = INTENTS.get(topic.kind, IN_SCOPE)
    step = -(-len(topic.questions) // PER_TOPIC) or 1
    return [Message(data={TEXT: text, INTENT: intent}) for text in topic.questions[::step]]
