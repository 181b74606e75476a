"""Talk to the assistant through the Teams channel, without Azure: `make teams-local`.

What is typed goes to the channel as Teams would post it, signed by the stand-in;
what is shown is what the channel posted back to the stand-in. A number presses a button.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO

from bot.quiet import quiet_output
from bot.settings import DEFAULT_MUNICIPALITY, prepare_environment
from tests.teams.bot_server import BotServer, bot_serving
from tests.teams.certificates import make_certificate
from tests.teams.conversation import text_of
from tests.teams.people import Person, actions_of, member
from tests.teams.stand_in import new_pair, standing_in


@dataclass
class Screen:
    """One person's conversation on a terminal."""

    server: BotServer
    person: Person
    out: TextIO
    shown: int = 0
    buttons: list[dict[str, Any]] = field(default_factory=list)

    def talk(self, read_line: Callable[[], str]) -> None:
        """Talk until there is no more to read."""
        self.person.install()
        self.show()
        while line := self._asked(read_line):
            if line.strip():
                self._send(line.strip())
                self.show()

    def show(self) -> None:
        """Show what has arrived since."""
        self.server.finish()
        arrived = self.server.service.messages(self.person.conversation)[self.shown :]
        self.shown += len(arrived)
        for message in arrived:
            print(f"\n{text_of(message)}", file=self.out)
            for action in actions_of(message):
                self.buttons.append(action)
                print(f"  {len(self.buttons)}. [{action['title']}]", file=self.out)

    def _asked(self, read_line: Callable[[], str]) -> str:
        print("\n> ", end="", file=self.out, flush=True)
        return read_line()

    def _send(self, line: str) -> None:
        number = int(line) if line.isdecimal() else 0
        if 0 < number <= len(self.buttons):
            self.person.press(self.buttons[number - 1])
        else:
            self.person.say(line)


def main() -> None:
    """Start everything in this process, and talk."""
    prepare_environment()
    with quiet_output() as out, tempfile.TemporaryDirectory() as folder:
        from bot.asking import load_agent

        agent = load_agent()
        certificate = make_certificate(Path(folder))
        with (
            standing_in(certificate, new_pair()) as service,
            bot_serving(service, agent.handle_message, municipality=DEFAULT_MUNICIPALITY) as server,
        ):
            person = server.person()
            service.members[person.id] = member(person.id)
            print("Typ een vraag, of het nummer van een knop. Stoppen: Ctrl-D.", file=out)
            Screen(server, person, out).talk(sys.stdin.readline)


if __name__ == "__main__":
    main()
