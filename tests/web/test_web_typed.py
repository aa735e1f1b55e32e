# SPDX-License-Identifier: MIT
"""Whatever is typed, the search page answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient
from typed import fuzzed, hostile

NUMBER = 300


@pytest.mark.parametrize("queries", [fuzzed, hostile])
def test_no_query_is_too_much(client: FlaskClient, queries: Callable[[int], Iterator[str]]) -> None:
    for text in queries(NUMBER):
        query = text.encode("utf-8", "surrogatepass")
        status = client.get("/search", query_string={"q": query}).status_code
        assert status < 500, ascii(text[:200])
