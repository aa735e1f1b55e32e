# SPDX-License-Identifier: MIT
"""Requests that nobody would send, and what holds for the answer to any."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from flask.testing import FlaskClient
from hostile_payloads import PAYLOADS
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from rights_table import TABLE
from web_html import read
from werkzeug.test import TestResponse

from web.security import HEADERS

ROUTES = sorted(TABLE)
"""Method and rule of every route."""
A_ROUTE = settings(max_examples=5, suppress_health_check=list(HealthCheck))
PARAMETERS = (
    "after", "facet", "lang", "limit", "list", "message", "month", "name", "next", "number", "page",
    "person", "q", "role", "sort", "text", "token", "type", "view", "what", "words", "year",
    "_external", "_scheme", "_anchor",
)  # fmt: skip
ODD = (
    "", "0", "-1", "1", "2011", "9" * 30, "1e9", "²", "\u0663", "true", "null",
    "..", "../../etc/passwd", "%2e%2e/", "\\", "\u202e", "\ufeff", "\ud7ff", "\U0010ffff", "A" * 32,
    "a" * 5000, "(" * 300, '"' * 99, "*", "-", "od:", "rok:9999-0000", "OR NOT AND", "[]", "{}",
)  # fmt: skip
FIELDS = (
    "Accept", "Accept-Language", "Content-Type", "Cookie", "If-Match", "If-Modified-Since",
    "If-None-Match", "If-Range", "Origin", "Range", "Referer", "Sec-Fetch-Site", "User-Agent",
    "X-Forwarded-For", "X-Forwarded-Host",
)  # fmt: skip
IN_FIELDS = (
    "*", "W/", '"', "bytes=0-0,-1", "bytes=9-", "cs;q=x", "cs;q=0.5,,en;q=1e9", "Thu, 99 Foo",
    "=;=", "session=x; lang=zz", "session=" + "x" * 3000, "text/html; charset=x",
    "multipart/form-data", "null", "http://[", "\xff\xfe", "x" * 5000,
)  # fmt: skip

texts = st.sampled_from(PAYLOADS) | st.sampled_from(ODD) | st.text(max_size=30)


@dataclass(frozen=True, slots=True)
class Sent:
    """A request."""

    method: str
    path: str
    query: str
    fields: Mapping[str, str]
    body: bytes

    def to(self, client: FlaskClient) -> TestResponse:
        """Return the answer."""
        return client.open(
            "/",
            method=self.method,
            headers=self.fields,
            data=self.body if self.method in {"POST", "PUT"} else None,
            environ_overrides={
                # WSGI hands the unquoted path over as if it were Latin-1 (PEP 3333)
                "PATH_INFO": self.path.encode("utf-8", "surrogatepass").decode("latin-1"),
                "QUERY_STRING": self.query,
            },
        )


@st.composite
def paths(draw: st.DrawFn, rule: str, known: Mapping[str, tuple[str, ...]]) -> str:
    """Draw a path of a rule; in places of it something that is there, or anything."""
    for place in [one.partition(">")[0] for one in rule.split("<")[1:]]:
        name = place.rpartition(":")[2]
        usual = st.sampled_from(known[name]) if name in known else texts
        value = draw(usual | texts if draw(st.booleans()) else usual)
        rule = rule.replace(f"<{place}>", value)
    return rule


@st.composite
def requests(draw: st.DrawFn, method: str, rule: str, known: Mapping[str, tuple[str, ...]]) -> Sent:
    """Draw a request for a route, as far as its path goes."""
    query = draw(st.lists(st.tuples(st.sampled_from(PARAMETERS), texts), max_size=4))
    return Sent(
        draw(st.sampled_from((method, method, method, "HEAD", "OPTIONS", "PUT", "POST"))),
        draw(paths(rule, known)),
        urlencode(query),
        draw(st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(IN_FIELDS), max_size=3)),
        draw(texts).encode(),
    )


def check(answer: TestResponse) -> None:
    """Check what holds for any answer: no failure, all headers, nothing that acts."""
    assert answer.status_code < 500
    for name in HEADERS:
        assert name in answer.headers, name
    for value in answer.headers.values():
        assert not set(value) & set("\r\n\0")
    location = answer.headers.get("Location", "/")
    assert location.startswith(("/", "http://localhost/", "?")), location
    assert not location.startswith("//"), location
    policy = answer.headers["Content-Security-Policy"]
    # the original look of a message and files are let do nothing at all instead
    if "sandbox" not in policy:
        assert "unsafe" not in policy
        if answer.mimetype == "text/html":
            _check_page(answer.text)
    answer.close()


def _check_page(html: str) -> None:
    page = read(html)
    assert all(one.get("src", "").startswith("/static/") for one in page.all("script"))
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
        assert not attributes.get("href", "").lower().strip().startswith("javascript:")
