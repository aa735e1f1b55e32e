# SPDX-License-Identifier: MIT
"""Bytes to text when the label may be missing or wrong; Czech comes first.

The ladder: what is declared, if it can be true; UTF-8, if it is valid; else the one of the Central
European encodings that gives the most Czech letters and the fewest odd signs.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

CANDIDATES = ("cp1250", "iso8859-2", "cp852", "mac_latin2")

# What mail programs wrote and Python does not know, or knows too narrowly: the wider superset.
ALIASES = {
    "ascii": "",
    "us-ascii": "",
    "unknown": "",
    "unknown-8bit": "",
    "x-unknown": "",
    "default": "",
    "_iso-2022-jp$esc": "iso2022_jp",
    "big5": "cp950",
    "cp-850": "cp850",
    "cp1250": "cp1250",
    "gb2312": "gb18030",
    "gb_2312-80": "gb18030",
    "gbk": "gb18030",
    "iso-8859-1": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "iso8859-1": "cp1252",
    "ks_c_5601-1987": "cp949",
    "euc-kr": "cp949",
    "latin1": "cp1252",
    "macce": "mac_latin2",
    "shift_jis": "cp932",
    "unicode-1-1-utf-7": "utf-7",
    "unicode-2-0-utf-8": "utf-8",
    "utf8": "utf-8",
    "win-1250": "cp1250",
    "win1250": "cp1250",
    "x-cp1250": "cp1250",
    "x-mac-ce": "mac_latin2",
    "x-mac-centraleurroman": "mac_latin2",
    "x-user-defined": "",
}
LATIN_2 = {"iso8859-2", "latin2"}

CZECH = "áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ"
NEIGHBOURS = "äôľĺŕÄÔĽĹŔöüßÖÜąćęłńśźżĄĆĘŁŃŚŹŻőűŐŰ„“”‚‘’–—…§°€\xa0"
_C1 = re.compile(rb"[\x80-\x9f]")
_ODD = re.compile(r"[^\W\d_a-zA-Z" + CZECH + NEIGHBOURS + r"]|[^\x00-\x7f\w" + NEIGHBOURS + r"]")
# An accented capital inside a word betrays a wrong guess.
_TORN = re.compile(r"[a-záčďéěíňóřšťúůýž][ÁČĎÉĚÍŇÓŘŠŤÚŮÝŽĹĽŔ][a-záčďéěíňóřšťúůýž]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was read."""

    text: str
    charset: str
    """Python's name of the encoding used."""
    defect: str = ""
    """What was wrong with the label or the bytes; "" when nothing."""


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of *data*; never raises, whatever the label and the bytes."""
    if data.isascii() and not _shifts(declared):
        return Decoded(data.decode("ascii"), "ascii")
    codec = _codec(declared)
    if codec in LATIN_2 and _C1.search(data):
        codec = "cp1250"
    if not codec:
        return _guess(data, f"charset {declared or 'not'} declared, text is not ASCII")
    try:
        return Decoded(data.decode(codec), codec)
    except (UnicodeError, ValueError):
        return _repair(data, codec, declared)


def _shifts(declared: str) -> bool:
    """Whether the encoding gives ASCII bytes another meaning (UTF-7, ISO-2022, HZ, UTF-16)."""
    label = declared.lower()
    return any(mark in label for mark in ("utf-7", "2022", "hz", "utf-16", "utf-32", "cp037"))


def _codec(declared: str) -> str:
    """Return Python's name for a label; "" when the label is missing, unknown or says nothing."""
    label = declared.strip().strip("\"'").lower()
    label = ALIASES.get(label, label)
    try:
        info = codecs.lookup(label) if label and label.isascii() else None
    except (LookupError, ValueError):
        return ""
    # bytes-to-bytes codecs (hex, zlib, rot13) are no charsets
    return info.name if info and info._is_text_encoding else ""  # noqa: SLF001 - no public flag


def _repair(data: bytes, codec: str, declared: str) -> Decoded:
    defect = f"text is not valid {declared}"
    if codec == "utf-8" and _mostly_utf8(data):
        return Decoded(data.decode("utf-8", "replace"), codec, defect)
    if codec in {"utf-8", "ascii", *CANDIDATES}:
        return _guess(data, defect)
    return Decoded(data.decode(codec, "replace"), codec, defect)


def _mostly_utf8(data: bytes) -> bool:
    """Whether more non-ASCII bytes stand in valid UTF-8 sequences than outside them."""
    text = data.decode("utf-8", "surrogateescape")
    stray = sum("\udc80" <= letter <= "\udcff" for letter in text)
    valid = sum(letter > "\x7f" for letter in text) - stray
    return valid > stray


def _guess(data: bytes, defect: str) -> Decoded:
    try:
        return Decoded(data.decode("utf-8"), "utf-8", defect)
    except UnicodeDecodeError:
        best = max(CANDIDATES, key=lambda codec: _czechness(data, codec))
        return Decoded(data.decode(best, "replace"), best, defect)


def _czechness(data: bytes, codec: str) -> float:
    text = data.decode(codec, "replace")
    czech = sum(text.count(letter) for letter in CZECH)
    odd = len(_ODD.findall(text)) + text.count("\ufffd")
    return czech - 3 * odd - 2 * len(_TORN.findall(text))
