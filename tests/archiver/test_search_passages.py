# SPDX-License-Identifier: MIT
"""The passage that a hit shows."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.mail.message import Author, Segment, SegmentKind
from archiver.passages import Passage, best_passage
from archiver.store import AttachmentRecord, MessageRecord, StoredMessage
from index.query import parse
from mail import BEGIN

NEW, QUOTE = SegmentKind.NEW, SegmentKind.QUOTE
FILLER = "Tohle s hledaným nijak nesouvisí. " * 400


def show(query: str, *segments: tuple[SegmentKind, str], **files: str) -> Passage:
    """Show what a query finds in a message of the segments and files given."""
    attachments = tuple(
        AttachmentRecord(number, 0, f"{name}.pdf", "application/pdf", 1, "", text)
        for number, (name, text) in enumerate(files.items(), 1)
    )
    record = MessageRecord(
        key=1,
        list_address="ismo@munet.cz",
        message_id="1@x",
        hash="",
        subject="Předmět",
        base_subject="Předmět",
        author=Author("Jana", "jana@x.example"),
        organisation="x.example",
        date=BEGIN,
        date_claimed=None,
        thread_id=1,
        parent_key=None,
        parent_reason=None,
        depth=0,
        position=0,
        size=1,
        attachments=attachments,
        defects=(),
    )
    parts = tuple(Segment(kind, text) for kind, text in segments)
    return best_passage(StoredMessage(record, parts), parse(query))


def marked(passage: Passage) -> list[str]:
    return [piece.text for piece in passage.pieces if piece.marked]


def test_new_text_comes_before_quoted() -> None:
    passage = show("kotelna", (QUOTE, "> kotelna hoří\n"), (NEW, "V kotelně už ne.\n"))
    assert marked(passage) == ["kotelně"]


def test_quoted_text_is_shown_without_its_marks() -> None:
    passage = show("kotelna", (NEW, "Ano.\n"), (QUOTE, "> > Hoří\n> > kotelna\n"))
    assert passage.text == "Hoří kotelna"


def test_subject_that_says_it_makes_the_beginning_enough() -> None:
    passage = show("předmět", (NEW, "Ano.\n"), (QUOTE, "> předmět\n"))
    assert passage.text == "Ano."


def test_attachment_is_named_when_only_it_says_it() -> None:
    passage = show("kotelna", (NEW, "Viz příloha.\n"), smlouva="Stavba kotelny.")
    assert marked(passage) == ["kotelny"]
    assert passage.attachment.name == "smlouva.pdf"


def test_attachment_is_named_when_only_its_name_says_it() -> None:
    passage = show("kotelna", (NEW, "Viz příloha.\n"), plán="", kotelna="Obsah.")
    assert (passage.attachment.name, passage.text) == ("kotelna.pdf", "Obsah.")


def test_text_comes_before_attachments() -> None:
    passage = show("kotelna", (NEW, "Kotelna.\n"), kotelna="Kotelna.")
    assert passage.attachment is None


def test_what_has_no_match_shows_its_beginning() -> None:
    assert show("rok:2011", (NEW, "Dobrý den.\n")).text == "Dobrý den."


@pytest.mark.parametrize(
    ("query", "form"),
    [("datová schránka", "schránkami"), ("smlouva", "smluv"), ("pojist*", "pojištění")],
)
def test_passage_far_in_a_long_text_is_found(query: str, form: str) -> None:
    text = f"{FILLER[:4000]} S datovými schránkami, pojištěním a bez smluv. {FILLER}"
    passage = show(query, (NEW, text))
    assert form in " ".join(marked(passage)) or form in passage.text
    assert marked(passage)
    assert passage.text.startswith("…")
    assert passage.text.endswith("…")


@pytest.mark.parametrize(
    "before",
    ["… " * 7000, "ﬁ " * 7000, unicodedata.normalize("NFD", "žluťoučký kůň ") * 700],
    ids=["ellipses", "ligatures", "combining"],
)
def test_passage_is_found_behind_signs_that_are_longer_or_shorter_when_folded(before: str) -> None:
    passage = show("kotelna", (NEW, f"{before}V kotelně hoří. {FILLER}"))
    assert marked(passage) == ["kotelně"]


def test_best_of_several_places_is_shown() -> None:
    text = f"O smlouvách. {FILLER} Smlouva o datové schránce. {FILLER}"
    assert "datové" in marked(show("smlouva datová schránka", (NEW, text)))


@given(st.text(), st.text(), st.text())
def test_passage_of_any_text_is_made_of_it(new: str, quoted: str, query: str) -> None:
    passage = show(query, (NEW, new), (QUOTE, quoted))
    flat = " ".join(new.split()), " ".join(quoted.split())
    assert all(piece.text for piece in passage.pieces)
    assert len(passage.text) <= max(map(len, flat)) + 2
