"""Recognising danger: what must be answered with an emergency number before anything else.

The rules are data, in `safety.yml` beside this module; its header explains them. A text is
read per sentence, word by word: which word classes occur, which of them together make a
rule. Every step looks a word up in a table, so a long text costs no more per word than a
short one, and no rule can run away.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.language import words

RULES = Path(__file__).with_suffix(".yml")

_GAP = ".."
_ERASED = "~"
_WINDOW = 14  # words: how far apart the parts of one rule may stand
_LONGEST_GAP = 3  # words that ".." may skip
_SHORT = 5  # words: a message that is little more than a cry
_AMOUNT = re.compile(r"\d+(?:[.,]\d+)+")  # "112.000" is no cry for help
_SENTENCE_END = re.compile(r"[.!?;]+(?:\s|$)|\n")


class Danger(Enum):
    """Which help comes first: 112, 113 or Veilig Thuis."""

    DANGER = "danger"
    SUICIDE = "suicide"
    DOMESTIC_VIOLENCE = "domestic_violence"


class Strength(Enum):
    """How much a rule can bear: see the header of `safety.yml`."""

    CERTAIN = "certain"
    LIKELY = "likely"
    MENTION = "mention"
    CRY = "cry"


@dataclass(frozen=True)
class Alarm:
    """A danger, and the words that gave it away."""

    danger: Danger
    because: str


@dataclass(frozen=True)
class Hit:
    """Words `start` up to `end` of a sentence that belong to a class."""

    start: int
    end: int

    def meets(self, other: Hit) -> bool:
        """Whether both can take part in one rule: near each other, and no word twice."""
        apart = self.end <= other.start or other.end <= self.start
        return apart and max(self.end, other.end) - min(self.start, other.start) <= _WINDOW


@dataclass(frozen=True)
class Rule:
    """Word classes that mean danger when they stand together."""

    danger: Danger
    strength: Strength
    parts: tuple[str, ...]
    unless: frozenset[str]


@dataclass(frozen=True)
class Sentence:
    """The words of one sentence and where each word class occurs in it."""

    words: tuple[str, ...]
    hits: Mapping[str, list[Hit]]

    def has(self, classes: Iterable[str]) -> bool:
        """Whether any of the word classes occurs."""
        return any(name in self.hits for name in classes)


def assess(text: str) -> Alarm | None:
    """The danger a text speaks of, or None for an ordinary question."""
    text = _AMOUNT.sub(" bedrag ", text)
    alarm = _alarm(text, rulebook().literally)
    return alarm and _alarm(text, rulebook().read)


def _alarm(text: str, read: Callable[[str], Sentence]) -> Alarm | None:
    message = Message(tuple(read(part) for part in _SENTENCE_END.split(text) if part.strip()))
    for rule in rulebook().rules:
        if found := message.found(rule):
            return Alarm(rule.danger, found)
    return None


@dataclass(frozen=True)
class Message:
    """All sentences of a message: the context in which a rule is weighed."""

    sentences: tuple[Sentence, ...]

    def found(self, rule: Rule) -> str | None:
        """The words that make the rule true, when no context makes it harmless."""
        for sentence in self.sentences:
            hits = _together(rule.parts, sentence.hits)
            if hits and not sentence.has(rule.unless) and self._bears(rule, sentence):
                return _quote(hits, sentence.words)
        return None

    def _bears(self, rule: Rule, sentence: Sentence) -> bool:
        if rule.strength is Strength.CERTAIN:
            return True
        if rule.strength is Strength.LIKELY:
            return sentence.has(["urgent"]) or not sentence.has(["calm", "long_ago"])
        if rule.strength is Strength.CRY and not (self._is_short() or sentence.has(["cry"])):
            return False
        return not any(other.has(["calm", "long_ago"]) for other in self.sentences)

    def _is_short(self) -> bool:
        return sum(len(sentence.words) for sentence in self.sentences) <= _SHORT


@dataclass(frozen=True)
class Phrase:
    """A few words in order, of one class; each place holds the patterns that fit it."""

    name: str
    places: tuple[frozenset[str], ...]

    def can_stand_in(self, present: frozenset[str]) -> bool:
        """Whether every word of the phrase occurs at all: a cheap first look."""
        for place in self.places[:0:-1]:
            if place.isdisjoint(present) and _GAP not in place:
                return False
        return True

    def end(self, marks: list[frozenset[str]], start: int) -> int | None:
        """Where the phrase ends when it begins at `start`, or None."""
        at, gap = start, 0
        for place in self.places:
            if _GAP in place:
                gap = _LONGEST_GAP
                continue
            last = min(at + gap, len(marks) - 1)
            while at <= last and place.isdisjoint(marks[at]):
                at += 1
            if at > last:
                return None
            at, gap = at + 1, 0
        return at


class Rulebook:
    """The rules and the word tables of `safety.yml`, ready for use."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        """Compile the content of the rules file."""
        classes = {name: _items(text) for name, text in content["words"].items()}
        self._patterns = Patterns(content["often_misspelt"].split())
        self._phrases = self._compile(classes)
        self._figures = self._compile({_ERASED: _items(content["figures_of_speech"])}, classes)
        self.rules = list(_rules(content["rules"], set(classes)))

    def literally(self, text: str) -> Sentence:
        """The sentence with the classes in it, figures of speech taken at their word."""
        tokens = words(text)
        return self._sentence(tokens, self._marks(tokens))

    def read(self, text: str) -> Sentence:
        """The sentence with the classes in it, without its figures of speech."""
        tokens = words(text)
        marks = self._marks(tokens)
        for _, hit in _scan(self._figures, list(marks)):
            marks[hit.start : hit.end] = [frozenset()] * (hit.end - hit.start)
        return self._sentence(tokens, marks)

    def _marks(self, tokens: list[str]) -> list[frozenset[str]]:
        return [self._patterns.matching(token) for token in tokens]

    def _sentence(self, tokens: list[str], marks: list[frozenset[str]]) -> Sentence:
        hits: dict[str, list[Hit]] = defaultdict(list)
        for name, hit in _scan(self._phrases, marks):
            hits[name].append(hit)
        return Sentence(tuple(tokens), dict(hits))

    def _compile(
        self, classes: Mapping[str, list[str]], known: Mapping[str, list[str]] | None = None
    ) -> dict[str, list[Phrase]]:
        """Phrases by the patterns with which they can begin."""
        begins: dict[str, list[Phrase]] = defaultdict(list)
        for name, items in classes.items():
            for item in items:
                phrase = Phrase(name, tuple(_places(item, known or classes)))
                for place in phrase.places:
                    self._patterns.add(place - {_GAP})
                for pattern in phrase.places[0]:
                    begins[pattern].append(phrase)
        return dict(begins)


class Patterns:
    """Which word patterns ("brand", "verdrink*", "*brand") fit a word, typing errors included."""

    def __init__(self, often_misspelt: Iterable[str]) -> None:
        """Start without patterns; `often_misspelt` are looked for behind typing errors."""
        self._known: set[str] = set()
        self._typos: dict[str, set[str]] = defaultdict(set)
        self.matching = lru_cache(maxsize=20_000)(self._matching)
        for meant in often_misspelt:
            for variant in _variants(meant):
                self._typos[variant].add(meant)

    def add(self, patterns: Iterable[str]) -> None:
        """Learn patterns."""
        self._known.update(patterns)

    def _matching(self, word: str) -> frozenset[str]:
        found = self._fitting(word)
        if found or len(word) < 5:
            return found
        near = {meant for variant in _variants(word) for meant in self._typos.get(variant, ())}
        return frozenset().union(*(self._fitting(meant) for meant in near if is_typo(word, meant)))

    def _fitting(self, word: str) -> frozenset[str]:
        cuts = range(1, len(word) + 1)
        shapes = {word, *(word[:n] + "*" for n in cuts), *("*" + word[-n:] for n in cuts)}
        return frozenset(shapes & self._known)


def is_typo(word: str, meant: str) -> bool:
    """Whether `word` is one slip away from `meant`; in short words only a swap or a double."""
    if word[0] != meant[0]:
        return False
    if len(meant) >= 8:
        return _slips(word, meant)
    return _swapped(word, meant) or _doubled(word, meant)


def _slips(word: str, meant: str) -> bool:
    shortest = min(len(word), len(meant))
    start = next((i for i in range(shortest) if word[i] != meant[i]), shortest)
    left, right = word[start:], meant[start:]
    return left[1:] == right[1:] or left[1:] == right or left == right[1:] or _swapped(left, right)


def _swapped(word: str, meant: str) -> bool:
    if len(word) != len(meant):
        return False
    wrong = [i for i in range(len(word)) if word[i] != meant[i]]
    if len(wrong) != 2 or wrong[1] - wrong[0] != 1:
        return False
    return word[wrong[0]] == meant[wrong[1]] and word[wrong[1]] == meant[wrong[0]]


def _doubled(word: str, meant: str) -> bool:
    return len(word) == len(meant) + 1 and any(
        word[i] == word[i - 1] and word[:i] + word[i + 1 :] == meant for i in range(1, len(word))
    )


def _variants(word: str) -> set[str]:
    """The word, and the word with one letter left out: what two near words have in common."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def _scan(
    begins: Mapping[str, list[Phrase]], marks: list[frozenset[str]]
) -> Iterator[tuple[str, Hit]]:
    """Every class hit in a sentence, given the patterns that fit each word."""
    present: frozenset[str] = frozenset().union(*marks)
    possible = {
        pattern: [phrase for phrase in begins[pattern] if phrase.can_stand_in(present)]
        for pattern in present & begins.keys()
    }
    for start, patterns in enumerate(list(marks)):
        for pattern in patterns & possible.keys():
            for phrase in possible[pattern]:
                if end := phrase.end(marks, start):
                    yield phrase.name, Hit(start, end)


