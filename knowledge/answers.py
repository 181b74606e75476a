"""Finding the article that answers a question, with a chance to act on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.library import Library, Shelf
from knowledge.matching import Match, calibration
from knowledge.ranking import Scored
from knowledge.records import Article, Audience, Example
from knowledge.scope import asks_to_read, leaning

ANSWERS = 0.5
"""Chance from which an article is given as the answer; below it, the contact is."""
WORTH_A_BUTTON = 0.15
"""Chance from which an article is offered beside a contact."""

LIKE = 1.0
VERY_LIKE = 3.0
"""Scores from which an example fits: when it is about the topic asked for, and when not."""


@dataclass(frozen=True)
class ArticleMatch:
    """The best article for a question."""

    article: Article
    chance: float  # that this article is what was asked for, calibrated, 0..1

    @property
    def is_answer(self) -> bool:
        """Whether to give it; otherwise the contact is the answer."""
        return self.chance >= ANSWERS

    @property
    def is_worth_a_button(self) -> bool:
        """Whether to offer it beside the contact."""
        return self.chance >= WORTH_A_BUTTON


def find_article(
    library: Library, text: str, match: Match, chances: Mapping[str, float], audience: Audience
) -> ArticleMatch | None:
    """The best article for a text; None when there is none.

    Args:
        match: what the text is about.
        chances: of each kind of question.
    """
    found = library.search(text, Shelf.ARTICLES, audience)
    if not found:
        return None
    article = library.articles[found[0].key]
    features = article_features(found, article, match, chances)
    return ArticleMatch(article, calibration()["article"].probability(features))


def find_near_examples(
    library: Library, text: str, match: Match, audience: Audience
) -> list[Example]:
    """The examples that fit a text: very like it, or like it and about its topic; nearest first."""
    best = match.best.topic.key if match.best else None
    found = [
        (one.score, library.examples[one.key])
        for one in library.search(text, Shelf.EXAMPLES, audience)
    ]
    return [
        example
        for score, example in found
        if score >= (LIKE if best in example.topics else VERY_LIKE)
    ]


def article_features(
    found: Sequence[Scored], article: Article, match: Match, chances: Mapping[str, float]
) -> tuple[float, ...]:
    """What the curve reads: score, lead, kind of question, scope, whether the subject agrees."""
    second = found[1].score if len(found) > 1 else 0.0
    agrees = match.best is not None and match.best.topic.key in article.topics
    return (
        found[0].score,
        found[0].score - second,
        asks_to_read(chances),
        match.chance_outside(leaning(chances)),
        float(agrees),
    )
