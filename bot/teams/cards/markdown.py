"""Text for the parts of a card that Teams reads as Markdown: headings and links.

Running text goes in text runs, which know no Markdown. What stands here is short and
one line; it is escaped only where Markdown would act on it, because the Teams apps on
a phone take away the backslash before some signs and leave it before others.
"""

from __future__ import annotations

import re
from urllib.parse import quote

_ACTIVE = re.compile(
    r"""[\\`*_\[\]]              # emphasis, code, links
    | <(?=[A-Za-z/!?])           # tags and addresses between angle brackets
    | &(?=\#?\w+;)               # entities
    | ~(?=~) | (?<=~)~           # struck through""",
    re.VERBOSE,
)
_OPENING = re.compile(r"^(#+(?=\s|$)|>|[-+](?!\w)|\d+(?=[.)](?:\s|$)))")
"""What makes a line a heading, a quotation, a list or a rule when it stands first."""
_KEPT = "/:?#@!$&'*+,;=%~"


def escaped(text: str) -> str:
    """Text in one line that reads the same after Markdown."""
    line = _ACTIVE.sub(r"\\\g<0>", " ".join(text.split()))
    opening = _OPENING.match(line)
    if not opening:
        return line
    end = opening.end()
    return f"{line[:end]}\\{line[end:]}" if line[0].isdigit() else f"\\{line}"


def link(text: str, address: str | None) -> str:
    """A link that reads as `text`; the text alone when there is no safe address."""
    return f"[{escaped(text)}]({address})" if address else escaped(text)


def phone_address(phone: str) -> str | None:
    """For example `tel:0999140000`."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"tel:{digits}" if digits else None


def mail_address(email: str) -> str | None:
    """For example `mailto:loket@gemeente.example`."""
    return f"mailto:{quote(email, safe='@+')}" if "@" in email else None


def web_address(address: str | None) -> str | None:
    """An address of the web, safe within a link; None for any other."""
    if not address or not address.startswith(("https://", "http://")):
        return None
    return quote(address, safe=_KEPT)


def chat_address(email: str) -> str:
    """Opens a chat in Teams with whoever has this address."""
    return f"https://teams.microsoft.com/l/chat/0/0?users={quote(email, safe='')}"
