"""Reading the candidates of a social return case: who, how many hours, how many months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from knowledge import sroi_finds as f
from knowledge.quantities import Basis, Duration, Hours, Problem, Unusable
from knowledge.sroi_case import Draft, Field, Person, Wish
from knowledge.sroi_groups import Mention, find_bonuses, find_groups
from knowledge.sroi_rules import RuleBook
from knowledge.working_time import MOST_HOURS_A_WEEK, find_durations, find_hours

_SEPARATOR = re.compile(r"[,;.]\s|\s(?:en|plus|of|\+)\s")
_STRONG = re.compile(r"[;.]\s|\s(?:en|plus|\+)\s")
_EACH = re.compile(r"\b(?:allebei|beide|beiden|elk|ieder|allemaal|alle twee|alle drie|samen)\b")
_MORE = re.compile(r"\b(?:nog een|ook nog|ook een|erbij|tweede|daarnaast|extra|nog)\b")
_INSTEAD = re.compile(
    r"^\W*(?:nee|niet|toch|eigenlijk|oh?|sorry)\b|\bik bedoel\b|\bin plaats van\b|\bstel\b"
    r"|\bals (?:het|ze|zij|hij|die|dat|ik)\b|\bwat als\b|\bmaar dan\b|^\W*of\b|^\W*en (?:met|bij) "
)


@dataclass(frozen=True)
class PeopleReading:
    """The case with its candidates, what was found, and what could not be used."""

    draft: Draft
    found: frozenset[str]
    troubles: tuple[tuple[str, Problem], ...] = ()


@dataclass(frozen=True)
class _Part:
    """A piece of the message that is about one candidate."""

    start: int
    end: int
    words: tuple[str, ...] = ()
    first: int = 0  # where its first group stands

    def has(self, place: int) -> bool:
        return self.start <= place < self.end


def has_people_words(plain: str, book: RuleBook) -> bool:
    """Whether a message names a group."""
    return bool(find_groups(plain, book))


def read_people(text: str, plain: str, draft: Draft, book: RuleBook) -> PeopleReading:
    """Add, put right or refine candidates."""
    reader = _Reader(text, plain, draft, book)
    reader.read()
    return PeopleReading(reader.draft, frozenset(reader.found), tuple(reader.troubles))


class _Reader:
    def __init__(self, text: str, plain: str, draft: Draft, book: RuleBook) -> None:
        self.plain = plain
        self.draft = draft
        self.book = book
        self.found: set[str] = set()
        self.troubles: list[tuple[str, Problem]] = []
        self.groups = [one for one in find_groups(plain, book) if not self._is_seller(one)]
        self.bonuses = find_bonuses(plain, book)
        asked = draft.awaiting
        self.hours = self._usable_hours(find_hours(text, expected=asked is Field.HOURS))
        durations = find_durations(text, expected=asked is Field.MONTHS)
        self.ages = f.find_ages(plain, durations)
        self.durations = self._usable_durations(durations)

    def read(self) -> None:
        """All parts of the message, each into its candidate."""
        parts = self._parts()
        self._read_contract_months(parts)
        if not any(part.words for part in parts) and not self._has_details():
            return
        for part in parts:
            place = self._place_of(part)
            people = list(self.draft.people)
            people[place] = self._refined(people[place], part)
            self.draft = replace(self.draft, people=tuple(people), focus=place)
        self._share_durations(parts)
        wishes = tuple(dict.fromkeys((*self.draft.wishes, Wish.FULFILMENT)))
        self.draft = replace(self.draft, wishes=wishes)

    def _is_seller(self, one: Mention) -> bool:
        """ "Sociale werkvoorziening" where something is bought is a seller."""
        nearby = self.plain[max(0, one.start - 40) : one.end + 40]
        return bool(f.BUYING.search(nearby) and f.find_seller(nearby))

    def _usable_hours(self, found: Sequence[Hours | Unusable]) -> list[Hours]:
        usable = []
        for one in found:
            if isinstance(one, Unusable):
                self.troubles.append((Field.HOURS.value, one.problem))
            elif one.hours is not None and one.hours > MOST_HOURS_A_WEEK:
                self.troubles.append((Field.HOURS.value, Problem.TOO_LARGE))
            else:
                usable.append(one)
        return usable

    def _usable_durations(self, found: Sequence[Duration | Unusable]) -> list[Duration]:
        self.troubles += [
            (Field.MONTHS.value, one.problem) for one in found if isinstance(one, Unusable)
        ]
        return [one for one in found if isinstance(one, Duration)]

    def _has_details(self) -> bool:
        counted = bool(self.draft.people) and f.find_count(self.plain) is not None
        found = (self.hours, self.ages, self.bonuses, f.find_least_ages(self.plain))
        subsidy = f.find_wage_subsidy(self.plain) is not None and bool(self.draft.people)
        return any(found) or counted or subsidy or bool(self.durations)

    def _parts(self) -> list[_Part]:
        """The message cut into pieces, one for each candidate that it names."""
        named: list[list[Mention]] = []
        for one in self.groups:
            if one.is_denied and one.word not in ("geen uitkering",):
                continue
            before = named[-1][-1] if named else None
            if before and not _SEPARATOR.search(self.plain[before.end : one.start]):
                named[-1].append(one)
            else:
                named.append([one])
        if not named:
            return [_Part(0, len(self.plain) + 1)]
        cuts = [0]
        for this, following in pairwise(named):
            cuts.append(self._cut(this[-1].end, following[0].start))
        cuts.append(len(self.plain) + 1)
        return [
            _Part(start, end, tuple(one.word for one in words), words[0].start)
            for start, end, words in zip(cuts, cuts[1:], named, strict=False)
        ]

    def _cut(self, start: int, end: int) -> int:
        """Where the next candidate begins: at the last "en", else the last comma."""
        between = self.plain[start:end]
        strong = [match.start() for match in _STRONG.finditer(between)]
        weak = [match.start() for match in _SEPARATOR.finditer(between)]
        return start + (strong or weak or [0])[-1]

    def _read_contract_months(self, parts: Sequence[_Part]) -> None:
        """How long the contract takes; what remains is about candidates."""
        is_for_people = any(part.words for part in parts) or bool(self.draft.people) or self.hours
        for one in list(self.durations):
            clause = self._clause(one)
            says_contract = f.CONTRACT.search(clause) and not find_groups(clause, self.book)
            asked = self.draft.awaiting is Field.MONTHS
            if (says_contract and not asked) or not (is_for_people or asked):
                self.durations.remove(one)
                self.found.add("contract_months")
                self.draft = replace(self.draft, months=one.months)

    def _clause(self, one: Duration) -> str:
        start = max(
            (match.end() for match in _SEPARATOR.finditer(self.plain[: one.start])), default=0
        )
        end = _SEPARATOR.search(self.plain, one.end)
        return self.plain[start : end.start() if end else None]

    def _place_of(self, part: _Part) -> int:
        """Which candidate a part is about; a new one is added at the end."""
        people = self.draft.people
        place = self._known(part) if part.words else min(self.draft.focus, len(people) - 1)
        if place is not None and people:
            return place
        self.draft = replace(self.draft, people=(*people, Person()))
        return len(people)

    def _known(self, part: _Part) -> int | None:
        people = self.draft.people
        for place, one in enumerate(people):
            if not one.words and one.block is None:
                return place
        if _MORE.search(self.plain):
            return None
        same = (place for place, one in enumerate(people) if set(one.words) & set(part.words))
        known = next(same, None)
        if known is not None:
            return known
        is_asked = self.draft.awaiting is Field.GROUP
        return self.draft.focus if people and (is_asked or _INSTEAD.search(self.plain)) else None

    def _refined(self, person: Person, part: _Part) -> Person:
        if part.words:
            self.found.add(Field.GROUP.value)
            if not self._just_picked(person):
                person = replace(person, words=part.words, block=None)
            number = f.count_before(self.plain, part.first)
        else:
            number = f.find_count(self.plain)
        if number is not None:
            self.found.add("count")
            person = replace(person, count=number)
        person = self._with_hours(person, part)
        months = next((one.months for one in self.durations[::-1] if part.has(one.start)), None)
        if months is not None:
            self.found.add(Field.MONTHS.value)
            person = replace(person, months=months)
        return self._with_extras(person, part)

    def _just_picked(self, person: Person) -> bool:
        """The message answered which group it is; its words are those of the choice."""
        return person.block is not None and self.draft.awaiting is Field.GROUP

    def _with_hours(self, person: Person, part: _Part) -> Person:
        hours = [one for one in self.hours if part.has(one.start)]
        if not hours:
            return person
        last = hours[-1]
        self.found.add(Field.HOURS.value)
        told = {Basis.EIGHT_HOUR_DAYS, Basis.FIFTY_TWO_WEEKS}
        basis = last.basis.value if last.basis in told else None
        return replace(person, hours=last.hours, fte=last.fte, hours_basis=basis)

    def _with_extras(self, person: Person, part: _Part) -> Person:
        for age in self.ages:
            if part.has(age.start):
                self.found.add("age")
                person = replace(person, age=age.value, at_least=None)
        for least in f.find_least_ages(self.plain):
            if part.has(least.start):
                self.found.add("age")
                person = replace(person, age=None, at_least=least.value)
        for bonus in self.bonuses:
            if part.has(bonus.start):
                self.found.add("bonus")
                others = tuple(word for word in person.bonuses if word != bonus.word)
                kept = others if bonus.is_denied else (*others, bonus.word)
                person = replace(person, bonuses=kept)
        subsidy = f.find_wage_subsidy(self.plain)
        if subsidy is not None:
            self.found.add("wage_subsidy")
            person = replace(person, has_wage_subsidy=subsidy)
        return person

    def _share_durations(self, parts: Sequence[_Part]) -> None:
        """ "Allebei een half jaar" is said once, and holds for all."""
        if len(parts) < 2 or not _EACH.search(self.plain):
            return
        last = self.draft.people[-1]
        named = self.draft.people[-len(parts) :]
        filled = tuple(
            replace(
                one,
                months=last.months if one.months is None else one.months,
                hours=last.hours if not one.has_hours else one.hours,
                fte=last.fte if not one.has_hours else one.fte,
            )
            for one in named
        )
        self.draft = replace(self.draft, people=(*self.draft.people[: -len(parts)], *filled))
