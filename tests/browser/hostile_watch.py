# SPDX-License-Identifier: MIT
"""A browser that tells of everything a page tries: scripts, requests, what leaves its place."""

from __future__ import annotations

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page

WIDTHS, HEIGHT = (1280, 360), 800
NUMBER = re.compile(r"__hit(?:\(|%28)(\d+)|\b(\d+)\.evil\.example")
"""Of a payload, in the source of a page that shows it; one in five has none."""

OF_THE_BROWSER = "content-autofill.googleapis.com"
"""What Chromium asks about fields of forms, whatever the page."""

AUDIT = r"""() => {
  const found = [], told = (e, why) => found.push(`${why}: ${e.outerHTML.slice(0, 300)}`);
  document.querySelectorAll("details").forEach((e) => { e.open = true; });
  const safe = new Set(["http:", "https:", "mailto:", "ftp:"]);
  for (const e of document.querySelectorAll("*")) {
    for (const { name, value } of e.attributes) {
      if (/^on|^style$|^srcdoc$|^ping$/i.test(name)) told(e, name);
      if (/^(href|src|action|formaction|data|poster|background|xlink:href|srcset)$/i.test(name)) {
        const url = new URL(value, "http://own.example/");
        if (!safe.has(url.protocol)) told(e, "protocol");
        const own = ["own.example", location.hostname].includes(url.hostname);
        if (e.localName !== "a" && !own) told(e, "address");
      }
    }
  }
  const own = "script[src^='/static/'], svg[role=img], iframe.original[sandbox='']";
  for (const e of document.querySelectorAll(
    "script, svg, iframe, object, embed, math, base, meta[http-equiv], style, video, audio, frame"
  )) if (!e.matches(own)) told(e, "element");
  const parts = document.querySelectorAll("body > header, body > main.page, body > footer");
  if (parts.length !== 3) told(document.body, "torn");
  return found;
}"""
"""What the elements of a page of ours must not be, as the browser has understood it."""

LAYOUT = r"""() => {
  const found = [], told = (e, why) => found.push(`${why}: ${e.outerHTML.slice(0, 300)}`);
  const top = document.querySelector("header").getBoundingClientRect().bottom - 1;
  const wide = document.documentElement.scrollWidth > innerWidth;
  for (const e of document.querySelectorAll("main, main *")) {
    const box = e.getBoundingClientRect();
    if (box.width > 1 && box.height > 1 && box.top < top) told(e, "over the header");
    if (wide && (e.matches("main") || box.right > innerWidth)) told(e, "wide");
  }
  return found.slice(0, 9);
}"""
"""What leaves its place."""


@dataclass(slots=True)
class Watched:
    """What the pages of a context tried."""

    context: BrowserContext
    ran: list[object] = field(default_factory=list)
    """Numbers of the payloads that ran, and messages of dialogs."""
    complaints: list[str] = field(default_factory=list)
    """What the browser refused or found wrong."""
    asked: list[str] = field(default_factory=list)
    """What went to a machine that is not ours."""
    payloads: set[str] = field(default_factory=set)
    """Numbers of those that the pages showed."""

    def visit(self, page: Page, url: str, status: int = 200) -> None:
        """Open a page of the site: nothing on it may leave its place, wide or narrow."""
        answer = page.goto(url)
        assert answer
        assert answer.status == status, f"{answer.status} {url}"
        self.payloads |= {one or other for one, other in NUMBER.findall(page.content())}
        found = page.evaluate(AUDIT)
        assert not found, f"{found} on {url}"
        for width in sorted(WIDTHS, key=lambda one: one != page.viewport_size["width"]):
            if page.viewport_size["width"] != width:
                page.set_viewport_size({"width": width, "height": HEIGHT})
            left = page.evaluate(LAYOUT)
            assert not left, f"{left} at {width} on {url}"


@contextmanager
def watching(browser: Browser) -> Iterator[Watched]:
    """Give a context whose requests to other machines all come to a recorder."""
    asked: list[str] = []

    class Recorder(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            told = self.request.recv(300).decode("latin-1")
            if OF_THE_BROWSER not in told:
                asked.append(told)
            self.request.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Recorder) as recorder:
        threading.Thread(target=recorder.serve_forever, args=(0.05,), daemon=True).start()
        context = browser.new_context(
            locale="cs-CZ",
            viewport={"width": WIDTHS[0], "height": HEIGHT},
            proxy={
                "server": f"http://127.0.0.1:{recorder.server_address[1]}",
                "bypass": "127.0.0.1",
            },
        )
        watched = Watched(context, asked=asked)
        _listen(watched)
        yield watched
        context.close()
        recorder.shutdown()


def _listen(watched: Watched) -> None:
    def told(message: ConsoleMessage) -> None:
        # what is no page names no icon: the browser looks where it may be
        if not message.location["url"].endswith("/favicon.ico"):
            watched.complaints.append(f"{message.text} {message.location}")

    def spoken(dialog: Dialog) -> None:
        watched.ran.append(dialog.message)
        dialog.dismiss()

    watched.context.expose_binding("__hit", lambda _, number=None: watched.ran.append(number))
    watched.context.on("console", told)
    watched.context.on("dialog", spoken)
    watched.context.on("weberror", lambda error: watched.complaints.append(str(error.error)))
