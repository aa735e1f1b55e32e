# SPDX-License-Identifier: MIT
"""HTML to tags and texts, in time that grows with its length only, however broken it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/<>\x00]*)|<!--|<!\[|<[!?]")
_ATTRIBUTES = re.compile(r"""[^"'>]*+(?:"[^"]*+"[^"'>]*+|'[^']*+'[^"'>]*+)*+>""")
_ATTRIBUTE = re.compile(r"""([^\s=/"'>]++)(?:\s*+=\s*+("[^"]*+"|'[^']*+'|[^\s"'>]++))?""")
# Numbers so long say nothing, and turning them into one takes long.
_HUGE_NUMBER = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")
_RAW_TEXT = {
    name: re.compile(f"</{name}", re.IGNORECASE)
    for name in ("script", "style", "title", "noembed", "noframes")
}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag as it stands in the text."""

    name: str
    """In lower case."""
    closing: bool
    source: str
    """What stands between name and ``>``."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The attributes by name in lower case; the first of a name counts."""
        found: dict[str, str] = {}
        for name, value in _ATTRIBUTE.findall(self.source):
            found.setdefault(name.lower(), unescaped(value.strip("\"'")))
        return found


def tokens(html: str) -> Iterator[Tag | str]:
    """Yield tags and the texts between them; comments, declarations, scripts, styles are left out.

    What is never closed is no tag: its text stays, so that nothing readable is lost.
    """
    return _Tokenizer(html).run()


def unescaped(text: str) -> str:
    """Return *text* with character references resolved (HTML 5, 13.5)."""
    if "&" not in text:
        return text
    return unescape(_HUGE_NUMBER.sub("\ufffd", text))


class _Tokenizer:
    """Remembers what does not occur any more, so as not to look for it again and again."""

    def __init__(self, html: str) -> None:
        self._html = html
        self._gone: set[str] = set()
        self._quotes_close = True

    def run(self) -> Iterator[Tag | str]:
        text_from = place = 0
        while match := _TAG.search(self._html, place):
            end = self._end(match)
            # An address in angle brackets that nobody escaped is text.
            if not end or (match[2] and "@" in match[2]):
                place = match.end()
                continue
            if match.start() > text_from:
                yield self._html[text_from : match.start()]
            text_from = place = end
            if match[2]:
                tag = self._tag(match, end)
                yield tag
                if tag.name in _RAW_TEXT and not tag.closing:
                    text_from = place = self._after_raw_text(tag.name, end)
        if text_from < len(self._html):
            yield self._html[text_from:]

    def _tag(self, match: re.Match[str], end: int) -> Tag:
        return Tag(match[2].lower(), bool(match[1]), self._html[match.end() : end - 1])

    def _end(self, match: re.Match[str]) -> int:
        """Return where the markup that begins with *match* ends; 0 when it never does."""
        opening = match[0]
        if opening == "<!--":
            # "<!-->" is a comment too.
            return self._after("-->", match.start() + 2) or self._after(">", match.end())
        if not match[2] or not self._quotes_close:
            return self._after(">", match.end())
        attributes = _ATTRIBUTES.match(self._html, match.end())
        if attributes:
            return attributes.end()
        # A quote that is never closed would be sought from every tag on.
        self._quotes_close = False
        return self._after(">", match.end())

    def _after(self, mark: str, place: int) -> int:
        if mark in self._gone:
            return 0
        found = self._html.find(mark, place)
        if found < 0:
            self._gone.add(mark)
            return 0
        return found + len(mark)

    def _after_raw_text(self, name: str, place: int) -> int:
        closing = None if name in self._gone else _RAW_TEXT[name].search(self._html, place)
        if closing is None:
            self._gone.add(name)
            return place
        return closing.start()
