# SPDX-License-Identifier: MIT
"""What the tests look at in a page."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta"})
IMPLIED = "tbody"


@dataclass
class Page:
    text: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def all(self, tag: str, **attributes: str) -> list[dict[str, str]]:
        return [
            found
            for name, found in self.tags
            if name == tag and attributes.items() <= found.items()
        ]

    @property
    def links(self) -> list[str]:
        return [found["href"] for found in self.all("a") if "href" in found]

    @property
    def ids(self) -> list[str]:
        return [found["id"] for _, found in self.tags if "id" in found]


class _Reader(HTMLParser):
    def __init__(self, left_out: frozenset[str]) -> None:
        super().__init__()
        self.page = Page()
        self._left_out = left_out
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside += tag in self._left_out

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in self._left_out

    def handle_data(self, data: str) -> None:
        if not self._inside:
            self.page.text += data


def read(html: str, *, without: tuple[str, ...] = ()) -> Page:
    """Read a page; the text of the elements named is left out."""
    reader = _Reader(frozenset(without))
    reader.feed(str(html))
    reader.close()
    return reader.page


@dataclass
class Element:
    """What stands in a page: an element with its attributes and all that is in it."""

    tag: str
    attributes: dict[str, str]
    inner: list[Element | str] = field(default_factory=list)

    def say(self, text: str) -> None:
        if self.inner and isinstance(self.inner[-1], str):
            self.inner[-1] += text
        else:
            self.inner.append(text)


class _Grower(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == IMPLIED:
            return
        found = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inner.append(found)
        if tag not in VOID:
            self.open.append(found)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID | {IMPLIED}:
            assert self.open.pop().tag == tag

    def handle_data(self, data: str) -> None:
        self.open[-1].say(data)


def tree(html: str) -> Element:
    """Return what well-formed HTML means; AssertionError when elements do not nest.

    Rows of a table stand in its body, said or not.
    """
    grower = _Grower()
    grower.feed(str(html))
    grower.close()
    assert len(grower.open) == 1
    return grower.open[0]
