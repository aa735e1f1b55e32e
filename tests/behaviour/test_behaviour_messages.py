# SPDX-License-Identifier: MIT
"""Messages as they were meant, whatever they look like: a test for each row of the table."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from behaviour_mail import CASES, CHAIN, CHAIN_LIST, CZECH, LIST
from click.testing import Result

Show = Callable[[str], dict[str, Any]]
Found = Callable[[str], set[str]]
Run = Callable[..., Result]

LEFT_OUT = 1
"""The message that declines to be archived."""


def test_nothing_is_lost_refused_or_doubled(run: Run, folder: Path) -> None:
    """Import the same again: every message is known, none is new."""
    again = run("import", "--list", LIST, folder / "cases.mbox")
    assert again.exit_code == 0
    lists = json.loads(run("stats", "--json").stdout)["lists"]
    counts = {entry["address"]: entry for entry in lists}
    assert counts[LIST]["messages"] == len(CASES) - LEFT_OUT
    assert counts[LIST]["quarantined"] == 0
    assert counts[CHAIN_LIST]["messages"] == CHAIN
    assert counts[CHAIN_LIST]["threads"] == 1


def test_one_id_with_two_contents(find: Any) -> None:
    for word in ("jabloniste", "hrusniste"):
        (hit,) = find(word)["hits"]
        assert hit["message_id"] == "same@x"
        assert word in hit["snippet"]


def test_no_message_id(find: Any) -> None:
    (hit,) = find("bezidentity")["hits"]
    assert hit["message_id"].endswith("@no-message-id.invalid")


def test_non_ascii_in_the_from_address(show: Show) -> None:
    assert show("address")["from"] == {"name": "Jiří Novák", "address": "jiří@obec.example"}


@pytest.mark.parametrize("name", ["unknown", "unknownhtml"])
def test_a_charset_nobody_knows(show: Show, name: str) -> None:
    assert CZECH in show(name)["text"]


@pytest.mark.parametrize("name", ["cp1250", "latin2"])
def test_declared_charsets_base64_quoted_printable_and_encoded_words(show: Show, name: str) -> None:
    form = show(name)
    assert form["text"].strip() == CZECH
    assert name != "cp1250" or form["subject"] == CZECH


@pytest.mark.parametrize("name", ["undeclared", "lie", "ascii", "utf8"])
def test_charsets_that_are_missing_or_a_lie(show: Show, name: str) -> None:
    assert show(name)["text"].strip() == CZECH


@pytest.mark.parametrize("name", ["raw8", "raw1250"])
def test_raw_octets_in_subject_and_from(show: Show, name: str) -> None:
    form = show(name)
    assert (form["subject"], form["from"]["name"]) == ("Syrový předmět", "Žaneta Šťastná")


def test_html_only_is_read_and_found(show: Show, found: Found) -> None:
    assert show("html")["text"] == "Ctete formatovisko.\n"
    assert found("formatovisko") == {"html"}


def test_html_beside_text(show: Show) -> None:
    form = show("both")
    assert (form["text"].strip(), form["attachments"]) == ("Prosty text.", [])


def test_the_text_of_attachments_is_found(found: Found) -> None:
    assert found("wordovisko") == {"files"}
    assert found("pdfovisko") == {"files"}
    assert found("priloha:pdf pdfovisko") == {"files"}


def test_a_message_in_a_message_is_read_and_found(show: Show, found: Found) -> None:
    assert "Uvnitr je bagrovisko." in show("inside")["text"]
    assert found("bagrovisko") == {"inside"}


@pytest.mark.parametrize("name", ["boundary", "noboundary"])
def test_parts_without_their_boundary(show: Show, found: Found, name: str) -> None:
    form = show(name)
    assert (form["text"].strip(), form["attachments"]) == ("Tady je hranicovisko.", [])
    assert name in found("hranicovisko")


def test_lines_that_begin_with_from(show: Show) -> None:
    assert show("from")["text"] == "Prvni.\n\nFrom ted uz odjinud.\n>From citace.\n"


@pytest.mark.parametrize("name", ["baddate", "nodate", "y1900", "y2099"])
def test_dates_that_are_missing_or_cannot_be_true(show: Show, name: str) -> None:
    form = show(name)
    assert form["date"].startswith("2020-05-01T")
    claimed = {"y1900": "1900-01-01", "y2099": "2099-01-01"}.get(name)
    assert (form["date_claimed"] or "")[:10] == (claimed or "")


def test_no_from_and_no_subject(show: Show) -> None:
    form = show("nobody")
    assert (form["subject"], form["from"]) == ("", {"name": "", "address": ""})


def test_a_subject_of_3000_characters(show: Show) -> None:
    assert show("subject")["subject"] == "x" * 2990 + " konec"


def test_x_no_archive(run: Run, found: Found) -> None:
    assert run("show", "--json", "declined@x").exit_code != 0
    assert found("subject:nearchivovat") == set()


def test_sizes_and_octets_that_break_programs(show: Show, found: Found) -> None:
    assert len(show("long")["text"]) > 200_000
    assert found("radkovisko") == {"long"}
    assert show("nested")["text"].strip() == "Hluboko je zanorovisko."
    assert (show("nul")["subject"], show("nul")["text"]) == ("Nula", "jednadva\ntri\n")
    assert show("references")["subject"] == "Mnoho odkazu"


def test_a_sender_that_the_list_hid(show: Show) -> None:
    assert show("munged")["from"] == {"name": "Jan Via", "address": "jan@obec.example"}


def test_export_gives_back_every_byte(run: Run, tmp_path: Path) -> None:
    assert run("export", "--list", LIST, "-o", tmp_path / "out.mbox").exit_code == 0
    exported = (tmp_path / "out.mbox").read_bytes()
    for name in ("html", "files", "raw1250", "nul", "references"):
        assert CASES[name].rstrip(b"\n") in exported, name
