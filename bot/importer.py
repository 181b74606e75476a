"""Training examples that are knowledge content as well: written once, used twice."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from knowledge.content import Content, read_content
from knowledge.records import StepKind, TopicKind
from knowledge.seeding import SEED

INTENTS = {
    TopicKind.RESIDENT_SERVICE: "resident_service",
    TopicKind.OUT_OF_SCOPE: "out_of_scope",
}
IN_SCOPE = "ask_contact"
PER_TOPIC = 14
"""Questions of a topic that serve as examples: enough to know all subjects, few enough to leave
the small intents their weight."""
_WHO = re.compile(
    r"\b(?:wie|waar|welke (?:collega|afdeling|ambtenaar)|terecht|nummer|contact\w*|aanspreek\w*"
    r"|iemand|doorverbind\w*|loket)\b",
    re.I,
)
_HOW = re.compile(
    r"(?:^|[.!?,]\s+)(?:en |maar )?(?:hoe|hoeveel|hoelang|wat|wanneer|waarom|welke?|mag|moet|kan"
    r"|is|zijn|telt|geldt|krijg|klopt|bestaat|tot)\b[^.!]*(?:\?|$)",
    re.I,
)
PER_ARTICLE = 4
PER_PROCEDURE = 60
EMERGENCY_TOPIC = "ext_politie_112"


class KnowledgeImporter(RasaFileImporter):
    """Rasa's own importer, plus what `knowledge/seed` says of how people ask.

    It tells what kind of question something is (for us, for a resident's
    counter, about how it works, for a procedure), never which subject it is.
    """

    def get_nlu_data(self, language: str | None = "en") -> TrainingData:
        """The training data of `data/` and of the content (see parent class)."""
        written = super().get_nlu_data(language)
        content = read_content(Path(SEED))
        examples = [*_topic_examples(content), *_page_examples(content)]
        return written.merge(TrainingData(examples))


def _topic_examples(content: Content) -> Iterator[Message]:
    """Questions of the topics; none of the emergency desk."""
    for topic in content.topics:
        if topic.key == EMERGENCY_TOPIC:
            continue
        for text in _some(topic.questions, PER_TOPIC):
            yield _message(INTENTS.get(topic.kind) or _kind(text), text)


def _kind(text: str) -> str:
    """Whether a question of a topic asks who does something, or how something is."""
    asks_how = _HOW.search(text) and not _WHO.search(text)
    return "ask_information" if asks_how else IN_SCOPE


def _page_examples(content: Content) -> Iterator[Message]:
    """How people ask for articles, examples, procedures and roles."""
    for article in content.articles:
        yield from _messages("ask_information", article.phrasings, PER_ARTICLE)
    for example in content.examples:
        yield from _messages("ask_example", example.phrasings, PER_TOPIC)
    for procedure in content.procedures:
        chooses_role = any(step.kind is StepKind.ROLE for step in procedure.steps)
        intent = "ask_role" if chooses_role else "start_procedure"
        yield from _messages(intent, procedure.phrasings, PER_PROCEDURE)
        for step in procedure.steps:
            if step.kind is StepKind.ROLE:
                yield from _messages("ask_role", step.phrases, PER_TOPIC)


def _messages(intent: str, texts: Sequence[str], most: int) -> Iterator[Message]:
    return (_message(intent, text) for text in _some(texts, most))


def _some(texts: Sequence[str], most: int) -> Sequence[str]:
    """At most so many of the texts, taken evenly from the whole list."""
    return texts[:: -(-len(texts) // most) or 1]


def _message(intent: str, text: str) -> Message:
    return Message(data={TEXT: text, INTENT: intent})
