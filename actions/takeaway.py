"""The walked path to take away: a printable document and the same as Markdown."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa_sdk.events import SlotSet

from actions import replies as r
from actions import steps as s
from actions.turn import Events, Turn
from knowledge import procedures as p
from knowledge.contacts import Referral
from knowledge.procedures import Walk
from knowledge.records import Procedure, Step

Document = dict[str, Any]


def take_away(turn: Turn, procedure: Procedure, walk: Walk) -> Events:
    """Give the steps of the chosen path with the user's ticks and the local owners."""
    document = _document(turn, procedure, walk)
    turn.dispatcher.utter_message(
        response="utter_take_away",
        title=procedure.title,
        json_message={
            "type": "takeaway",
            "skill": procedure.key,
            "topics": list(procedure.topics),
            "document": document,
            "markdown": markdown(document),
        },
        buttons=[s.HERE],
    )
    return [SlotSet("walk", {**walk.as_dict(), "asides": turn.asides})]


def _document(turn: Turn, procedure: Procedure, walk: Walk) -> Document:
    town = turn.municipality
    steps = [step for step in p.path(procedure, walk.answers) if not step.is_question]
    return {
        "title": procedure.title,
        "intro": procedure.intro,
        "origin": procedure.origin,
        "municipality": town.name if town else None,
        "made_on": r.dutch_date(date.today()),
        "choices": _choices(procedure, walk),
        "steps": [_section(turn, step, place, walk) for place, step in enumerate(steps, start=1)],
    }


def _choices(procedure: Procedure, walk: Walk) -> list[Document]:
    """What was answered to the questions of the procedure."""
    asked = [step for step in procedure.steps if step.key in walk.answers]
    return [
        {
            "question": step.question,
            "answer": next(
                (one.label for one in step.options if one.key == walk.answers[step.key]), ""
            ),
        }
        for step in asked
    ]


def _section(turn: Turn, step: Step, place: int, walk: Walk) -> Document:
    ticked = walk.ticks.get(step.key, ())
    topics = turn.find_topics(step.who)
    referrals = [turn.refer(one) for one in topics]
    return {
        "heading": f"{step.number or place}. {step.title}",
        "done": step.key in walk.done,
        "lines": [
            {"label": label, "text": getattr(step, name)}
            for name, label in s.FIELDS[step.kind]
            if name != "who" and getattr(step, name)
        ],
        "contacts": [_contact(one) for one in referrals],
        "note": step.who_note,
        "checklist": [
            {"text": item, "done": number in ticked} for number, item in enumerate(step.checklist)
        ],
        "source": s.evidence(step),
    }


def _contact(referral: Referral) -> Document:
    owner = referral.owner
    reach = owner.contact.reach if owner else None
    return {
        "subject": referral.topic.name,
        "who": s.contact_words([referral]),
        "phone": reach.phone if reach else None,
        "email": reach.email if reach else None,
    }


def markdown(document: Document) -> str:
    """The document for channels that show text."""
    town = f" – gemeente {document['municipality']}" if document["municipality"] else ""
    head = [f"# {document['title']}{town}", "", f"Gemaakt op {document['made_on']}.", ""]
    answers = [f"- {one['question']} **{one['answer']}**" for one in document["choices"]]
    parts = [line for section in document["steps"] for line in _section_lines(section)]
    origin = ["", document["origin"]] if document["origin"] else []
    return "\n".join([*head, *answers, *parts, *origin])


def _section_lines(section: Document) -> list[str]:
    lines = ["", f"## {'✓ ' if section['done'] else ''}{section['heading']}", ""]
    lines += [f"- **{one['label']}**: {one['text']}" for one in section["lines"]]
    lines += [f"- **Contact** ({one['subject']}): {_reached(one)}" for one in section["contacts"]]
    lines += [f"- {section['note']}"] if section["note"] else []
    lines += [f"- [{'x' if one['done'] else ' '}] {one['text']}" for one in section["checklist"]]
    return [*lines, f"- {section['source']}"]


def _reached(contact: Document) -> str:
    return ", ".join(part for part in (contact["who"], contact["phone"], contact["email"]) if part)
