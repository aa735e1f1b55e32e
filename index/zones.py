# SPDX-License-Identifier: MIT
"""The parts of a message in which a word can be looked for."""

from __future__ import annotations

from enum import IntFlag


class Zone(IntFlag):
    """The parts of a message a word can stand in; a set of them is an octet."""

    SUBJECT = 1
    NEW = 2
    QUOTED = 4
    AUTHOR = 8
    ORGANISATION = 16
    ATTACHMENT_NAME = 32
    ATTACHMENT_TEXT = 64


ZONES = tuple(Zone)
"""In the order of their bits."""
ANYWHERE = Zone(127)
