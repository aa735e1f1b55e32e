# SPDX-License-Identifier: MIT
"""The text of one part."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archiver.mail.charset import Decoded, decode, shifts
from archiver.mail.flowed import unflow
from archiver.mail.html import html_to_text
from archiver.mail.mime import Part
from archiver.mail.parameters import parameter
from archiver.mail.transfer import Octets

_RARE_BREAKS = "\x85\u2028\u2029"
_NUISANCE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
_CONTROLS = bytes([*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F])
MARKUP = frozenset({"text/html", "application/xhtml+xml"})
_META = re.compile(rb"<meta[^>]{0,200}?charset=[\"']?([\w-]{1,40})", re.IGNORECASE)
_META_WITHIN = 4096
_ENRICHED = {"text/enriched", "text/richtext"}
_ENRICHED_TAG = re.compile(r"<param>[^<]*</param>|</?[a-z-]{1,30}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the message."""

    plain: str
    html: str = ""
    """The HTML from which it was made; "" when it came as plain text."""
    defects: tuple[str, ...] = ()


def text_of(part: Part, octets: Octets) -> Text:
    """Return the text of a part whose octets are given."""
    label = parameter(part.parameters, "charset")
    if part.type in MARKUP and not label:
        label = label_inside(octets.data)
    decoded = decode_text(octets.data, label)
    defects = tuple(filter(None, (octets.defect, decoded.defect)))
    text = decoded.text
    below = decode_text(octets.below).text if octets.below else ""
    if part.type in MARKUP:
        return Text(html_to_text(text) + below, text, defects)
    if part.type in _ENRICHED:
        text = _ENRICHED_TAG.sub("", text)
    elif parameter(part.parameters, "format").lower() == "flowed":
        text = unflow(text, delete_space=parameter(part.parameters, "delsp").lower() == "yes")
    return Text(text + below, "", defects)


def label_inside(html: bytes) -> str:
    """Return the charset that a page names itself (HTML 5, 4.2.5.4)."""
    match = _META.search(html, 0, _META_WITHIN)
    return match[1].decode("ascii") if match else ""


def decode_text(data: bytes, label: str = "") -> Decoded:
    """Return a text with plain line breaks and without signs that nobody can see."""
    decoded = decode(data if shifts(label) else data.translate(None, _CONTROLS), label)
    text = decoded.text
    if shifts(label) or "\ufeff" in text:
        text = _NUISANCE.sub("", text)
    if "\r" in text:
        text = text.replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    if not text.isascii():
        for sign in _RARE_BREAKS:
            text = text.replace(sign, "\n")
    return Decoded(text, decoded.charset, decoded.defect)
