# SPDX-License-Identifier: MIT
"""The HTML of a message made harmless; the only door to bleach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bleach.sanitizer import Cleaner
from markupsafe import Markup, escape

WITHOUT_CONTENT = frozenset(
    {
        "applet",
        "iframe",
        "math",
        "noembed",
        "noframes",
        "noscript",
        "object",
        "script",
        "select",
        "style",
        "svg",
        "template",
        "textarea",
        "title",
        "xml",
        "xmp",
    }
)
"""Elements that go with all that is in them: their text is not meant for readers."""

KEPT = frozenset(
    {
        "a",
        "abbr",
        "b",
        "bdi",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "ins",
        "kbd",
        "li",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "var",
    }
)
ATTRIBUTES: Mapping[str, list[str]] = {
    "abbr": ["title"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
NESTED = (KEPT | WITHOUT_CONTENT) - {
    "br",
    "col",
    "dd",
    "dt",
    "hr",
    "li",
    "p",
    "td",
    "th",
    "tr",
}
"""Elements that stay open until they are ended: the others hold nothing or end one another."""

LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
MOST_PASSES = 8
DEEPEST = 250
"""Elements within elements; the parser's time grows with the square of it."""

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
Token = dict[str, Any]
Stage = Callable[..., Any]
"""What bleach calls a filter: from tokens to tokens."""


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """HTML without scripts, styles, images and links to anything but the web and mail."""

    markup: Markup
    remote_images: int
    """How many images were left out that would have been fetched from elsewhere."""


def sanitize(html: str) -> SafeHtml:
    """Return *html* without anything that acts, loads or dresses up.

    Making the result safe again changes nothing.
    """
    if _depth(html) > DEEPEST:
        return SafeHtml(escape(TAG.sub("", html)), 0)
    images: list[str] = []
    text_only = _clean(html, KEPT | WITHOUT_CONTENT | {"img"}, partial(_drop, images=images))
    return SafeHtml(Markup(_settle(text_only)), len(images))  # noqa: S704 (bleach made it)


def _depth(html: str) -> int:
    """Return how many elements are open at once at most, as far as the parser keeps them."""
    depth = deepest = 0
    for closing, name in TAG.findall(html):
        if name.lower() in NESTED:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _settle(html: str) -> str:
    """Clean until nothing changes: a parser may read its own output in another way."""
    for _ in range(MOST_PASSES):
        cleaned = _clean(html, KEPT, _mark_links)
        if cleaned == html:
            break
        html = cleaned
    return html


def _clean(html: str, tags: frozenset[str], stage: Stage) -> str:
    # made anew each time: a Cleaner keeps state and is not for two threads
    cleaner = Cleaner(tags=tags, attributes=_is_kept, strip=True, filters=[stage])
    return str(cleaner.clean(html))


def _is_kept(tag: str, name: str, value: str) -> bool:
    if (tag, name) == ("a", "href"):
        return bool(LINK.match(value))
    if (tag, name) == ("img", "src"):
        return True
    return name in ATTRIBUTES.get(tag, [])


def _drop(source: Iterable[Token], images: list[str]) -> Iterator[Token]:
    """Leave out images and all that stands inside of elements not meant for readers."""
    inside = 0
    for token in source:
        name = token.get("name")
        if name == "img":
            images += [url for url in token["data"].values() if REMOTE.match(url)]
        elif name in WITHOUT_CONTENT:
            inside += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
        elif not inside:
            yield token


def _mark_links(source: Iterable[Token]) -> Iterator[Token]:
    for token in source:
        if token.get("name") == "a" and token["type"] == "StartTag" and token["data"]:
            token["data"][(None, "rel")] = "nofollow noopener"
        yield token
