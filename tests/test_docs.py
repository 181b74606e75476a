"""What the documentation says agrees with the code."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from actions import replies
from bot.__main__ import main as bot
from bot.asking import OUTCOMES
from knowledge import page_schema as pages
from knowledge import sroi_schema as rules
from knowledge.__main__ import main as knowledge
from knowledge.contacts import Standing
from knowledge.content import read_content
from knowledge.page_schema import MOST_CHARACTERS, MOST_WORDS
from knowledge.records import OwnershipRole, Verification
from knowledge.schema import Entry, Fact

ROOT = Path(__file__).resolve().parent.parent
SCHEMA = json.loads((ROOT / "docs/replies.schema.json").read_text(encoding="utf-8"))
PARTS = SCHEMA["definitions"]
TYPES = {one["$ref"].rpartition("/")[2] for one in PARTS["reply"]["oneOf"]}
SHARED = {"type", "text", "buttons", "topics"}
RECORDED = (ROOT / "tests/data/replies.jsonl").read_text(encoding="utf-8").splitlines()
MANUALS = ("README.md", "CONTRIBUTING.md", "docs/handleiding-redactie.md")
COMMANDS = {"bot": bot, "knowledge": knowledge}


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def sections(text: str, marks: str) -> dict[str, str]:
    """The parts of a page under headings of one depth, by heading."""
    parts = re.split(rf"^{marks} (.+)$", text, flags=re.MULTILINE)
    return {
        heading.strip("`"): re.split(r"^#", part, flags=re.MULTILINE)[0]
        for heading, part in zip(parts[1::2], parts[2::2], strict=True)
    }


def fields(section: str, heading: str = "field") -> tuple[set[str], set[str]]:
    """The fields of a section's first table, and which of them may be absent (in italics)."""
    first = re.search(rf"^\| {heading} .*?(?:\n\n|\Z)", section, re.MULTILINE | re.DOTALL)
    cells = re.findall(r"^\| ([^|]*`[^|]*) \|", first.group() if first else "", re.MULTILINE)
    found = {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}
    absent = {name for cell in cells for name in re.findall(r"\*`(\w+)`\*", cell)}
    return found, absent


