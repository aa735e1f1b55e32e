# SPDX-License-Identifier: MIT
"""What all forms of owners and moderators share: who decides, why, and when another one writes."""

from __future__ import annotations

from typing import NoReturn

from flask import abort, request

from archiver.moderation import Doing
from archiver.roster import Role
from web.accounts import desk
from web.notes import BUSY
from web.visitor import visitor

STAFF = (Role.OWNER, Role.MODERATOR)
PATIENCE_SECONDS = 10.0
"""How long a form waits for a run that writes."""
RETRY_SECONDS = 30
LONGEST_REASON = 1000


def moderates(address: str) -> bool:
    """Tell whether the reader is an owner or a moderator of a list."""
    return not visitor().roles(address).isdisjoint(STAFF)


def owns(address: str) -> bool:
    """Tell whether the reader is an owner of a list."""
    return Role.OWNER in visitor().roles(address)


def doing(reason: str) -> Doing:
    """Return that the reader decides now."""
    return Doing(visitor().address, reason, desk().clock(), PATIENCE_SECONDS)


def asked_doing() -> Doing | None:
    """Return the same with the reason in a form; None without one, or when it is not confirmed."""
    reason = " ".join(request.form.get("reason", "")[:LONGEST_REASON].split())
    return doing(reason) if reason and request.form.get("sure") else None


def busy() -> NoReturn:
    """End the request: somebody else writes for longer than a reader waits."""
    abort(503, description=BUSY, retry_after=RETRY_SECONDS)
