"""Reading YAML files of content, with errors that name file, entry and field in Dutch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from knowledge.schema import Entry

E = TypeVar("E", bound=Entry)

_DUTCH = {
    "value_error.missing": "dit veld is verplicht",
    "value_error.extra": "dit veld bestaat niet",
    "value_error.date": "geen geldige datum (jjjj-mm-dd)",
    "value_error.str.regex": "alleen kleine letters, cijfers en _",
    "value_error.any_str.min_length": "dit veld mag niet leeg zijn",
    "value_error.any_str.max_length": "deze tekst is te lang",
    "type_error.enum": "deze waarde bestaat niet voor dit veld",
    "type_error.none.not_allowed": "dit veld mag niet leeg zijn",
    "type_error.tuple": "verwacht een lijst: [a, b]",
    "type_error.dict": "verwacht velden (naam: waarde)",
    "type_error.str": "verwacht tekst",
    "type_error.bool": "verwacht true of false",
    "value_error.strictbool": "verwacht true of false",
    "type_error.decimal": "verwacht een getal",
    "type_error.integer": "verwacht een geheel getal",
    "value_error.decimal.not_finite": "verwacht een getal",
    "value_error.number.not_gt": "dit getal moet hoger zijn dan {limit_value}",
    "value_error.number.not_ge": "dit getal mag niet lager zijn dan {limit_value}",
    "value_error.number.not_le": "dit getal mag niet hoger zijn dan {limit_value}",
}
"""What pydantic finds, as an editor reads it; anything else keeps pydantic's own words."""


class ContentError(ValueError):
    """Content that cannot be used; the message names file, entry and field."""


def load(path: Path) -> Any:
    """What a file holds; None when there is no such file.

    Raises:
        ContentError: it is not YAML, or a field stands in it twice.
    """
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader)
    except FileNotFoundError:
        return None
    except (yaml.YAMLError, ValueError) as error:
        raise ContentError(f"{path}: dit is geen geldige YAML: {error}") from error


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Safe YAML in which a key that occurs twice is an error instead of a silent loss."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if not isinstance(key, (str, int, float, bool, type(None))):
                raise yaml.constructor.ConstructorError(
                    None, None, "een veldnaam is een woord", key_node.start_mark
                )
            if key in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"'{key}' staat er twee keer", key_node.start_mark
                )
            seen.add(key)
        return dict(super().construct_mapping(node, deep))


def entries(path: Path, kind: type[E], **given: Any) -> Iterator[E]:
    """The entries of a file that holds a list."""
    rows = load(path)
    if rows is not None and not isinstance(rows, list):
        raise ContentError(f"{path}: verwacht een lijst van onderdelen (regels met '- ')")
    return parse_entries(str(path), rows or [], kind, **given)


def parse_entries(where: str, rows: Iterable[Any], kind: type[E], **given: Any) -> Iterator[E]:
    """Check raw rows one by one.

    Raises:
        ContentError: names `where`, the entry's key and the field.
    """
    for number, row in enumerate(rows, start=1):
        name = row.get("key") or row.get("topic") if isinstance(row, dict) else None
        label = f"{where}, onderdeel {name or number}"
        if not isinstance(row, dict):
            raise ContentError(f"{label}: verwacht velden (naam: waarde)")
        row = {str(field): value for field, value in row.items()}
        try:
            yield kind(**{**given, **row})
        except ValidationError as error:
            raise ContentError(f"{label}, {_first_problem(error, row)}") from error


def _first_problem(error: ValidationError, row: dict[str, Any]) -> str:
    problem = error.errors()[0]
    place = ".".join(_names([part for part in problem["loc"] if part != "__root__"], row))
    where = f"veld {place}: " if place else ""
    return where + _in_dutch(problem)


def _in_dutch(problem: Mapping[str, Any]) -> str:
    known = _DUTCH.get(problem["type"])
    return known.format(**problem.get("ctx", {})) if known else str(problem["msg"])


def _names(parts: Sequence[int | str], row: Any) -> Iterator[str]:
    """A place in an entry, in which a part of a list goes by its key instead of its number."""
    for part in parts:
        try:
            row = row[part]
        except (KeyError, IndexError, TypeError):
            row = None
        is_keyed = isinstance(part, int) and isinstance(row, dict) and "key" in row
        yield str(row["key"]) if is_keyed and isinstance(row, dict) else str(part)
