"""What there is to read, and finding in it what a text asks for: articles, examples, procedures."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.ranking import Label, Prior, Ranker, Scored
from knowledge.records import Article, Audience, Example, Procedure, Step


class Shelf(str, enum.Enum):
    """The kinds of things to read; each is searched apart."""

    ARTICLES = "article"
    EXAMPLES = "example"
    PROCEDURES = "procedure"
    STEPS = "step"


@dataclass(frozen=True)
class Library:
    """Everything to read in one revision of the store, ready to be searched."""

    articles: dict[str, Article]
    examples: dict[str, Example]
    procedures: dict[str, Procedure]
    ranker: Ranker

    @classmethod
    def of(
        cls,
        articles: Sequence[Article],
        examples: Sequence[Example],
        procedures: Sequence[Procedure],
        prior: Prior | None,
    ) -> Library:
        """Index what there is, taking over from `prior` what did not change."""
        labels = [*_labels(articles, examples), *_procedure_labels(procedures)]
        return cls(
            {one.key: one for one in articles},
            {one.key: one for one in examples},
            {one.key: one for one in procedures},
            Ranker.build(labels, prior),
        )

    def search(self, text: str, shelf: Shelf, audience: Audience, within: str = "") -> list[Scored]:
        """What stands on a shelf with a score, best first; only what the audience may see.

        Args:
            within: the procedure whose steps are searched.
        """
        start = f"{shelf.value}/{within}/" if within else f"{shelf.value}/"
        found = [
            Scored(one.key[len(start) :], one.score)
            for one in self.ranker.rank(text)
            if one.key.startswith(start)
        ]
        return [one for one in found if self._may_see(within or one.key, shelf, audience)]

    def _may_see(self, key: str, shelf: Shelf, audience: Audience) -> bool:
        if audience is Audience.INTERNAL:
            return True
        pages: dict[Shelf, dict[str, Article] | dict[str, Example] | dict[str, Procedure]] = {
            Shelf.ARTICLES: self.articles,
            Shelf.EXAMPLES: self.examples,
            Shelf.PROCEDURES: self.procedures,
            Shelf.STEPS: self.procedures,
        }
        return pages[shelf][key.partition("/")[0]].audience is Audience.PUBLIC


def _labels(articles: Sequence[Article], examples: Sequence[Example]) -> Iterator[Label]:
    for article in articles:
        texts = (article.title, article.body, *article.phrasings)
        yield Label(f"{Shelf.ARTICLES.value}/{article.key}", texts)
    for example in examples:
        texts = (example.title, f"{example.theme} {example.place}", example.story)
        yield Label(f"{Shelf.EXAMPLES.value}/{example.key}", (*texts, *example.phrasings))


def _procedure_labels(procedures: Sequence[Procedure]) -> Iterator[Label]:
    for procedure in procedures:
        texts = (procedure.title, procedure.intro, *procedure.phrasings)
        yield Label(f"{Shelf.PROCEDURES.value}/{procedure.key}", texts)
        for step in procedure.steps:
            if not step.is_question:
                yield Label(
                    f"{Shelf.STEPS.value}/{procedure.key}/{step.key}", tuple(_step_texts(step))
                )


def _step_texts(step: Step) -> Iterator[str]:
    yield step.title
    yield from step.phrases
    yield from (text for text in (step.purpose, step.do) if text)
