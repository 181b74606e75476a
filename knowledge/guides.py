"""Guiding somebody through procedures: which one, which step and which role a text means."""

from __future__ import annotations

import re

from knowledge import procedures as p
from knowledge.choices import named_number
from knowledge.language import is_telling, words
from knowledge.library import Library, Shelf
from knowledge.procedures import Walk
from knowledge.records import Audience, Procedure, Step, StepKind

CLEAR_LEAD = 0.5
"""How far the best procedure must be ahead of the second to start it without asking."""
SURE_STEP = 1.0
"""Score from which a step is taken to be the one that was named."""
SURE_ROLE = 2.0
ROLE_LEAD = 1.0
"""Score, and lead over the next role, from which a situation calls for one role at once."""
ANY_STEPS = "stappen"
"""What is searched for when nothing was typed: every procedure has steps."""

_ROLE_WORDS = frozenset({"rol", "rollen", "pet", "petten"})
_DONE = re.compile(r"\b(?:gedaan|klaar|af|afgerond|gehad|geregeld|achter de rug)\b", re.I)
_GO_ON = re.compile(r"^(?!.*volgende).*\b(?:verder|door|doorgaan|voort)\b", re.I | re.S)


def visible_procedures(library: Library, audience: Audience) -> dict[str, Procedure]:
    """The procedures that this audience may see, by key."""
    return {
        key: one
        for key, one in library.procedures.items()
        if audience is Audience.INTERNAL or one.audience is Audience.PUBLIC
    }


def rank_procedures(library: Library, text: str, audience: Audience) -> list[Procedure]:
    """All procedures for this audience, what the text comes nearest to first."""
    found = library.search(text or ANY_STEPS, Shelf.PROCEDURES, audience)
    return [library.procedures[one.key] for one in found]


def find_procedure(library: Library, text: str, audience: Audience) -> Procedure | None:
    """The procedure that a text asks for; None when two are about as near."""
    found = library.search(text, Shelf.PROCEDURES, audience) if text else []
    if not found or (len(found) > 1 and found[0].score - found[1].score < CLEAR_LEAD):
        return None
    return library.procedures[found[0].key]


def find_named_step(
    library: Library, procedure: Procedure, walk: Walk, text: str, audience: Audience
) -> Step | None:
    """The step that a text names, by its number or by what it is about."""
    number = named_number(text)
    if number:
        return p.numbered(procedure, walk, number)
    found = library.search(text, Shelf.STEPS, audience, within=procedure.key)
    on_path = {step.key for step in p.path(procedure, walk.answers)}
    best = next((one for one in found if one.score >= SURE_STEP and one.key in on_path), None)
    return p.find_step(procedure, best.key) if best else None


def names_a_role(text: str) -> bool:
    """Whether somebody asks for a role in so many words."""
    return not _ROLE_WORDS.isdisjoint(words(text))


def find_role(library: Library, procedure: Procedure, text: str, audience: Audience) -> Step | None:
    """The role that a situation calls for; None when it tells too little or fits several."""
    if not _tells_of_a_situation(procedure, text):
        return None
    found = library.search(text, Shelf.STEPS, audience, within=procedure.key)
    roles = [
        (step, one.score)
        for one in found
        if (step := p.find_step(procedure, one.key)) and step.kind is StepKind.ROLE
    ]
    if len(roles) < 2 or roles[0][1] < SURE_ROLE or roles[0][1] - roles[1][1] < ROLE_LEAD:
        return None
    return roles[0][0]


def _tells_of_a_situation(procedure: Procedure, text: str) -> bool:
    """Whether a text says more than that this procedure is wanted."""
    own = {word for one in (procedure.title, *procedure.phrasings) for word in words(one)}
    return any(is_telling(word) and word not in own for word in words(text))


def says_done(text: str) -> bool:
    """Whether a text says that something is done: "stap 1 is gedaan"."""
    return _DONE.search(text) is not None


def wants_to_go_on(text: str) -> bool:
    """Whether a text asks to go on with the present step ("verder"), not to go to the next."""
    return _GO_ON.search(text) is not None and not says_done(text)
