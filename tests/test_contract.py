"""Domain, actions, rules, responses and training data agree with each other."""

from __future__ import annotations

import ast
import csv
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.importer import INTENTS, KnowledgeImporter
from knowledge.content import Content, read_content
from knowledge.seeding import SEED

ROOT = Path(__file__).resolve().parent.parent
FEW = {"possible_emergency": 20}
ENOUGH = 30
NOT_A_VALUE = {"response", "json_message", "buttons", "text", "image", "attachment"}
PLACEHOLDER = re.compile(r"(?<!\{)\{(\w+)\}")


def read_yaml(*names: str) -> list[dict[str, Any]]:
    return [yaml.safe_load(path.read_text("utf-8")) for name in names for path in files(name)]


def files(pattern: str) -> list[Path]:
    found = sorted(ROOT.glob(pattern))
    assert found, f"no {pattern}"
    return found


DOMAIN = read_yaml("domain.yml")[0]
RESPONSES: dict[str, list[dict[str, Any]]] = {
    name: variants
    for part in read_yaml("data/responses/*.yml")
    for name, variants in part["responses"].items()
}
RULES = [rule for part in read_yaml("data/rules/*.yml") for rule in part["rules"]]
MODULES = [ast.parse(path.read_text("utf-8")) for path in files("actions/**/*.py")]


# --- what the actions' source says ---------------------------------------------------------------


Function = ast.FunctionDef | ast.AsyncFunctionDef
Call = tuple[Function, ast.Call]


def nodes(kind: type[ast.AST]) -> Iterator[Any]:
    return (node for module in MODULES for node in ast.walk(module) if isinstance(node, kind))


def functions() -> dict[str, list[Function]]:
    found = defaultdict(list)
    for kind in (ast.FunctionDef, ast.AsyncFunctionDef):
        for function in nodes(kind):
            found[function.name].append(function)
    return found


FUNCTIONS = functions()
TABLES = {
    target.id: node.value
    for node in nodes(ast.Assign)
    for target in node.targets
    if isinstance(target, ast.Name) and isinstance(node.value, ast.Dict)
}


def calls_of(name: str) -> list[Call]:
    """Every call of a function or method with this name, and the function that it stands in."""
    return [
        (function, node)
        for group in FUNCTIONS.values()
        for function in group
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and called(node) == name
    ]


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def responses_of(value: ast.expr, function: Function) -> set[str]:
    """The responses an expression can stand for: a name, a choice, a table or a parameter."""
    if isinstance(value, ast.Constant):
        return {value.value}
    if isinstance(value, ast.IfExp):
        return responses_of(value.body, function) | responses_of(value.orelse, function)
    if isinstance(value, ast.Subscript) and isinstance(value.value, ast.Name):
        return entries_of(value)
    if isinstance(value, ast.Name):
        return {
            name
            for caller, call in calls_of(function.name)
            for name in responses_of(argument(call, function, value.id), caller)
        }
    raise AssertionError(f"line {value.lineno}: which responses can this be?")


def entries_of(choice: ast.Subscript) -> set[str]:
    """One entry of a table, or all but those that are always picked by name."""
    table = TABLES[choice.value.id]
    entries = {ast.dump(key): one.value for key, one in zip(table.keys, table.values, strict=True)}
    if ast.dump(choice.slice) in entries:
        return {entries[ast.dump(choice.slice)]}
    by_name = {ast.dump(node.slice) for node in nodes(ast.Subscript)}
    return {response for key, response in entries.items() if key not in by_name}


def argument(call: ast.Call, function: Function, name: str) -> ast.expr:
    place = [one.arg for one in function.args.args].index(name)
    named = {keyword.arg: keyword.value for keyword in call.keywords}
    return named.get(name) or call.args[place]


def values_of(call: ast.Call) -> set[str]:
    """The placeholders that a call of `utter_message` fills."""
    return {
        name
        for keyword in call.keywords
        for name in ([keyword.arg] if keyword.arg else keys_of(keyword.value))
    } - NOT_A_VALUE


def keys_of(value: ast.expr | None) -> set[str]:
    """The keys of a dictionary, or of the one that a function returns."""
    if isinstance(value, ast.Dict):
        pairs = zip(value.keys, value.values, strict=True)
        found = [{key.value} if key else keys_of(inner) for key, inner in pairs]
        return set().union(*found)
    assert isinstance(value, ast.Call), f"which placeholders does {ast.dump(value)} fill?"
    (function,) = FUNCTIONS[called(value)]
    returned = [node for node in ast.walk(function) if isinstance(node, ast.Return)]
    return set.intersection(*(keys_of(one.value) for one in returned))


def said() -> list[tuple[str, set[str]]]:
    """Every response an action can give, with the placeholders it then fills."""
    found = []
    for function, call in calls_of("utter_message"):
        (response,) = [one.value for one in call.keywords if one.arg == "response"]
        found += [(name, values_of(call)) for name in responses_of(response, function)]
    return found


def action_names() -> list[str]:
    """What `name()` returns in every action class."""
    return [
        node.value.value
        for function in FUNCTIONS["name"]
        for node in ast.walk(function)
        if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant)
    ]


def steps(kind: str) -> list[str]:
    return [step[kind] for rule in RULES for step in rule["steps"] if kind in step]


# --- actions and responses -----------------------------------------------------------------------


