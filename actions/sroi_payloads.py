"""The machine-readable side of social return: `sroi_result` in `docs/replies.md`."""

from __future__ import annotations

from actions import replies as r
from actions import sroi_words as w
from knowledge.contacts import Referral
from knowledge.records import Evidence
from knowledge.sroi_answers import Outcome
from knowledge.sroi_candidates import Closing
from knowledge.sroi_case import TOPIC
from knowledge.sroi_thresholds import AmountAnswer
from knowledge.sroi_working import Line, to_euros


def outcome_payload(
    outcome: Outcome, name: str, evidence: Evidence, referral: Referral | None
) -> r.Payload:
    """The `sroi_result` reply for a computed case."""
    balance, high = outcome.balance, outcome.high
    wants = outcome.wants_obligation
    return {
        "type": "sroi_result",
        "skill": "sroi_berekenen",
        "topics": [TOPIC],
        "municipality": name,
        "rule_set": outcome.rules.name,
        "is_fictitious": outcome.rules.is_fictitious,
        "base": w.base_of(outcome),
        "as_of": outcome.rules.as_of,
        "lines": [_line(line) for line in w.working(outcome)],
        "obligation": balance.obligation.euros if wants else None,
        "fulfilment": balance.fulfilment.euros if outcome.draft.has_fulfilment else None,
        "fulfilment_high": high.fulfilment.euros if high else None,
        "remaining": balance.remaining_euros if wants else None,
        "surplus": balance.surplus_euros if wants else None,
        "ways": [_way(way) for way in outcome.ways],
        "assumptions": w.assumptions(outcome),
        "contact": contact_of(referral),
        "municipality_decides": True,
        **r.source_payload(evidence),
    }


def _line(line: Line) -> r.Payload:
    return {"label": line.label, "formula": line.formula, "euros": to_euros(line.amount)}


def _way(way: Closing) -> r.Payload:
    return {
        "label": way.block.label,
        "hours": float(way.hours),
        "months": way.months,
        "people": way.people,
        "fits": way.fits,
    }


def amounts_payload(
    answer: AmountAnswer,
    name: str,
    topics: list[str],
    base: str,
    evidence: Evidence,
    referral: Referral | None,
) -> r.Payload:
    """The `sroi_result` reply for thresholds and procedures."""
    return {
        "type": "sroi_result",
        "skill": "sroi_uitleg",
        "topics": topics,
        "municipality": name,
        "rule_set": name,
        "is_fictitious": answer.is_fictitious,
        "base": base,
        "as_of": answer.as_of,
        "lines": [
            {
                "label": row.label,
                "formula": row.words,
                "euros": None if row.amount is None else to_euros(row.amount),
            }
            for row in answer.rows
        ],
        "obligation": None,
        "fulfilment": None,
        "fulfilment_high": None,
        "remaining": None,
        "surplus": None,
        "ways": [],
        "assumptions": [],
        "contact": contact_of(referral),
        "municipality_decides": True,
        **r.source_payload(evidence),
    }


def contact_of(referral: Referral | None) -> r.Payload | None:
    """Who to ask; None when that is not known by name or function."""
    return r.contact_payload(referral.owner) if referral and referral.owner else None
