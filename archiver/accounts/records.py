# SPDX-License-Identifier: MIT
"""What is kept of those who sign in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

REQUEST_LIFETIME = timedelta(minutes=15)
MOST_TRIES = 5
"""Codes that may be typed for one request."""
LONGEST_ADDRESS = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3)."""
# a dot-atom at a domain (RFC 5322, 3.4.1): no list of addresses, nothing that is quoted
_ADDRESS = re.compile(r"[^\s@,;:<>()\[\]\"\\]+@[^\s@,;:<>()\[\]\"\\]+")


@dataclass(frozen=True, slots=True)
class SignInRequest:
    """Somebody's wish to sign in, with the digests of what proves that it is they."""

    token: bytes
    code: bytes
    browser: bytes
    """The digest of a cookie: the code counts only where it was asked for."""
    address: str
    """"" for whoever cannot sign in: nothing proves that they can."""
    following: str
    """The path to go on to."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in."""

    id: bytes
    """The digest of the token in the cookie."""
    address: str
    began: datetime
    used: datetime
    """To the hour."""
    device: str
    """The browser and the system in a word each, as they call themselves."""


@dataclass(frozen=True, slots=True)
class FeedToken:
    """The private address of the feeds of a list."""

    address: str
    list_address: str
    made: datetime


def typed_address(text: str) -> str:
    """Return the e-mail address that somebody typed, in lower case; "" when it is none."""
    address = text.strip().lower()
    whole = len(address) <= LONGEST_ADDRESS and address.isprintable()
    return address if whole and _ADDRESS.fullmatch(address) else ""
