# SPDX-License-Identifier: MIT
"""Threads of mail whose links are missing, wrong or odd: a test for each row of the table."""

from __future__ import annotations

from typing import Any

import pytest

Places = dict[str, dict[str, Any]]


def link(places: Places, name: str) -> tuple[str | None, str, str | None]:
    place = places[name]
    return place["parent"], place["root"], place["reason"]


def test_an_unknown_last_reference_with_a_known_earlier_one(places: Places) -> None:
    assert link(places, "skipped") == ("root@x", "root@x", "ancestor")


def test_two_answers_to_a_message_that_is_missing(places: Places) -> None:
    assert link(places, "ghost1") == (None, "ghost1@x", None)
    assert link(places, "ghost2") == (None, "ghost1@x", "missing-parent")


def test_an_answer_that_stands_before_its_parent(places: Places) -> None:
    assert link(places, "child") == ("parent@x", "parent@x", "references")


def test_in_reply_to_in_words(places: Places) -> None:
    assert link(places, "words") == ("root@x", "root@x", "in-reply-to")


def test_messages_that_cite_each_other(places: Places) -> None:
    assert link(places, "cycle1") == ("cycle2@x", "cycle2@x", "references")
    assert link(places, "cycle2") == (None, "cycle2@x", None)


def test_an_answer_without_references_that_quotes_what_it_answers(places: Places) -> None:
    parent, root, reason = link(places, "quoting")
    assert (parent, root) == ("asked@x", "asked@x")
    assert reason == "subject"


def test_an_answer_without_references_that_quotes_nothing(places: Places) -> None:
    assert link(places, "bare") == (None, "bare@x", None)


def test_a_new_subject_inside_a_thread(places: Places, show: Any) -> None:
    assert link(places, "renamed") == ("root@x", "root@x", "references")
    assert show("renamed")["subject"] == "Uplne jina vec"


@pytest.mark.parametrize("name", ["references", "nested", "long", "nul"])
def test_what_is_hard_to_read_has_a_place_of_its_own(places: Places, name: str) -> None:
    assert link(places, name) == (None, f"{name}@x", None)
