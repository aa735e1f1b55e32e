# SPDX-License-Identifier: MIT
"""Suggestions while somebody types."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.config import Config
from archiver.follow import index_dir
from archiver.search import Search, open_search
from archiver.store import SubjectRecord
from archiver.subjects import SubjectTable
from archiver.suggestions import Suggestions
from index.engine import open_index
from mail import mail

SAMPLE = ["ismo@munet.example"]
Archive = Callable[[Sequence[bytes]], Config]


@pytest.fixture(scope="module")
def search(sample_config: Config) -> Search:
    return open_search(sample_config)


def subjects(search: Search, text: str) -> list[str]:
    return [thread.subject for thread in search.suggest(text, lists=SAMPLE).threads]


@pytest.mark.parametrize("text", ["jana ves", "Veselá", "vesela j", "JANA VES"])
def test_people_are_found_by_the_beginnings_of_their_names(search: Search, text: str) -> None:
    (jana,) = search.suggest(text, lists=SAMPLE).people
    assert (jana.name, jana.messages) == ("Jana Veselá", 15)


def test_organisations_are_found_by_words_of_their_names(search: Search) -> None:
    names = [one.name for one in search.suggest("lhot", lists=SAMPLE).organisations]
    assert "Obec Lhota pod Borem" in names


def test_subjects_that_begin_so_come_first(search: Search) -> None:
    assert subjects(search, "datove sch")[0].startswith("Datové schránky")


def test_subjects_are_found_whatever_the_ending_of_complete_words(search: Search) -> None:
    assert "Seminář k datovým schránkám - dojmy?" in subjects(search, "datova schr")


def test_words_are_completed_as_the_archive_writes_them(search: Search) -> None:
    assert "úřad datové" in search.suggest("úřad dat", lists=SAMPLE).words


@pytest.mark.parametrize(
    "text", ["", "d", " ", "od:ves", '"datová', "(dat", "dat*", "x" * 200, "?!", "\x00"]
)
def test_nothing_is_suggested_for_what_is_no_beginning(search: Search, text: str) -> None:
    assert search.suggest(text, lists=SAMPLE) == Suggestions()


def test_nothing_is_told_of_other_lists(search: Search) -> None:
    for text in ("jana ves", "datov", "lhot"):
        assert search.suggest(text, lists=["other@munet.example"]) == Suggestions()


def test_new_mail_shows_in_the_suggestions_of_an_open_search(archive: Archive) -> None:
    first = mail("kotelna", message_id="1@x")
    config = archive([first])
    search, lists = open_search(config), [config.lists[0].address]
    assert len(search.suggest("kot", lists=lists).threads) == 1
    archive([first, mail("kotelnice", message_id="2@x", sender="Ota Kot <o@x.example>")])
    found = search.suggest("kot", lists=lists)
    assert len(found.threads) == 2
    assert [one.name for one in found.people] == ["Ota Kot"]


def test_who_is_erased_without_another_change_is_not_suggested(archive: Archive) -> None:
    config = archive([mail("kotelna", sender="Ota Kot <o@x.example>")])
    search, lists = open_search(config), [config.lists[0].address]
    assert search.suggest("kot", lists=lists).people
    with sqlite3.connect(config.archive.data_dir / "archive.sqlite") as store:
        store.execute("UPDATE messages SET author_name = ''")
    index = open_index(index_dir(config))
    index.apply([], [], index.position())
    assert not search.suggest("kot", lists=lists).people


def test_a_mailbox_provider_is_not_suggested_as_an_organisation(archive: Archive) -> None:
    config = archive([mail("kotelna", sender="Ota <ota@seznam.cz>")])
    found = open_search(config).suggest("sez", lists=[config.lists[0].address])
    assert not found.organisations


TEXTS = st.text(st.sampled_from("abáč \n-"), max_size=8)


@given(st.lists(TEXTS, max_size=6), st.lists(st.text("abác", min_size=1), min_size=1, max_size=2))
def test_table_finds_the_subjects_that_have_the_words(texts: list[str], typed: list[str]) -> None:
    table = SubjectTable([SubjectRecord(n, "a@x", text) for n, text in enumerate(texts)])
    found = table.find(typed, lists={"a@x"}, limit=10)
    assert len(found) == len(set(found))
    for number in found:
        words = texts[number].replace("á", "a").replace("č", "c").replace("-", " ").split()
        assert any(word.startswith(typed[-1]) for word in words)
    assert not table.find(typed, lists={"b@x"}, limit=10)
