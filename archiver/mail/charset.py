# SPDX-License-Identifier: MIT
"""Bytes to text when the label may be missing or wrong; Czech comes first.

The ladder: UTF-8, if the octets are valid and the label does not forbid it; what is declared, if
it can be true; else the encoding that gives the best Czech or Slovak. A label of a western or
Central European encoding is believed unless another of them is much better Czech.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable
from dataclasses import dataclass

from archiver.mail.defects import Defect
from archiver.mail.labels import codec_of, shown
from archiver.mail.letters import czechness, sample, speaks_for_czech, speaks_for_polish
from archiver.mail.mojibake import repair

# How much better another must be: undeclared mail is mostly from Windows, hardly from a Mac.
HANDICAPS = {"cp1250": 0.6, "iso8859-2": 0.4, "cp1252": 0.0, "cp852": -1.0, "mac-latin2": -1.5}
# Labels that are often wrong, and what is then true.
DOUBTED = {
    "cp1252": ("cp1250", "iso8859-2"),
    "iso8859-15": ("cp1250", "iso8859-2"),
    "cp1250": ("iso8859-2",),
    "iso8859-2": ("cp1250",),
}
_DOUBT, _STRONG_DOUBT = 1.5, 4.0
_C1 = re.compile(rb"[\x80-\x9f]")
_SHIFTING = re.compile(r"utf-?7|2022|hz|cp037|utf-?16|utf-?32|ucs-?[24]", re.IGNORECASE)
_WIDE = re.compile(r"utf-?16|utf-?32|ucs-?[24]", re.IGNORECASE)
_STRAY = re.compile("[\udc80-\udcff]+")
_AROUND_STRAY = re.compile("[\x00-\x7f]?[\udc80-\udcff]+[\x00-\x7f]?")
_MULTIBYTE = ("utf", "gb", "big5", "cp9", "euc", "iso2022", "hz", "shift", "johab")
_SURELY_UTF8 = 4
_SEVEN_BITS = ("iso2022", "hz", "utf-7")


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
    if data.isascii() and not (declared and shifts(declared)):
        return Decoded(data.decode("ascii"), "ascii")
    if data.isascii() and _WIDE.search(declared) and b"\0" not in data:
        return Decoded(data.decode("ascii"), "ascii", _otherwise(declared, "", "ascii"))
    codec = codec_of(declared)
    if codec == "utf-8":
        return _utf8(data, declared)
    if codec.startswith(_MULTIBYTE):
        return _multibyte(data, codec, declared)
    try:
        return Decoded(repair(data.decode("utf-8")), "utf-8", _otherwise(declared, codec, "utf-8"))
    except UnicodeDecodeError:
        return _one_octet_a_letter(data, codec, declared)


def shifts(declared: str) -> bool:
    """Tell whether ASCII octets do not mean ASCII letters in the encoding of that label."""
    return bool(_SHIFTING.search(declared))


def _otherwise(declared: str, codec: str, used: str) -> str:
    if codec == used:
        return ""
    if not declared.strip():
        return Defect.CHARSET_MISSING.format(used=used)
    if not codec:
        return Defect.CHARSET_UNKNOWN.format(label=shown(declared), used=used)
    return Defect.CHARSET_WRONG.format(label=shown(declared), used=used)


def _utf8(data: bytes, declared: str) -> Decoded:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _broken_utf8(data, declared)
    repaired = repair(text)
    return Decoded(repaired, "utf-8", "" if repaired is text else Defect.ENCODED_TWICE)


def _broken_utf8(data: bytes, declared: str) -> Decoded:
    """Read UTF-8 with octets of another encoding in it; when these prevail, all by the other."""
    text = data.decode("utf-8", "surrogateescape")
    strays = _STRAY.findall(text)
    stray = sum(map(len, strays))
    if sum(letter > "\x7f" for letter in text) - stray <= stray:
        best = _best(data)
        return Decoded(data.decode(best, "replace"), best, _otherwise(declared, "utf-8", best))
    around = "\n".join(_AROUND_STRAY.findall(text))
    fixed = _STRAY.sub(_by(_best(around.encode("ascii", "surrogateescape"))), text)
    return Decoded(fixed, "utf-8", Defect.CHARSET_WRONG_IN_PLACES.format(label=shown(declared)))


def _by(codec: str) -> Callable[[re.Match[str]], str]:
    def read(match: re.Match[str]) -> str:
        octets = match[0].encode("ascii", "surrogateescape")
        # A letter whose rest was cut off with the end of the text cannot be read at all.
        cut = match.end() == len(match.string) and _begins_letter(octets)
        return "\ufffd" if cut else octets.decode(codec, "replace")

    return read


def _begins_letter(octets: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        return not decoder.decode(octets)
    except UnicodeDecodeError:
        return False


def _multibyte(data: bytes, codec: str, declared: str) -> Decoded:
    if not data.isascii() and (codec.startswith(_SEVEN_BITS) or _is_utf8(data)):
        return decode(data)
    try:
        return Decoded(data.decode(codec), codec)
    except (UnicodeError, ValueError):
        text = data.decode(codec, "replace")
        return Decoded(text, codec, Defect.CHARSET_INVALID.format(label=shown(declared)))


def _is_utf8(data: bytes) -> bool:
    """Tell whether octets can only be UTF-8: several of its letters, and nothing else."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(data) - len(text) >= _SURELY_UTF8


def _one_octet_a_letter(data: bytes, codec: str, declared: str) -> Decoded:
    used = _believed(data, codec) if codec else _best(data)
    try:
        text = data.decode(used)
    except UnicodeError:
        used = _best(data)
        text = data.decode(used, "replace")
    repaired = repair(text)
    defect = _otherwise(declared, codec, used)
    return Decoded(repaired, used, defect if repaired is text else Defect.ENCODED_TWICE)


def _believed(data: bytes, codec: str) -> str:
    """Return the encoding a label stands for, or the one that is much better Czech."""
    if codec == "iso8859-2" and _C1.search(data):
        codec = "cp1250"
    rivals = DOUBTED.get(codec, ())
    if not rivals:
        return codec
    octets = sample(data)
    best = max(rivals, key=lambda rival: czechness(octets, rival))
    margin = czechness(octets, best) - czechness(octets, codec)
    polish = speaks_for_polish(octets, best)
    doubt = _DOUBT if speaks_for_czech(octets, codec) and not polish else _STRONG_DOUBT
    return best if margin >= doubt else codec


def _best(data: bytes) -> str:
    octets = sample(data)
    # Czech in the encoding of the Mac has letters among these octets, other text hardly any.
    likely = {
        codec: bonus for codec, bonus in HANDICAPS.items() if _C1.search(data) or bonus > -1.5
    }
    return max(likely, key=lambda codec: czechness(octets, codec) + likely[codec])
