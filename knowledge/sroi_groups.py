"""Which groups and bonuses a text names, whatever rule set knows them by that phrase."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.choices import chosen
from knowledge.language import simplify, words
from knowledge.sroi_case import Person
from knowledge.sroi_rules import Block, BonusRule, RuleBook, RuleSet

_PLURAL = "(?:'?s|en|es)?"
_NOT = re.compile(r"\b(?:geen|niet|zonder|nooit)\s+(?:een\s+|meer\s+|de\s+)*$")


@dataclass(frozen=True)
class Mention:
    """A phrase in a text, and whether the text denies it ("geen vast contract")."""

    word: str
    start: int
    end: int
    is_denied: bool = False


def find_groups(plain: str, book: RuleBook) -> list[Mention]:
    """The groups that a plain text names, in order; the longest phrase at each place."""
    return _find(plain, (word for rules in book.rule_sets for word in _of_blocks(rules.blocks)))


def find_bonuses(plain: str, book: RuleBook) -> list[Mention]:
    """The bonuses that a plain text names, in order."""
    return _find(
        plain,
        (word for rules in book.rule_sets for bonus in rules.bonuses for word in _spoken(bonus)),
    )


def blocks_of(rules: RuleSet, book: RuleBook, person: Person) -> tuple[Block, ...]:
    """The blocks that a candidate may be by these rules; more than one: it must be asked."""
    picked = tuple(block for block in rules.blocks if block.key == person.block)
    if picked:
        return picked
    per_word = [named for word in person.words if (named := _named(rules, book, word))]
    both = [block for block in rules.blocks if all(block in named for named in per_word)]
    either = [block for block in rules.blocks if any(block in named for named in per_word)]
    return tuple(both if per_word and both else either)


def pick_block(text: str, blocks: Sequence[Block]) -> Block | None:
    """The block that an answer picks: by a word that sets it apart ("met"), or by its place."""
    labels = [simplify(block.label) for block in blocks]
    said = set(words(text))
    apart = [
        {word for word in words(label) if not all(word in words(other) for other in labels)}
        for label in labels
    ]
    shared = [len(said & own) for own in apart]
    best = max(shared, default=0)
    if best and shared.count(best) == 1:
        return blocks[shared.index(best)]
    place = chosen(text, labels)
    return None if place is None else blocks[place]


def bonuses_of(rules: RuleSet, book: RuleBook, words: Iterable[str]) -> tuple[str, ...]:
    """The keys of the bonuses of these rules that the words name, here or in other rules."""
    said = set(words)
    keys = {
        bonus.key
        for one in book.rule_sets
        for bonus in one.bonuses
        if said.intersection(_spoken(bonus))
    }
    return tuple(bonus.key for bonus in rules.bonuses if bonus.key in keys)


def _named(rules: RuleSet, book: RuleBook, word: str) -> list[Block]:
    own = [block for block in rules.blocks if word in _spoken(block)]
    if own:
        return own
    groups = {
        block.group for one in book.rule_sets for block in one.blocks if word in _spoken(block)
    }
    return [block for block in rules.blocks if block.group in groups]


def _of_blocks(blocks: Iterable[Block]) -> Iterable[str]:
    return (word for block in blocks for word in _spoken(block))


def _spoken(one: Block | BonusRule) -> list[str]:
    return [simplify(phrase) for phrase in (one.label, *one.phrases)]


def _find(plain: str, phrases: Iterable[str]) -> list[Mention]:
    longest_first = sorted(set(phrases), key=lambda word: (-len(word), word))
    if not longest_first:
        return []
    pattern = rf"(?<![\w+])({'|'.join(map(re.escape, longest_first))}){_PLURAL}(?!\w)"
    return [
        Mention(match[1], match.start(), match.end(), bool(_NOT.search(plain[: match.start()])))
        for match in re.finditer(pattern, plain)
    ]
