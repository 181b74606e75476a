"""How a step of a procedure reads: its text, its payload and its buttons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from actions import replies as r
from knowledge.contacts import Referral, Standing
from knowledge.procedures import Walk, progress
from knowledge.records import Option, Procedure, Step, StepKind, Verification

LONGEST = 620
"""Characters of a step's text: about what a phone shows at once. The rest waits for "meer"."""
LONGEST_MORE = 800
"""Characters of what is read on request."""

MORE: r.Button = {"title": "Meer hierover", "payload": "/show_more"}
CHECKLIST: r.Button = {"title": "Afvinklijst", "payload": "/tick_item"}
NEXT: r.Button = {"title": "Volgende stap", "payload": "/next_step"}
BACK: r.Button = {"title": "Vorige stap", "payload": "/previous_step"}
LATER: r.Button = {"title": "Later verder", "payload": "/pause_walk"}
OVERVIEW: r.Button = {"title": "Overzicht", "payload": "/show_overview"}
TAKE_AWAY: r.Button = {"title": "Stuur mij de stappen", "payload": "/take_away"}
HERE: r.Button = {"title": "Ga verder met de stap", "payload": "/where_was_i"}
STOP: r.Button = {"title": "Stoppen", "payload": "/stop_walk"}

FIELDS = {
    StepKind.STEP: (
        ("purpose", "Doel"), ("do", "Wat u doet"), ("who", "Bij de gemeente"),
        ("done_when", "Klaar als"), ("prepare", "Bereid voor"), ("pitfall", "Let op"),
        ("tip", "Tip"),
    ),
    StepKind.ROLE: (
        ("purpose", "Wanneer"), ("do", "Wat u doet"), ("dont", "Wat u niet doet"),
        ("decides", "Wie beslist"), ("tip", "Wel"), ("pitfall", "Let op"),
        ("instruments", "Instrumenten"), ("basis", "Grondslag"), ("who", "Bij de gemeente"),
        ("done_when", "Klaar als"),
    ),
}  # fmt: skip
"""The parts of a step in the order in which they are shown, with their labels."""


def heading(procedure: Procedure, walk: Walk, step: Step) -> str:
    """The first line: which step this is, of how many."""
    if step.is_question:
        return "" if (step.question or "").startswith(step.title) else step.title
    if step.kind is StepKind.ROLE:
        return step.title
    at = progress(procedure, walk)
    return f"Stap {at.label} van {at.last_label}: {step.title}"


def labelled(step: Step, who: str) -> Iterator[str]:
    """The parts of a step that say something, each as one line with its label."""
    for name, label in FIELDS[step.kind]:
        text = _who(step, who) if name == "who" else getattr(step, name)
        if text:
            yield f"{label}: {text}"


def _who(step: Step, who: str) -> str:
    return ". ".join(part for part in (who, step.who_note) if part)


def split(lines: Sequence[str], used: int) -> tuple[list[str], list[str]]:
    """What fits beside `used` characters, and what must wait for "meer"; the order stays."""
    shown: list[str] = []
    rest: list[str] = []
    for line in lines:
        fits = used + len(line) + 1 <= LONGEST
        (shown if fits and not rest else rest).append(line)
        used += len(line) + 1
    return shown, rest


def in_parts(lines: Sequence[str]) -> list[str]:
    """Lines under one another, cut into parts that are short enough to read at once."""
    parts: list[str] = []
    for line in lines:
        if parts and len(parts[-1]) + len(line) < LONGEST_MORE:
            parts[-1] = r.block(parts[-1], line)
        elif line:
            parts.append(line)
    return parts


def more_button(procedure: Procedure, step: Step, part: int) -> r.Button:
    """A button for the next part of what there is to read about a step."""
    page = f"step/{procedure.key}/{step.key}/{part}"
    return {"title": MORE["title"], "payload": f'/show_more{{"option": "{page}"}}'}


def evidence(step: Step) -> str:
    """Where the facts of a step come from; our own advice says that it is ours."""
    if step.evidence.verification is Verification.EDITORIAL and not step.sources:
        return "Bron: eigen uitwerking van de redactie"
    titles = "; ".join(source.title for source in step.sources)
    sure = r.TO_BE_CONFIRMED if step.evidence.verification is Verification.UNVERIFIED else ""
    return "Bron: " + ", ".join(part for part in (titles, sure) if part)


def contact_words(referrals: Sequence[Referral]) -> str:
    """Who to go to, shortly: the function with its phone, or the name of the subject."""
    return "; ".join(_contact_words(one) for one in referrals)


def _contact_words(referral: Referral) -> str:
    owner = referral.owner
    if owner and referral.standing is not Standing.FALLBACK:
        unsure = "" if referral.standing is Standing.OWNED else f", {r.TO_BE_CONFIRMED}"
        return f"{owner.contact.function} ({owner.contact.unit}{unsure})"
    if referral.standing is Standing.EXTERNAL and referral.topic.responsible:
        return f"{referral.topic.responsible.name} (niet de gemeente)"
    return f"wie gaat over {referral.topic.name}"


def checklist_lines(step: Step, walk: Walk) -> list[str]:
    """The checklist with numbers and ticks."""
    ticked = walk.ticks.get(step.key, ())
    return [
        f"{place + 1}. {'☑' if place in ticked else '☐'} {item}"
        for place, item in enumerate(step.checklist)
    ]


def checklist_line(step: Step, walk: Walk) -> str:
    """How much of the checklist is done."""
    done = len(walk.ticks.get(step.key, ()))
    return f"Afvinklijst: {done} van {len(step.checklist)} gedaan" if step.checklist else ""


def option_button(step: Step, option: Option) -> r.Button:
    """A button that answers a question of a procedure."""
    return {
        "title": option.label,
        "payload": f'/choose_option{{"option": "{step.key}={option.key}"}}',
    }


def step_buttons(step: Step, has_more: bool) -> list[r.Button]:
    """What can be done at a step, the likeliest first."""
    if step.is_question:
        return [option_button(step, option) for option in step.options]
    extra = ([CHECKLIST] if step.checklist else []) + ([MORE] if has_more else [])
    return [NEXT, *extra, BACK, LATER]


def step_payload(
    procedure: Procedure, walk: Walk, step: Step, referrals: Sequence[Referral], has_more: bool
) -> r.Payload:
    """The `step` reply, or the `role` reply for a role."""
    at = progress(procedure, walk)
    ticked = walk.ticks.get(step.key, ())
    topics = [one.topic.key for one in referrals] or list(procedure.topics)
    kind = {"type": "role"} if step.kind is StepKind.ROLE else {"type": "step"}
    return {
        **kind,
        "skill": procedure.key,
        "topics": topics,
        "procedure": {"key": procedure.key, "title": procedure.title},
        "step": {"key": step.key, "title": step.title},
        "progress": {
            "label": at.label, "last_label": at.last_label, "place": at.place, "total": at.total,
        },
        "fields": [
            {"label": label, "text": getattr(step, name)}
            for name, label in FIELDS[step.kind]
            if name != "who" and getattr(step, name)
        ],
        "contacts": [
            {"topic": r.topic_payload(one.topic), "text": _contact_words(one)} for one in referrals
        ],
        "who_note": step.who_note,
        "checklist": [
            {"text": item, "done": place in ticked} for place, item in enumerate(step.checklist)
        ],
        "question": step.question,
        "options": [
            {"key": one.key, "label": one.label, "hint": one.hint} for one in step.options
        ],
        "has_more": has_more,
        "sources": [r.source_link(one) for one in step.sources],
        "verification": step.evidence.verification.value,
    }  # fmt: skip
