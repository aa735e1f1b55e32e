# SPDX-License-Identifier: MIT
"""The parts of a message in which a word can be looked for, and what a word counts in each."""

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

# The subject counts as if it stood twice in the text; quoted words are found, but never outweigh
# the message that said them.
_WEIGHTS = {
    Zone.SUBJECT: 2.0,
    Zone.NEW: 1.0,
    Zone.QUOTED: 0.05,
    Zone.AUTHOR: 1.0,
    Zone.ORGANISATION: 0.5,
    Zone.ATTACHMENT_NAME: 1.0,
    Zone.ATTACHMENT_TEXT: 0.5,
}
WEIGHT_UNIT = 0.05
"""What a weight of 1 in a posting list means, in words of the author's own text."""
UNITS = tuple(round(_WEIGHTS[zone] / WEIGHT_UNIT) for zone in ZONES)
"""The weight of a word in each zone, in units of `WEIGHT_UNIT`."""
