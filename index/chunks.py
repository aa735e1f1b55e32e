# SPDX-License-Identifier: MIT
"""Text to chunks: runs of signs that are looked at as one, and what kind each is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

LONGEST_WORD = 64
"""Letters of a word that count; the rest of a longer one is not looked at."""
MOST_PARTS = 24
"""Words of one chunk that count; longer chunks are no language."""

# A law number may hold spaces, a few names are written as one word or two; else a chunk is words
# joined by signs without a space, as in an address, a file name or a date.
CHUNK = re.compile(
    r"(?<!\w)\d{1,4}\s?/\s?(?:19|20)\d{2}(?!\w)"
    r"|\b(?:[Cc]zech|CZECH)\s?(?:[Pp]oint|POINT)(?=\w{0,3}\b)\w*"
    r"|\b(?:ISO|iso)(?:/IEC)?[ -]?\d{4,5}\b"
    r"|\b[A-Za-z](?:#|\+\+)(?!\w)"
    r"|\w+(?:[.@/:_+&\-’'%?=~#]{1,3}\w+)*"
)
_PART = re.compile(r"[^\W_]+")
_LAW = re.compile(r"(\d{1,4})\s?/\s?((?:19|20)\d{2})")
_POINT = re.compile(r"(czech)\s?(point\w*)")
_ISO = re.compile(r"(iso)(?:/iec)?[ -]?(\d{4,5})")
_ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)")
_URL = re.compile(r"(?:[a-z][a-z0-9+]{1,9}://)(?:www\.)?|www\.")
_NUMBERED = re.compile(r"([^\W\d_]{2,})(\d{1,4})")
_ONE_LETTER = re.compile(r"([^\W\d_])-([^\W\d_]\w*)")
_UPPER = "A-ZÁČĎÉĚÍŇÓŘŠŤÚŮÝŽÄÖÜĽĹŔÔ"
_CAMEL = re.compile(rf"(?<=[^\W\d_{_UPPER}])(?=[{_UPPER}])")


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk taken apart; all words are in the case they were written in."""

    wholes: tuple[str, ...] = ()
    """The chunk as one word, and other words that stand for all of it (the host of a URL)."""
    parts: tuple[str, ...] = ()
    """The words one after another that say the same as the whole."""
    extras: tuple[str, ...] = ()
    """Words that also find it but do not mean it, as ``spis`` for ``e-spis``."""


def normal(text: str) -> str:
    """Return the text with letters composed, so that equal words are equal strings."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def split(text: str) -> Iterator[re.Match[str]]:
    """Find the chunks of a text, in order."""
    return CHUNK.finditer(text)


def words(chunk: str) -> Iterator[re.Match[str]]:
    """Find the words of a chunk, in order."""
    return _PART.finditer(chunk)


def take_apart(text: str) -> Chunk:
    """Return what a chunk (see `split`) consists of."""
    if text.isalpha():
        return _camel(text)
    lower = text.lower()
    known = _known(lower)
    if known:
        return known
    numbered = _NUMBERED.fullmatch(text)
    if numbered:
        # "Windows 10" is written with and without the space
        return Chunk((lower[:LONGEST_WORD],), (numbered[1][:LONGEST_WORD], numbered[2]))
    single = _ONE_LETTER.fullmatch(text)
    if single:
        return Chunk(("".join(single.groups()),), (), (single[2],))
    parts = tuple(part[:LONGEST_WORD] for part in _PART.findall(text)[:MOST_PARTS])
    return Chunk(_wholes(text, lower, parts), parts)


def _camel(text: str) -> Chunk:
    word = text[:LONGEST_WORD]
    if word[1:].islower():
        return Chunk((), (word,))
    parts = tuple(_CAMEL.split(word))
    if not 2 <= len(parts) <= 3 or len(parts[-1]) < 3:
        return Chunk((), (word,))
    if len(parts[0]) == 1:
        return Chunk((word,), (), parts[1:])
    return Chunk((word,), parts)


def _known(lower: str) -> Chunk | None:
    """Names that are written in several ways and mean one thing."""
    law = _LAW.fullmatch(lower)
    if law:
        return Chunk((f"{law[1]}/{law[2]}",), law.groups())
    joined = _POINT.fullmatch(lower) or _ISO.fullmatch(lower)
    if joined:
        return Chunk(("".join(joined.groups()),), joined.groups())
    if lower[-1] in "#+":
        return Chunk((lower,))
    return None


def _wholes(text: str, lower: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    address = _ADDRESS.fullmatch(lower)
    if address:
        return (lower[:LONGEST_WORD], address[1][:LONGEST_WORD])
    url = _URL.match(lower)
    if url:
        place = lower[url.end() :]
        host = place.partition("/")[0]
        return tuple(dict.fromkeys((place[:LONGEST_WORD], host[:LONGEST_WORD])))
    if len(parts) == 1:
        return ()
    if any(sign.isdigit() for sign in lower) or "_" in lower:
        return (lower[:LONGEST_WORD],)
    # "konec.Další" is two sentences without a space, "smlouva.pdf" is a name
    dotted = "." in text and not any(part[0].isupper() for part in parts[1:])
    return (lower[:LONGEST_WORD],) if dotted else ()
