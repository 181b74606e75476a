"""Terms that name a topic, and how much of a question they make up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.language import is_telling, words
from knowledge.records import PhraseKind, Topic

LONGEST = 4  # words of a term
COMPOUND_PART = 6  # letters from which a term is recognised inside a longer word
NAMING = (PhraseKind.SYNONYM, PhraseKind.COLLOQUIAL, PhraseKind.SITUATIONAL)

Term = tuple[str, ...]


@dataclass(frozen=True)
class Terms:
    """The terms that belong to one topic alone; a term of two topics names neither."""

    owners: dict[Term, str]
    parts: dict[str, str]  # long single words, also found inside compounds

    @classmethod
    def of(cls, topics: Iterable[Topic]) -> Terms:
        """Collect names, synonyms and situational words."""
        found: dict[Term, set[str]] = {}
        for topic in topics:
            for text in _naming_texts(topic):
                term = _term(text)
                if len(term) <= LONGEST and any(is_telling(word) for word in term):
                    found.setdefault(term, set()).add(topic.key)
        owners = {term: next(iter(keys)) for term, keys in found.items() if len(keys) == 1}
        parts = {
            term[0]: key
            for term, key in owners.items()
            if len(term) == 1 and len(term[0]) >= COMPOUND_PART
        }
        return cls(owners, parts)

    def share(self, text: str, key: str) -> float:
        """Which part, 0..1, of the telling words of a text is a term of this topic."""
        said = words(text)
        telling = [place for place, word in enumerate(said) if is_telling(word)]
        if not telling:
            return 0.0
        named = self._named(said, key)
        return sum(place in named for place in telling) / len(telling)

    def _named(self, said: Sequence[str], key: str) -> set[int]:
        places: set[int] = set()
        for length in range(1, LONGEST + 1):
            for start in range(len(said) - length + 1):
                if self._owner(tuple(said[start : start + length])) == key:
                    places.update(range(start, start + length))
        return places

    def _owner(self, term: Term) -> str | None:
        """Whose term it is; a compound belongs to the longest term inside it."""
        if term in self.owners or len(term) > 1 or len(term[0]) <= COMPOUND_PART:
            return self.owners.get(term)
        inside = [
            part
            for length in range(COMPOUND_PART, len(term[0]))
            for start in range(len(term[0]) - length + 1)
            if (part := term[0][start : start + length]) in self.parts
        ]
        return self.parts[max(inside, key=len)] if inside else None


@lru_cache(maxsize=2**17)
def _term(text: str) -> Term:
    """A text as a term; kept, as after an edit nearly all texts are the same again."""
    return tuple(words(text))


def _naming_texts(topic: Topic) -> Iterable[str]:
    yield topic.name
    yield from (phrase.text for phrase in topic.phrases if phrase.kind in NAMING)
