# SPDX-License-Identifier: MIT
"""What Mailman tells of a list: who is subscribed, and how the list is set."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a member is to the list, in Mailman's words; one person may be all three."""

    MEMBER = "member"
    OWNER = "owner"
    MODERATOR = "moderator"


@dataclass(frozen=True, slots=True, order=True)
class Member:
    """Somebody on the roster of a list."""

    role: Role
    address: str
    """In lower case."""
    name: str
    """The display name; "" without one."""


@dataclass(frozen=True, slots=True)
class ListSettings:
    """How a list is set."""

    display_name: str
    description: str
    archive_policy: str
    """``public``, ``private`` or ``never``."""
    advertised: bool
    subject_prefix: str
    posting_address: str


@dataclass(frozen=True, slots=True)
class Roster:
    """All that Mailman tells of a list."""

    settings: ListSettings
    members: tuple[Member, ...]
    """By role and address."""
