"""Fitting the curves that turn scores into chances, on questions kept for that purpose."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.evaluation import Question
from knowledge.answers import article_features
from knowledge.library import Shelf
from knowledge.matching import CALIBRATION, Matcher, TopicIndex, ranking_features
from knowledge.records import Audience
from knowledge.scope import leaning

if TYPE_CHECKING:
    from rasa.core.agent import Agent

ARTICLE = ("article_direct", "article_indirect")
OUTSIDE = ("out_of_scope", "resident_service")
NO_TOPIC = ("emergency", "smalltalk")


async def calibrate(agent: Agent, matcher: Matcher, questions: Sequence[Question]) -> None:
    """Fit all curves anew and write `knowledge/calibration.json`.

    Questions need `expected` topics, or the kind `out_of_scope` or `resident_service`;
    those that an article answers name it in `article`.
    """
    index = matcher.index()
    subjects = [one for one in questions if one.expected and one.kind not in (*NO_TOPIC, *ARTICLE)]
    rows = [_judged(index, one) for one in subjects]
    features = [features for features, _, _ in rows]
    curves = {
        "confidence": _fit(features, [first for _, first, _ in rows]),
        "coverage": _fit(features, [three for _, _, three in rows]),
        "outside": await _fit_outside(agent, index, questions),
        "article": await _fit_article(agent, matcher, questions),
    }
    CALIBRATION.write_text(json.dumps(curves, indent=1) + "\n", encoding="utf-8")


def _judged(index: TopicIndex, one: Question) -> tuple[Sequence[float], bool, bool]:
    owned, _ = index.scores(one.text)
    keys = [scored.key for scored in owned[:3]]
    scores = [scored.score for scored in owned]
    return (
        ranking_features(scores),
        keys[0] in one.expected,
        bool(set(keys) & set(one.expected)),
    )


async def _fit_outside(
    agent: Agent, index: TopicIndex, questions: Sequence[Question]
) -> dict[str, object]:
    features, labels = [], []
    for one in questions:
        if one.kind in NO_TOPIC or not (one.expected or one.kind in OUTSIDE):
            continue
        parsed = await agent.parse_message(one.text)
        chances = {rank["name"]: rank["confidence"] for rank in parsed["intent_ranking"]}
        owned, outside = index.scores(one.text)
        features.append((leaning(chances), outside[0].score - owned[0].score))
        labels.append(one.kind in OUTSIDE)
    return _fit(features, labels, balanced=True)


async def _fit_article(
    agent: Agent, matcher: Matcher, questions: Sequence[Question]
) -> dict[str, object]:
    """When the best article is the answer: for its own questions, not for any other."""
    features, labels = [], []
    for one in questions:
        if one.kind in NO_TOPIC:
            continue
        parsed = await agent.parse_message(one.text)
        chances = {rank["name"]: rank["confidence"] for rank in parsed["intent_ranking"]}
        library, match = matcher.library(), matcher.match(one.text)
        found = library.search(one.text, Shelf.ARTICLES, Audience.INTERNAL)
        article = library.articles[found[0].key]
        features.append(article_features(found, article, match, chances))
        labels.append(article.key in one.articles)
    return _fit(features, labels)


def _fit(
    features: Sequence[Sequence[float]], labels: Sequence[bool], balanced: bool = False
) -> dict[str, object]:
    from sklearn.linear_model import LogisticRegression

    curve = LogisticRegression(class_weight="balanced" if balanced else None).fit(features, labels)
    return {
        "weights": [round(float(weight), 4) for weight in curve.coef_[0]],
        "offset": round(float(curve.intercept_[0]), 4),
    }
