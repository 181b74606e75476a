"""Requests that are refused, each with a reason in Dutch for whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping

WRONG = "Dit verzoek klopt niet."
FOREIGN = "Berichten kunnen alleen van de eigen pagina komen."
NOT_FOUND = "Deze pagina bestaat niet."
NO_METHOD = "Dit kan hier niet."
TOO_SLOW = "Het verzoek kwam niet op tijd binnen. Probeer het opnieuw."
TOO_LARGE = "Uw bericht is te groot."
NO_JSON = "Stuur JSON (Content-Type: application/json)."
TOO_FAST = "Dat gaat te snel. Wacht een minuut en probeer het opnieuw."
BROKEN = "Er gaat iets mis aan onze kant. Probeer het straks nog eens."

REASONS = {
    400: WRONG,
    403: FOREIGN,
    404: NOT_FOUND,
    405: NO_METHOD,
    408: TOO_SLOW,
    413: TOO_LARGE,
    415: NO_JSON,
    429: TOO_FAST,
}
"""What is said when there is nothing more precise to say."""


class RefusedRequestError(Exception):
    """A request that is refused, with its status and a reason in Dutch."""

    def __init__(
        self, status: int, reason: str | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        self.status = status
        self.reason = reason or REASONS.get(status, BROKEN)
        self.headers = dict(headers or {})
        super().__init__(self.reason)
