"""Where a fact was read can be followed from every channel."""

from __future__ import annotations

import pytest

from actions.replies import source_link, source_payload
from actions.steps import step_payload
from knowledge import procedures as p
from knowledge.records import Evidence, Source, Step, Verification
from tests.actions.talking import procedure


def source(address: str | None) -> Source:
    return Source("bron", "Een bron", address, None)


@pytest.mark.parametrize(
    "address",
    ["pianoo.nl", "www.pianoo.nl/nl/visie", "pso-nederland.nl/direct-meten", "denhaag.nl/a_b.html"],
)
def test_a_bare_web_address_becomes_a_link(address: str) -> None:
    assert source_link(source(address)) == {"title": "Een bron", "address": f"https://{address}"}


@pytest.mark.parametrize(
    "address",
    [
        None,
        "https://zonnedam.example/gids",
        "http://zonnedam.example",
        "agendastad.nl ; p-plus.nl",
        "map Beleid, blad 3",
        "Nota.2024",
    ],
)
def test_anything_else_stays_as_the_editor_wrote_it(address: str | None) -> None:
    assert source_link(source(address))["address"] == address


def test_facts_and_steps_give_the_same_link() -> None:
    read = source("pianoo.nl")
    evidence = Evidence(Verification.VERIFIED, read, None)
    step = Step("een", "Een", do="Doe iets.", sources=(read,))
    plan = procedure("plan", step)
    payload = step_payload(plan, p.start(plan), step, (), False)
    assert source_payload(evidence)["source"] == payload["sources"][0] == source_link(read)