def _together(parts: tuple[str, ...], hits: Mapping[str, list[Hit]]) -> list[Hit] | None:
    """One hit for each part, near each other; None when a part is missing."""
    if not all(part in hits for part in parts):
        return None
    for first in hits[parts[0]]:
        if chosen := _extend([first], parts[1:], hits):
            return chosen
    return None


def _extend(
    chosen: list[Hit], parts: tuple[str, ...], hits: Mapping[str, list[Hit]]
) -> list[Hit] | None:
    for part in parts:
        fitting = (hit for hit in hits[part] if all(hit.meets(other) for other in chosen))
        if not (hit := next(fitting, None)):
            return None
        chosen.append(hit)
    return chosen


def _quote(hits: list[Hit], tokens: tuple[str, ...]) -> str:
    ordered = sorted(hits, key=lambda hit: hit.start)
    return " … ".join(" ".join(tokens[hit.start : hit.end]) for hit in ordered)


def _items(text: str) -> list[str]:
    return [item.strip() for item in text.split(",") if item.strip()]


def _places(item: str, classes: Mapping[str, list[str]]) -> Iterator[frozenset[str]]:
    """The places of a phrase; "a|b" are alternatives, "@name" the single words of a class."""
    for place in item.split():
        yield frozenset(word for part in place.split("|") for word in _unfold(part, classes))


def _unfold(part: str, classes: Mapping[str, list[str]]) -> Iterator[str]:
    if not part.startswith("@"):
        yield part
        return
    for item in classes[part[1:]]:
        if " " not in item:
            for word in item.split("|"):
                yield from _unfold(word, classes)


def _rules(groups: Iterable[Mapping[str, Any]], classes: set[str]) -> Iterator[Rule]:
    """The rules in order; an unknown word class is a mistake in the file."""
    for group in groups:
        for strength in Strength:
            for line in group.get(strength.value, ()):
                together, *unless = line.split(" - ")
                rule = Rule(
                    Danger(group["danger"]),
                    strength,
                    tuple(together.split(" + ")),
                    frozenset(unless),
                )
                if unknown := {*rule.parts, *rule.unless} - classes:
                    raise ValueError(f"{RULES.name}: no word class {sorted(unknown)}: {line!r}")
                yield rule


@cache
def rulebook() -> Rulebook:
    """The rules, read once."""
    return Rulebook(yaml.safe_load(RULES.read_text(encoding="utf-8")))
