"""Remembering what was handled, so that nothing is handled twice."""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable

LASTS = 70 * 60
"""Seconds; longer than a token lives, so that what is replayed later has no token that holds."""
MOST = 100_000


class Once:
    """Says of each event whether it is new; keeps digests, for a while, up to a number."""

    def __init__(self, lasts: float = LASTS, clock: Callable[[], float] = time.monotonic) -> None:
        self._lasts, self._clock = lasts, clock
        self._seen: OrderedDict[bytes, float] = OrderedDict()

    def is_new(self, *parts: str) -> bool:
        """Whether this is the first time; the next time it is not."""
        digest = hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).digest()[:16]
        self._forget_old()
        if digest in self._seen:
            return False
        self._seen[digest] = self._clock()
        return True

    def _forget_old(self) -> None:
        now = self._clock()
        while self._seen:
            oldest = next(iter(self._seen.values()))
            if now - oldest < self._lasts and len(self._seen) < MOST:
                return
            self._seen.popitem(last=False)
