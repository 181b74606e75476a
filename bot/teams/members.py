"""Who may see what is meant for civil servants alone."""

from __future__ import annotations

import logging
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from bot.teams.activities import Activity
from bot.teams.connector import Connector, DeliveryError

logger = logging.getLogger(__name__)

REMEMBERED = 3600  # seconds; whoever leaves the municipality loses it within the hour
RETRIED = 60  # seconds in which a question that failed is not asked again
MOST = 10_000
GUEST = "#EXT#"  # in the name of an account that another organisation manages


class Members:
    """Knows which senders are staff of one of our tenants.

    Being in the tenant is not enough: suppliers and residents can be guests
    there, and a meeting lets people in without an account. So we ask Teams who
    it is, and only a plain "user" of an allowed tenant, with an account that
    the tenant itself manages, counts as staff. In a group or a channel nobody
    does: others read along there, and they may be guests. Whatever we cannot
    find out makes somebody public, who then sees what a visitor of the website
    sees.
    """

    def __init__(
        self,
        connector: Connector,
        tenants: frozenset[str],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._connector, self._tenants, self._clock = connector, tenants, clock
        self._known: OrderedDict[tuple[str, ...], tuple[bool, float]] = OrderedDict()

    async def is_staff(self, activity: Activity) -> bool:
        """Whether the sender may see what is internal, here."""
        if not activity.is_personal:
            return False
        key = (*sorted(activity.tenants), activity.sender.id)
        is_staff, until = self._known.get(key, (False, float("-inf")))
        if self._clock() >= until:
            is_staff, lasts = await self._ask(activity)
            self._remember(key, is_staff, self._clock() + lasts)
        return is_staff

    async def _ask(self, activity: Activity) -> tuple[bool, float]:
        """The answer, and how many seconds it holds."""
        try:
            member = await self._connector.member(activity)
        except DeliveryError as error:
            logger.warning("Teams does not say who asks, so they are public: %s", error)
            return False, RETRIED
        return self._is_own(member, activity), REMEMBERED

    def _is_own(self, member: dict[str, Any], activity: Activity) -> bool:
        name = str(member.get("userPrincipalName") or "")
        grounds = (
            member.get("id") == activity.sender.id,
            str(member.get("tenantId") or "").lower() in self._tenants & activity.tenants,
            bool(member.get("aadObjectId") or member.get("objectId")),
            member.get("userRole") == "user",
            bool(name) and GUEST not in name.upper(),
        )
        return all(grounds)

    def _remember(self, key: tuple[str, ...], is_staff: bool, until: float) -> None:
        self._known[key] = (is_staff, until)
        self._known.move_to_end(key)
        while len(self._known) > MOST:
            self._known.popitem(last=False)