def test_every_action_of_the_domain_has_one_class_and_the_reverse() -> None:
    assert Counter(action_names()) == Counter(DOMAIN["actions"])
    assert max(Counter(action_names()).values()) == 1


def test_every_action_is_used_in_a_rule_and_the_reverse() -> None:
    used = {name for name in steps("action") if name.startswith("action_")}
    used |= {"action_session_start"}  # Rasa runs it by itself
    assert used == set(DOMAIN["actions"])


def test_no_name_occurs_twice() -> None:
    names = [name for part in read_yaml("data/responses/*.yml") for name in part["responses"]]
    for group in (names, DOMAIN["intents"], [rule["rule"] for rule in RULES]):
        assert [name for name, count in Counter(group).items() if count > 1] == []


def test_responses_are_used_and_those_used_exist() -> None:
    in_rules = {name for name in steps("action") if name.startswith("utter_")}
    in_actions = {name for name, _ in said()}
    assert in_rules | in_actions == set(RESPONSES)


def test_every_name_of_a_response_in_the_source_is_understood_by_this_test() -> None:
    written = {
        node.value
        for node in nodes(ast.Constant)
        if isinstance(node.value, str) and node.value.startswith("utter_")
    }
    assert written == {name for name, _ in said()}


@pytest.mark.parametrize("response", sorted(RESPONSES))
def test_every_placeholder_is_filled_by_whoever_gives_the_response(response: str) -> None:
    needed = set(PLACEHOLDER.findall(yaml.safe_dump(RESPONSES[response], allow_unicode=True)))
    for name, values in said():
        if name == response:
            assert needed <= values
    if response in steps("action"):
        assert needed <= set(DOMAIN["slots"])


def test_every_slot_that_an_action_sets_exists_and_the_reverse() -> None:
    used = {call.args[0].value for _, call in calls_of("SlotSet")}
    assert used == set(DOMAIN["slots"])


# --- intents and their examples ------------------------------------------------------------------


def written_examples() -> list[tuple[str, str]]:
    """Intent and text of every line in `data/nlu`."""
    return [
        (group["intent"], line.removeprefix("- "))
        for part in read_yaml("data/nlu/*.yml")
        for group in part["nlu"]
        for line in group["examples"].splitlines()
        if line.strip()
    ]


def plain(text: str) -> str:
    """A text without capitals and punctuation; one of signs alone stays as it is."""
    return " ".join(re.findall(r"\w+", text.casefold())) or text.strip()


EXAMPLES = written_examples()


@pytest.fixture(scope="module")
def taught() -> list[tuple[str, str]]:
    """Intent and text of everything the model learns from: written examples and content."""
    paths = [str(path) for path in files("data/nlu/*.yml")]
    found = KnowledgeImporter(training_data_paths=paths).get_nlu_data().intent_examples
    return [(one.get("intent"), one.get("text")) for one in found]


@pytest.fixture(scope="module")
def content() -> Content:
    return read_content(SEED)


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_an_intent_has_enough_examples(intent: str) -> None:
    different = {plain(text) for name, text in EXAMPLES if name == intent}
    assert len(different) >= FEW.get(intent, ENOUGH)


@pytest.mark.parametrize("intent", DOMAIN["intents"])
def test_an_intent_has_one_rule(intent: str) -> None:
    assert steps("intent").count(intent) == 1


def test_examples_are_of_intents_in_the_domain() -> None:
    assert {intent for intent, _ in EXAMPLES} == set(DOMAIN["intents"])
    assert set(INTENTS.values()) <= set(DOMAIN["intents"])


def test_content_teaches_intents_of_the_domain_alone(taught: list[tuple[str, str]]) -> None:
    assert len(taught) > len(EXAMPLES)
    assert {intent for intent, _ in taught} == set(DOMAIN["intents"])


def test_no_example_belongs_to_two_intents(taught: list[tuple[str, str]]) -> None:
    intents = defaultdict(set)
    for intent, text in taught:
        intents[plain(text)].add(intent)
    assert {text: found for text, found in intents.items() if len(found) > 1} == {}


# --- the questions that measure us are not the ones we learn from --------------------------------


def measured() -> set[str]:
    """The questions of `tests/questions`; there are only so many ways to say hello."""
    found = set()
    for path in files("tests/questions/*.tsv"):
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
            found |= {plain(row["text"]) for row in rows if row["kind"] != "smalltalk"}
    return found


def test_no_training_example_is_a_question_that_we_are_measured_with() -> None:
    assert {plain(text) for _, text in EXAMPLES} & measured() == set()


def test_no_phrase_of_a_topic_is_a_question_that_we_are_measured_with(content: Content) -> None:
    phrases = {
        plain(text)
        for topic in content.topics
        for group in (topic.synonyms, topic.colloquial, topic.situational, topic.questions)
        for text in group
    }
    assert phrases & measured() == set()


def test_no_phrasing_of_something_to_read_is_a_question_that_we_are_measured_with(
    content: Content,
) -> None:
    pages = (*content.articles, *content.examples, *content.procedures)
    steps_ = (step for procedure in content.procedures for step in procedure.steps)
    phrasings = {
        plain(text)
        for group in (*(page.phrasings for page in pages), *(step.phrases for step in steps_))
        for text in group
    }
    assert phrasings & measured() == set()
