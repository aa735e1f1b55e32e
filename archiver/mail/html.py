# SPDX-License-Identifier: MIT
"""HTML to readable text: for the index, for lists and for readers of HTML-only mail."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# What a reader never sees.
_HIDDEN = {"head", "style", "script", "title", "template", "noscript", "object"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "center", "dd", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_SPACED = {"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "ol", "table", "ul"}
# Declarations that Word and Outlook leave about; the parser would take much time over broken ones.
_DECLARATIONS = re.compile(r"<!--.*?-->|<!\[.*?\]>|<\?.*?>", re.DOTALL)
_OPEN_DECLARATION = re.compile(r"<!|<\?")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def html_to_text(html: str) -> str:
    """Return the text a reader of *html* sees: blocks on lines of their own, quotes with ``> ``."""
    collector = _Collector()
    collector.feed(_OPEN_DECLARATION.sub(" ", _DECLARATIONS.sub(" ", html)))
    collector.close()
    return collector.text()


class _Collector(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._lines: list[str] = []
        self._line: list[str] = []
        self._hidden = 0
        self._quoted = 0
        self._literal = 0

    def text(self) -> str:
        self._end_line()
        text = "\n".join(self._lines).strip("\n")
        return _BLANK_LINES.sub("\n\n", text) + "\n" if text.strip() else ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._hidden += tag in _HIDDEN
        if tag == "br":
            self._end_line(blank=True)
        elif tag in {"td", "th"} and self._line:
            self._line.append("\t")
        elif tag == "img":
            self._line.append(dict(attrs).get("alt") or "")
        elif tag in _BLOCKS:
            self._start_block(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HIDDEN:
            self.handle_starttag(tag, attrs)

    def _start_block(self, tag: str) -> None:
        self._end_line()
        if tag in _SPACED:
            self._lines.append(self._prefix().rstrip())
        self._quoted += tag == "blockquote"
        self._literal += tag == "pre"
        if tag == "li":
            self._line.append("* ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _HIDDEN:
            self._hidden = max(0, self._hidden - 1)
        if tag in _BLOCKS:
            self._end_line()
            self._quoted = max(0, self._quoted - (tag == "blockquote"))
            self._literal = max(0, self._literal - (tag == "pre"))
            if tag in _SPACED:
                self._lines.append(self._prefix().rstrip())

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        if self._literal:
            *lines, last = data.split("\n")
            for line in lines:
                self._line.append(line)
                self._end_line(blank=True)
            self._line.append(last)
        else:
            self._line.append(_SPACES.sub(" ", data))

    def _prefix(self) -> str:
        return "> " * min(self._quoted, 9)

    def _end_line(self, *, blank: bool = False) -> None:
        raw = "".join(self._line).replace("\xa0", " ")
        line = raw.rstrip() if self._literal else re.sub(r" {2,}", " ", raw).strip(" ")
        self._line.clear()
        if line.strip() or blank:
            self._lines.append((self._prefix() + line).rstrip())