def types_in_code() -> Iterator[str]:
    """Every reply type that an action, a response or a channel produces."""
    for path in sorted([*ROOT.glob("actions/*.py"), *ROOT.glob("bot/**/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Dict):
                yield from _types(node)
    for path in sorted(ROOT.glob("data/responses/*.yml")):
        responses = yaml.safe_load(path.read_text(encoding="utf-8"))["responses"]
        for variations in responses.values():
            yield from (one["custom"]["type"] for one in variations if "custom" in one)


def _types(node: ast.Dict) -> Iterator[str]:
    for key, value in zip(node.keys, node.values, strict=True):
        is_type = isinstance(key, ast.Constant) and key.value == "type"
        if is_type and isinstance(value, ast.Constant):
            yield value.value


def test_the_schema_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_the_page_the_schema_and_the_code_know_the_same_types() -> None:
    assert set(sections(page("docs/replies.md"), "###")) == TYPES
    assert set(types_in_code()) == TYPES


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_the_fields_of_a_type_are_those_of_the_schema(kind: str) -> None:
    found, absent = fields(sections(page("docs/replies.md"), "###")[kind])
    assert found == set(PARTS[kind]["properties"]) - SHARED
    assert found - absent == set(PARTS[kind]["required"]) - SHARED


def test_the_shared_fields_of_a_turn_and_of_a_contact_point_are_those_of_the_schema() -> None:
    parts = sections(page("docs/replies.md"), "##")
    turn, _ = fields(parts["A turn: `python -m bot ask --json"])
    shared, _ = fields(parts["What every reply has"])
    point, absent = fields(parts["A contact point"])
    assert turn == set(SCHEMA["required"]) == set(SCHEMA["properties"])
    assert shared == SHARED
    assert point == set(PARTS["contact_point"]["properties"])
    assert point - absent == set(PARTS["contact_point"]["required"])


@pytest.mark.parametrize(
    ("heading", "part"),
    [
        ("A document", "document"),
        ("A choice of a document", "choice"),
        ("A step of a document", "step_of_document"),
        ("A contact of a document", "contact_of_document"),
    ],
)
def test_the_fields_of_a_document_are_those_of_the_schema(heading: str, part: str) -> None:
    found, absent = fields(sections(page("docs/replies.md"), "##")[heading])
    assert found == set(PARTS[part]["properties"]) == set(PARTS[part]["required"])
    assert absent == set()


@pytest.mark.parametrize(
    ("listed", "known"),
    [
        (
            PARTS["contact"]["properties"]["standing"]["enum"],
            set(Standing) - {Standing.NO_MUNICIPALITY},
        ),
        (PARTS["contact_point"]["properties"]["role"]["enum"], set(OwnershipRole)),
        *(
            (PARTS[part]["properties"]["verification"]["enum"], set(Verification))
            for part in ("contact_point", "article", "example", "step", "role")
        ),
    ],
)
def test_the_schema_lists_every_value_that_the_code_knows(
    listed: list[str], known: set[Any]
) -> None:
    assert sorted(listed) == sorted(one.value for one in known)


def test_a_step_and_a_role_have_the_same_fields() -> None:
    without_type = [{**PARTS[kind]["properties"], "type": None} for kind in ("step", "role")]
    assert without_type[0] == without_type[1]
    assert PARTS["step"]["required"] == PARTS["role"]["required"]


def test_the_outcomes_are_those_of_the_schema() -> None:
    assert {*OUTCOMES.values(), "answered"} == set(SCHEMA["properties"]["outcome"]["enum"])
    assert set(OUTCOMES) < TYPES


@pytest.mark.parametrize("line", RECORDED, ids=range(len(RECORDED)))
def test_the_schema_accepts_what_was_recorded(line: str) -> None:
    Draft7Validator(SCHEMA).validate(json.loads(line))


def test_every_type_and_standing_was_recorded() -> None:
    recorded = [reply for line in RECORDED for reply in json.loads(line)["replies"]]
    assert {reply["type"] for reply in recorded} == TYPES
    standings = {reply["standing"] for reply in recorded if reply["type"] == "contact"}
    assert standings == set(PARTS["contact"]["properties"]["standing"]["enum"]) - {"counter"}


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_every_field_that_may_be_absent_was_recorded_too(kind: str) -> None:
    recorded = [reply for line in RECORDED for reply in json.loads(line)["replies"]]
    seen = {name for reply in recorded if reply["type"] == kind for name in reply}
    assert set(PARTS[kind]["properties"]) - seen == set()


@pytest.mark.parametrize("damage", ["unknown", "missing", "wrong"])
@pytest.mark.parametrize("kind", sorted(TYPES))
def test_the_schema_refuses_a_damaged_reply(kind: str, damage: str) -> None:
    turn, reply = next(
        (turn, reply)
        for turn in map(json.loads, RECORDED)
        for reply in turn["replies"]
        if reply["type"] == kind
    )
    if damage == "unknown":
        reply["surprise"] = 1
    elif damage == "missing":
        del reply["text"]
    else:
        reply["topics"] = "sociaal_ondernemen"
    assert not Draft7Validator(SCHEMA).is_valid(turn)


def test_the_button_payloads_have_the_shape_of_the_schema() -> None:
    part = {**PARTS["button"], "definitions": PARTS}
    asked = (replies.NONE_OF_THESE, replies.DEPUTY, replies.DECISION_MAKER)
    for button in (*asked, replies.RIGHT, replies.WRONG):
        Draft7Validator(part).validate(button)


@pytest.mark.parametrize("name", MANUALS)
def test_the_make_targets_in_a_manual_exist(name: str) -> None:
    targets = set(re.findall(r"^([a-z][\w-]*):", page("Makefile"), re.MULTILINE))
    named = set(re.findall(r"(?:^|`)make ([a-z-]+)", page(name), re.MULTILINE))
    assert named
    assert named <= targets


@pytest.mark.parametrize("name", MANUALS)
def test_the_commands_in_a_manual_exist(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    named = set(re.findall(r"python -m (bot|knowledge) ([a-z]+)", page(name)))
    assert named
    for room, command in sorted(named):
        with pytest.raises(SystemExit) as stopped:
            COMMANDS[room]([command, "--help"])
        assert stopped.value.code == 0
    capsys.readouterr()


@pytest.mark.parametrize("name", [*MANUALS, "docs/replies.md", "docs/glossary.md"])
def test_the_links_of_a_page_lead_somewhere(name: str) -> None:
    folder = (ROOT / name).parent
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", page(name))
    assert [target for target in targets if not (folder / target).exists()] == []


def test_the_environment_variables_of_the_readme_are_those_of_the_code() -> None:
    code = [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/*.py"), *ROOT.glob("knowledge/*.py")]
    pattern = r"WEGWIJZER_[A-Z_]*[A-Z]"
    used = {name for path in code for name in re.findall(pattern, path.read_text(encoding="utf-8"))}
    assert set(re.findall(pattern, page("README.md"))) == used


def test_the_examples_of_the_manual_for_editors_are_valid_content(tmp_path: Path) -> None:
    blocks = re.findall(r"```yaml\n(.+?)```", page("docs/handleiding-redactie.md"), re.DOTALL)
    places = (
        "topics/a.yml",
        "phrases/a.yml",
        "municipalities/a.yml",
        "articles/a.yml",
        "examples.yml",
        "procedures/a.yml",
        "sroi/a.yml",
        "sroi/drempels.yml",
    )
    for place, block in zip(places, blocks, strict=True):
        (tmp_path / place).parent.mkdir(exist_ok=True)
        (tmp_path / place).write_text(block, encoding="utf-8")
    there_already = {
        "sources.yml": "- {key: voorbeeldstad_gids, title: Gids}",
        "topics/b.yml": "- {key: social_return, name: SR, kind: municipal, description: Werk.}",
    }
    for place, text in there_already.items():
        (tmp_path / place).write_text(text, encoding="utf-8")
    content = read_content(tmp_path)
    topic = content.topics[0]
    assert topic.questions
    assert content.ownerships[0].topic == topic.key
    for one in (*content.articles, *content.examples, *content.procedures):
        assert one.topics == (topic.key,)
        assert one.phrasings
    (procedure,) = content.procedures
    assert any(step.only for step in procedure.steps)
    assert content.rule_sets[0].blocks
    assert content.thresholds
    assert content.procedure_tables[0].municipality == content.municipalities[0].key


@pytest.mark.parametrize(
    ("heading", "entry"),
    [
        ("Een artikel schrijven", pages.ArticleEntry),
        ("Een voorbeeld schrijven", pages.ExampleEntry),
        ("Een procedure schrijven", pages.ProcedureEntry),
        ("De stappen van een procedure", pages.StepEntry),
        ("Een vraag in een procedure", pages.AskEntry),
        ("De keuzes bij een vraag", pages.OptionEntry),
        ("Regels voor social return", rules.RuleSetEntry),
        ("Het percentage van social return", rules.PercentageEntry),
        ("De drempel van social return", rules.LimitEntry),
        ("De bouwblokken van social return", rules.BlockEntry),
        ("De bonussen van social return", rules.BonusEntry),
        ("De inkoop voor social return", rules.PurchaseEntry),
        ("Kennis delen voor social return", rules.KnowledgeEntry),
        ("De erkenning voor social return", rules.RecognitionEntry),
        ("Een Europese drempel", rules.ThresholdEntry),
        ("Een inkooptabel", rules.ProcedureTableEntry),
        ("De regels van een inkooptabel", rules.ProcedureRowEntry),
    ],
)
def test_the_manual_for_editors_names_every_field_of_an_entry(
    heading: str, entry: type[Entry]
) -> None:
    manual = page("docs/handleiding-redactie.md")
    found, absent = fields((sections(manual, "##") | sections(manual, "###"))[heading], "veld")
    known = {name: one.required for name, one in entry.__fields__.items()}
    evidence = set(Fact.__fields__) if issubclass(entry, Fact) else set()
    assert found == set(known) - evidence
    assert found - absent == {name for name, is_required in known.items() if is_required}


def test_the_manual_for_editors_names_the_limits_of_the_code() -> None:
    manual = " ".join(page("docs/handleiding-redactie.md").split())
    assert {int(number) for number in re.findall(r"hooguit (\d+) woorden", manual)} == {MOST_WORDS}
    lines = ((pages.PageEntry, "title"), (pages.OptionEntry, "label"))
    longest = {entry.__fields__[name].type_.max_length for entry, name in lines}
    characters = {int(number) for number in re.findall(r"hooguit (\d+) tekens", manual)}
    assert characters == {MOST_CHARACTERS, *longest}


def test_decisions_are_numbered_without_gaps_and_have_every_part() -> None:
    paths = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
    assert [path.name[:4] for path in paths] == [f"{n:04}" for n in range(1, len(paths) + 1)]
    for path in paths:
        text = path.read_text(encoding="utf-8")
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert list(sections(text, "##")) == ["Context", "Decision", "Consequences"]
