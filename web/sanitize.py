# SPDX-License-Identifier: MIT
"""The HTML of a message made harmless; the only door to bleach."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any
from urllib.parse import unquote

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
    "img": ["alt"],
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

SCHEMES = frozenset({"cid", "http", "https", "mailto"})
"""Of addresses that are looked at; LINK says which of them a link may have."""

LINK = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
REMOTE = re.compile(r"\s*(?:https?:)?//", re.IGNORECASE)
INLINE = re.compile(r"\s*cid:", re.IGNORECASE)
MOST_PASSES = 8
DEEPEST = 250
"""Elements within elements; the parser's time grows with the square of it."""

TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)[^<>]*>", re.IGNORECASE)
Token = dict[str, Any]
Stage = Callable[..., Any]
"""What bleach calls a filter: from tokens to tokens."""
Keeps = Callable[[str, str, str], bool]
"""Tells by element, name and value whether an attribute stays."""


@dataclass(frozen=True, slots=True)
class Image:
    """A picture that came with a message, as the site hands it out."""

    url: str
    name: str


NO_IMAGES: Mapping[str, Image] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class SafeHtml:
    """HTML without scripts, styles, images of others and links to anything but web and mail."""

    markup: Markup
    remote_images: int
    """How many images were left out that would have been fetched from elsewhere."""


def sanitize(html: str, images: Mapping[str, Image] = NO_IMAGES) -> SafeHtml:
    """Return *html* without anything that acts, loads or dresses up.

    *images* are those that it may show, by their Content-ID (RFC 2392). Making the result safe
    again leaves out these, too, and changes nothing else.
    """
    if _depth(html) > DEEPEST:
        return SafeHtml(escape(TAG.sub("", html)), 0)
    remote: list[str] = []
    stage = partial(_drop, images=images, remote=remote)
    text_only = _clean(html, KEPT | WITHOUT_CONTENT | {"img"}, _may_say, stage)
    own = frozenset(image.url for image in images.values())
    return SafeHtml(Markup(_settle(text_only, own)), len(remote))  # noqa: S704 (bleach made it)


def _depth(html: str) -> int:
    """Return how many elements are open at once at most, as far as the parser keeps them."""
    depth = deepest = 0
    for closing, name in TAG.findall(html):
        if name.lower() in NESTED:
            depth = max(0, depth - 1) if closing else depth + 1
            deepest = max(deepest, depth)
    return deepest


def _settle(html: str, own: frozenset[str]) -> str:
    """Clean until nothing changes: a parser may read its own output in another way.

    Images that are not *own* lose their address.
    """
    tags = KEPT | {"img"} if own else KEPT
    for _ in range(MOST_PASSES):
        cleaned = _clean(html, tags, partial(_is_kept, own=own), _mark_links)
        if cleaned == html:
            break
        html = cleaned
    return html


def _clean(html: str, tags: frozenset[str], keeps: Keeps, stage: Stage) -> str:
    # made anew each time: a Cleaner keeps state and is not for two threads
    cleaner = Cleaner(tags=tags, attributes=keeps, protocols=SCHEMES, strip=True, filters=[stage])
    return str(cleaner.clean(html))


def _may_say(tag: str, name: str, value: str) -> bool:
    return (tag, name) == ("img", "src") or _is_kept(tag, name, value)


def _is_kept(tag: str, name: str, value: str, own: frozenset[str] = frozenset()) -> bool:
    if (tag, name) == ("a", "href"):
        return bool(LINK.match(value))
    if (tag, name) == ("img", "src"):
        return value in own
    return name in ATTRIBUTES.get(tag, [])


def _drop(
    source: Iterable[Token], images: Mapping[str, Image], remote: list[str]
) -> Iterator[Token]:
    """Leave out other images and all that stands inside of elements not meant for readers."""
    inside = 0
    for token in source:
        name = token.get("name")
        if name in WITHOUT_CONTENT:
            inside += {"StartTag": 1, "EndTag": -1}.get(token["type"], 0)
        elif name != "img":
            if not inside:
                yield token
        else:
            url = token["data"].get((None, "src"), "")
            remote += [url] if REMOTE.match(url) else []
            own = images.get(unquote(INLINE.sub("", url)).strip()) if INLINE.match(url) else None
            if own and not inside:
                yield _shown(token, own)


def _shown(token: Token, image: Image) -> Token:
    """Return the image with our address; named as its author did, else as its file is."""
    said = token["data"].get((None, "alt"), "").strip()
    return {**token, "data": {(None, "src"): image.url, (None, "alt"): said or image.name}}


def _mark_links(source: Iterable[Token]) -> Iterator[Token]:
    for token in source:
        if token.get("name") == "a" and token["type"] == "StartTag" and token["data"]:
            token["data"][(None, "rel")] = "nofollow noopener noreferrer"
        yield token
