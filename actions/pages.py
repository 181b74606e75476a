"""Giving something to read: an article or an example, always with who owns the subject."""

from __future__ import annotations

from collections.abc import Sequence

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions.steps import contact_words
from actions.turn import Events, Turn
from knowledge.answers import find_near_examples
from knowledge.matching import Match
from knowledge.records import Article, Example, Topic

OTHERS = 2
"""Examples offered beside the best one."""
CLEAR = 0.85
"""Confidence from which the topic of the question goes before the page's own."""


def say_article(turn: Turn, article: Article, match: Match | None = None) -> Events:
    """Give the short answer, its source, and who to go to.

    Args:
        match: what the question is about; the likeliest topic comes first.
    """
    topics = _topics(turn, article.topics, match)
    turn.dispatcher.utter_message(
        response="utter_article",
        title=article.title,
        body=article.body,
        details=r.block(r.evidence_line(article.evidence), _owner_line(turn, topics[:1])),
        json_message=_page_payload(article, topics)
        | {
            "type": "article",
            "skill": "article",
            "body": article.body,
            "has_more": bool(article.more),
        },
        buttons=[*_more(f"article/{article.key}", article.more), *_contacts(topics)],
    )
    return _remember(turn, f"article/{article.key}", topics)


def say_example(
    turn: Turn, example: Example, others: Sequence[Example] = (), match: Match | None = None
) -> Events:
    """Tell what worked elsewhere, and offer others like it."""
    topics = _topics(turn, example.topics, match)
    turn.dispatcher.utter_message(
        response="utter_example",
        title=example.title,
        body=example.story,
        details=r.block(
            r.lines(
                ("Wat werkte", example.worked),
                ("Plaats", example.place),
                ("Partijen", ", ".join(example.parties)),
            ),
            r.evidence_line(example.evidence),
        ),
        json_message=_page_payload(example, topics)
        | {
            "type": "example",
            "skill": "voorbeelden",
            "body": example.story,
            "worked": example.worked,
            "place": example.place,
            "theme": example.theme,
            "parties": list(example.parties),
        },
        buttons=[*(_example_button(one) for one in others), *_contacts(topics)],
    )
    return _remember(turn, f"example/{example.key}", topics)


def find_examples(turn: Turn) -> Events:
    """The example nearest to the question, with others; honest when none is near."""
    chosen = turn.library.examples.get(turn.entity("option") or "")
    if chosen:
        return say_example(turn, chosen)
    match = turn.match(turn.text)
    near = find_near_examples(turn.library, turn.text, match, turn.audience)
    if near:
        return say_example(turn, near[0], near[1 : OTHERS + 1], match)
    return _say_no_example(turn, match)


def _say_no_example(turn: Turn, match: Match) -> Events:
    topics = [one.topic for one in match.candidates[:1]]
    turn.dispatcher.utter_message(
        response="utter_no_example",
        json_message={
            "type": "notice",
            "skill": "voorbeelden",
            "topics": [topic.key for topic in topics],
        },
        buttons=_contacts(topics),
    )
    return turn.remembered_municipality()


def say_more_of_article(turn: Turn, article: Article) -> Events:
    """The rest of an article."""
    topics = _topics(turn, article.topics)
    turn.dispatcher.utter_message(
        response="utter_article",
        title=article.title,
        body=article.more or article.body,
        details=r.evidence_line(article.evidence),
        json_message=_page_payload(article, topics)
        | {
            "type": "article",
            "skill": "article",
            "body": article.more or article.body,
            "has_more": False,
        },
        buttons=_contacts(topics),
    )
    return []


def article_button(article: Article) -> r.Button:
    """A button that gives an article."""
    return {
        "title": article.title,
        "payload": f'/show_more{{"option": "article/{article.key}/body"}}',
    }


def _topics(turn: Turn, keys: Sequence[str], match: Match | None = None) -> list[Topic]:
    """The subjects of a page that still exist; what was asked about comes first when clear."""
    topics = turn.find_topics(keys)
    best = match.best.topic if match and match.best else None
    if best in topics or (best and match and match.confidence >= CLEAR):
        return [best, *(topic for topic in topics if topic.key != best.key)]
    return topics


def _page_payload(page: Article | Example, topics: Sequence[Topic]) -> r.Payload:
    return {
        "topics": [topic.key for topic in topics],
        "page": {"key": page.key, "title": page.title},
        **r.source_payload(page.evidence),
    }


def _owner_line(turn: Turn, topics: Sequence[Topic]) -> str:
    referrals = [turn.refer(one) for one in topics]
    return r.lines(("Hierover gaat", contact_words(referrals)))


def _more(page: str, more: str | None) -> list[r.Button]:
    return [{"title": "Meer weten", "payload": f'/show_more{{"option": "{page}"}}'}] if more else []


def _contacts(topics: Sequence[Topic]) -> list[r.Button]:
    return [{**r.topic_button(one), "title": f"Contact: {one.name}"} for one in topics[:2]]


def _example_button(example: Example) -> r.Button:
    return {"title": example.title, "payload": f'/ask_example{{"option": "{example.key}"}}'}


def _remember(turn: Turn, page: str, topics: Sequence[Topic]) -> Events:
    return [
        SlotSet("page", page),
        SlotSet("topic", topics[0].key if topics else None),
        SlotSet("options", [topic.key for topic in topics]),
        SlotSet("question", turn.text or turn.tracker.get_slot("question")),
        SlotSet("because", []),
        *turn.remembered_municipality(),
    ]
