# SPDX-License-Identifier: MIT
"""HTML to readable text: for the index, for lists and for readers of HTML-only mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial

from archiver.mail.htmltokens import Tag, tokens, unescaped
from archiver.mail.layout import Layout

_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "li", "main", "nav", "ol", "p", "pre", "section", "table", "tr", "ul",
}  # fmt: skip
_SPACED = {"h1", "h2", "h3", "h4", "h5", "h6", "dl", "ol", "table", "ul"}
_UNSEEN = {"xml", "template", "svg", "datalist"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
_UNSEEN_STYLE = re.compile(
    r"display:none|visibility:hidden|mso-hide:all|max-height:0|font-size:[01](?:px|pt)?(?:;|$)"
)
_LINKED = re.compile(r"(?:https?|ftp)://|mailto:", re.IGNORECASE)
_SAME = re.compile(r"^(?:(?:https?|ftp)://|mailto:)?(?:www\.)?|/$", re.IGNORECASE)
_LONGEST_LINK = 2000
_PICTURE = re.compile(r"\S+\.(?:png|gif|jpe?g|bmp)", re.IGNORECASE)
_INVISIBLE = re.compile("[\u200b\u2060\ufeff\u034f\xad]|\u200c(?=[\\s\u200c]|$)")
_MANY_BLANKS = re.compile(r"\n{3,}")
# The ruler that Outlook writes above an older message in plain text.
_RULER = "_" * 32


def html_to_text(html: str) -> str:
    """Return the text a reader of *html* sees: blocks on lines of their own, quotes with ``> ``.

    Links keep their address where it is not the label; cells of a row stand on one line; what the
    sender hid from readers is left out. Takes time in proportion to the length.
    """
    writer = _Writer(len(html))
    text = writer.write(html)
    # An element that hides and is never closed would hide the rest of the message.
    return _Writer(writer.hidden - 1).write(html) if writer.hides else text


class _Writer:
    """Turns tags into layout; hides as many elements as it may."""

    def __init__(self, most_hidden: int) -> None:
        self.hidden = 0
        self._most_hidden = most_hidden
        self._layout = Layout()
        self._unseen = ""
        self._unseen_depth = 0
        self._literal = 0
        self._spaced_paragraph = True
        self._link = ""
        self._label: list[str] = []
        self._openings: Mapping[str, Callable[[], None]] = {
            "blockquote": partial(self._layout.quote, 1),
            "ul": partial(self._layout.open_list, numbered=False),
            "ol": partial(self._layout.open_list, numbered=True),
            "li": self._layout.item,
            "table": self._layout.open_table,
            "tr": self._layout.row,
        }

    @property
    def hides(self) -> bool:
        """Whether what follows would be hidden."""
        return bool(self._unseen_depth)

    def write(self, html: str) -> str:
        """Return the text of *html*."""
        for token in tokens(html):
            if self._unseen_depth:
                self._skip(token)
            elif isinstance(token, str):
                self._text(unescaped(token))
            elif token.closing:
                self._close(token.name)
            else:
                self._open(token)
        text = _INVISIBLE.sub("", self._layout.text())
        return _MANY_BLANKS.sub("\n\n", text)

    def _skip(self, token: Tag | str) -> None:
        if not isinstance(token, str) and token.name == self._unseen:
            self._unseen_depth += -1 if token.closing else 1

    def _text(self, text: str) -> None:
        if self._link:
            self._label.append(text)
        if self._literal:
            self._layout.literal(text)
        else:
            self._layout.words(text)

    def _open(self, tag: Tag) -> None:
        name = tag.name
        if name not in _VOID and self._is_unseen(tag):
            self._unseen, self._unseen_depth = name, 1
            self.hidden += 1
        elif name == "br":
            self._layout.line_break()
        elif name in {"td", "th"}:
            self._layout.cell()
        elif name == "img":
            self._picture(tag.attributes)
        elif name == "a":
            self._open_link(tag.attributes)
        elif name in _BLOCKS:
            self._open_block(tag)

    def _is_unseen(self, tag: Tag) -> bool:
        if self.hidden >= self._most_hidden:
            return False
        if tag.name in _UNSEEN:
            return True
        if not ("style" in tag.source or "hidden" in tag.source):
            return False
        attributes = tag.attributes
        style = "".join(attributes.get("style", "").lower().split())
        return "hidden" in attributes or bool(_UNSEEN_STYLE.search(style))

    def _open_block(self, tag: Tag) -> None:
        name = tag.name
        if name == "p":
            # Outlook's normal paragraphs have no space around them: they are lines.
            self._spaced_paragraph = "Mso" not in tag.source
        self._layout.block(spaced=self._is_spaced(name))
        if name == "pre":
            self._literal += 1
        elif name == "hr":
            self._layout.words(_RULER)
            self._layout.block(spaced=False)
        elif name in self._openings:
            self._openings[name]()

    def _close(self, name: str) -> None:
        if name == "a":
            self._close_link()
        if name not in _BLOCKS:
            return
        if name == "blockquote":
            self._layout.quote(-1)
        elif name == "pre":
            self._literal = max(0, self._literal - 1)
        elif name in {"ul", "ol"}:
            self._layout.close_list()
        elif name == "table":
            self._layout.close_table()
        self._layout.block(spaced=name == "blockquote" or self._is_spaced(name))

    def _is_spaced(self, name: str) -> bool:
        return self._spaced_paragraph if name == "p" else name in _SPACED

    def _picture(self, attributes: Mapping[str, str]) -> None:
        text = attributes.get("alt", "").strip()
        if text and not _PICTURE.fullmatch(text):
            self._text(text)

    def _open_link(self, attributes: Mapping[str, str]) -> None:
        address = attributes.get("href", "").strip()
        shown = _LINKED.match(address) and len(address) <= _LONGEST_LINK
        self._link = "".join(address.split()) if shown else ""
        self._label.clear()

    def _close_link(self) -> None:
        label = "".join(self._label).strip()
        address = self._link
        self._link = ""
        if address and label and _SAME.sub("", label.lower()) != _SAME.sub("", address.lower()):
            self._layout.words(f" <{_without_mailto(address)}>")


def _without_mailto(address: str) -> str:
    return address[7:] if address[:7].lower() == "mailto:" else address
