# SPDX-License-Identifier: MIT
"""The formatted form of a message: its HTML, safe, without addresses, in the site's own type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import unquote

from markupsafe import Markup, escape

from archiver.store.records import MessageRecord
from web.access import address_mask
from web.files import safe_type
from web.format import attachment_name
from web.links import attachment_link
from web.mask import AddressMask
from web.sanitize import Image, sanitize

LONGEST = 150_000
"""Characters of HTML; longer ones, newsletters mostly, would take a second to make safe."""
MOST_TAGS = 10_000
"""A parser's time grows with the square of the elements that are closed in a wrong order."""
MOST_REFERENCES = 20_000
"""Character references, such as ``&nbsp;``: each takes as long as forty letters."""

HEADINGS = {"h1": "h2", "h2": "h3", "h3": "h4", "h4": "h5", "h5": "h6"}
"""The page has a first heading already."""

WITHIN_WORDS = frozenset(
    {"a", "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "q", "s"}
    | {"samp", "small", "span", "strong", "sub", "sup", "u", "var"}
)
"""Elements that may begin or end inside of a word: an address goes on across them."""

ATTRIBUTES_READ = frozenset({"alt", "title"})

Attributes = Sequence[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class FormattedText:
    """The HTML of a message as its page shows it."""

    markup: Markup
    remote_images: int
    """How many images were left out that would have been fetched from elsewhere."""


def is_too_long(html: str) -> bool:
    """Tell whether making the HTML of a message safe would take too much time."""
    many = html.count("<") > MOST_TAGS or html.count("&") > MOST_REFERENCES
    return many or len(html) > LONGEST


def formatted_text(record: MessageRecord, html: str) -> FormattedText:
    """Return the HTML of a message, if it is not too long, as its page may show it."""
    safe = sanitize(html, inline_images(record))
    markup = rewritten(safe.markup, address_mask(record.list_address))
    return FormattedText(markup, safe.remote_images)


def inline_images(record: MessageRecord) -> Mapping[str, Image]:
    """Return the pictures that came with a message, by their Content-ID."""
    return {
        file.content_id: Image(
            attachment_link(record, file), attachment_name(file, record.list_address)
        )
        for file in record.attachments
        if file.content_id and safe_type(file.type).startswith("image/")
    }


def rewritten(clean: str, mask: AddressMask) -> Markup:
    """Return HTML that was made safe without e-mail addresses, its headings a level lower."""
    pieces = _Pieces(mask)
    pieces.feed(clean)
    pieces.close()
    return pieces.markup()


class _Pieces(HTMLParser):
    """The tags of clean HTML, and the texts between them."""

    def __init__(self, mask: AddressMask) -> None:
        super().__init__()
        self._mask = mask
        self._tags: list[Markup] = [Markup()]
        self._texts: list[str] = [""]
        """The text behind each tag."""
        self._seams: list[str] = [""]
        """What parts the words before and behind each tag."""

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        name = HEADINGS.get(tag, tag)
        values = Markup().join(self._attribute(*pair) for pair in self._told(attrs))
        self._add(tag, Markup("<{}{}>").format(name, values))

    def handle_endtag(self, tag: str) -> None:
        self._add(tag, Markup("</{}>").format(HEADINGS.get(tag, tag)))

    def handle_data(self, data: str) -> None:
        self._texts[-1] += data

    def markup(self) -> Markup:
        """Return it all, put together again."""
        parts = [part for pair in zip(self._seams, self._texts, strict=True) for part in pair]
        # Then once more without the seams: whoever drops the tags must not find an address either.
        texts = self._mask.parts(self._mask.parts(parts)[1::2])
        return Markup().join(
            tag + escape(text) for tag, text in zip(self._tags, texts, strict=True)
        )

    def _add(self, tag: str, markup: Markup) -> None:
        self._tags.append(markup)
        self._texts.append("")
        self._seams.append("" if tag in WITHIN_WORDS else "\n")

    def _told(self, attrs: Attributes) -> Attributes:
        """Leave out a link that would tell an address."""
        link = unquote(next((value or "" for name, value in attrs if name == "href"), ""))
        return attrs if self._mask.text(link) == link else ()

    def _attribute(self, name: str, value: str | None) -> Markup:
        said = self._mask.text(value or "") if name in ATTRIBUTES_READ else value or ""
        return Markup(' {}="{}"').format(name, said)
