"""What an editor does to a folder of content, and what is said when that is a mistake."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.content import ContentError, read_content


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Write something else in a file, once."""
    path = folder / name
    written = path.read_text(encoding="utf-8")
    assert old in written
    path.write_text(written.replace(old, new, 1), encoding="utf-8")


def append(folder: Path, name: str, row: str) -> None:
    """Add a row to the end of a file."""
    with (folder / name).open("a", encoding="utf-8") as file:
        file.write(row + "\n")


def mistake(folder: Path) -> str:
    """What is said of the content in a folder."""
    with pytest.raises(ContentError) as caught:
        read_content(folder)
    return str(caught.value)
