# SPDX-License-Identifier: MIT
"""The language of search, a test for each row of the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

Found = Callable[[str], set[str]]
Find = Callable[[str], dict[str, Any]]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("smlouva", {"contract", "contracts"}),
        ("smlouvami", {"contract", "contracts"}),
        ("předpis", {"rule", "rules"}),
        ("předpisů", {"rule", "rules"}),
    ],
)
def test_czech_endings(found: Found, query: str, names: set[str]) -> None:
    assert names <= found(query)


@pytest.mark.parametrize(
    ("query", "name"), [("predpis", "rule"), ("kun", "horse"), ("udaju", "rules")]
)
def test_words_typed_without_diacritics(found: Found, query: str, name: str) -> None:
    assert name in found(query)


def test_capitals(found: Found) -> None:
    assert found("PŘEDPIS") == found("předpis")


@pytest.mark.parametrize(
    ("query", "names"),
    [("smlouv*", {"contract", "contracts"}), ("starost*", {"mayor", "mayors"})],
)
def test_beginnings_of_words(found: Found, query: str, names: set[str]) -> None:
    assert names <= found(query)


@pytest.mark.parametrize("word", ["OR", "NEBO", "|"])
def test_alternatives(found: Found, word: str) -> None:
    assert {"rule", "contract"} <= found(f"předpis {word} smlouva")


@pytest.mark.parametrize("query", ["smlouva -Tato", "smlouva NOT Tato"])
def test_words_that_must_not_be_there(found: Found, query: str) -> None:
    assert "contracts" in found(query)
    assert "contract" not in found(query)


def test_phrases(found: Found) -> None:
    assert found('"Tato smlouva"') == {"contract"}
    assert found('"smlouva tato"') == set()


@pytest.mark.parametrize("field", ["subject", "předmět", "predmet"])
def test_words_of_the_subject_alone(found: Found, field: str) -> None:
    assert {"fire", "fire2"} <= found("firewall")
    assert found(f"{field}:firewall") == {"fire"}


@pytest.mark.parametrize("query", ["od:Dvořáková", "from:dvorakova", "od:jana@munet.cz"])
def test_senders(found: Found, query: str) -> None:
    assert found(query) == {"jana"}


def test_an_address_alone(found: Found) -> None:
    assert found("jana@munet.cz") == {"jana"}


@pytest.mark.parametrize(
    "dates", ["po:30.4.2020 před:2.5.2020", "after:2020-04-30 before:2020-05-02", "rok:2020"]
)
def test_ranges_of_dates(found: Found, dates: str) -> None:
    assert found(f"firewall {dates}") == {"fire", "fire2"}
    assert found("firewall rok:2019") == set()


@pytest.mark.parametrize("query", ["((", '"', "-", "*", "od:", "subject:", "NOT", "OR", ") ("])
def test_queries_that_are_none(find: Find, query: str) -> None:
    assert find(query)["total"] == 0


def test_a_slip_of_the_pen(find: Find) -> None:
    answer = find("fierwall")
    assert answer["did_you_mean"] == "firewall"


def test_hits_show_the_passage_with_the_words_marked(find: Find, site: FlaskClient) -> None:
    (hit,) = find("hlubinovisko")["hits"]
    assert "hlubinovisko" in hit["snippet"]
    assert len(hit["snippet"]) < 500
    page = site.get("/search?q=predpis").text
    assert "<mark>předpis</mark>" in page
    assert "<mark>předpisů</mark>" in page


def test_facets_and_the_exact_count(find: Find) -> None:
    answer = find("firewall")
    assert answer["total"] == len(answer["hits"]) == 2
    assert {"value": "2020", "count": 2} in answer["facets"]["year"]


def test_suggestions_topics_and_feeds_of_searches(site: FlaskClient) -> None:
    assert "od:" in site.get("/suggest?q=jana+dvo").text
    assert "Firewall obce" in site.get("/topic/site/").text
    assert "Firewall obce" in site.get("/search.atom?q=firewall").text
