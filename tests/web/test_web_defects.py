# SPDX-License-Identifier: MIT
from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from odd_mail import ODD
from web_fixtures import MakeArchive
from web_html import Page, read

from archiver.extract.result import Note
from archiver.mail.defects import Defect, read_defect
from archiver.mail.message import message_id_hash
from archiver.store import Reader
from mail import mail
from web import create_app
from web.defects import defect_words, note_words

LIST = "ismo@munet.example"


@pytest.fixture(scope="module")
def site(make_archive: MakeArchive) -> FlaskClient:
    messages = [*ODD, mail("Sound", message_id="sound@x"), mail(message_id="empty@x", body=" \n")]
    return create_app(make_archive({LIST: messages}, show_addresses=False)).test_client()


def page(site: FlaskClient, message_id: str, kind: str = "message", language: str = "cs") -> Page:
    url = f"/list/{LIST}/{kind}/{message_id_hash(message_id)}/"
    answer = site.get(url, headers={"Accept-Language": language})
    assert answer.status_code == 200
    return read(answer.text)


def test_a_page_lists_what_was_wrong_with_its_message(site: FlaskClient) -> None:
    shown = page(site, "odd@obec")
    for note in (
        "Datum odeslání nelze přečíst; použit je čas doručení, je-li znám.",
        "Předmět nebo odesílatel obsahuje písmena, která nejsou zakódovaná, jak žádá norma.",
        "Poslední část není ukončená, něco může chybět.",
        "Text není ve znakové sadě „utf-8“, kterou uvádí; byl přečten jako cp1250.",
        "Znaková sada „jana@…“, kterou text uvádí, nic neříká; byl přečten jako utf-8.",
        "Některá část má neznámé přenosové kódování a je převzata tak, jak přišla.",
        "Příloha „jana@…“ je poškozená nebo není tím, čím se zdá;",
    ):
        assert note in shown.text, note
    assert "@tajna" not in shown.text


def test_a_sound_message_has_no_technical_notes(site: FlaskClient) -> None:
    assert "Technické poznámky" not in page(site, "sound@x").text


@pytest.mark.parametrize("kind", ["message", "thread"])
@pytest.mark.parametrize(
    ("message_id", "note"),
    [
        ("sealed@obec", "Obsah této zprávy je zašifrovaný. Archiv ho nedokáže přečíst."),
        ("signed@obec", "Obsah této zprávy je zabalený v jejím podpisu (S/MIME)."),
        ("empty@x", "Tato zpráva nemá text."),
    ],
)
def test_a_message_that_cannot_be_read_says_so_in_the_place_of_its_text(
    site: FlaskClient, kind: str, message_id: str, note: str
) -> None:
    assert note in page(site, message_id, kind).text
    assert note not in page(site, "sound@x", kind).text


@pytest.fixture
def words(public_app: Flask) -> dict[str, dict[str, str]]:
    """The sentences by language and by the words of the store."""
    found = {}
    for language in ("cs", "en"):
        with public_app.test_request_context(f"/?lang={language}"):
            found[language] = dict(defect_words()) | dict(note_words())
    return found


def test_every_defect_has_a_sentence_in_every_language(words: dict[str, dict[str, str]]) -> None:
    for sentences in words.values():
        assert set(sentences) == (set(Defect) - {Defect.ATTACHMENT}) | set(Note)
    for sentence, czech in words["cs"].items():
        assert czech != words["en"][sentence]


@pytest.mark.parametrize("defect", Defect)
def test_what_the_store_keeps_is_read_back(defect: Defect) -> None:
    values = {"label": "x,y:z", "used": "cp1250", "part": "3", "note": Note.TOO_LONG.value}
    told = read_defect(defect.format(**values))
    assert told is not None
    assert told.defect is defect
    assert all(values[name] == value for name, value in told.values.items())


def test_what_no_table_knows_is_none() -> None:
    assert read_defect("something else") is None


def test_every_defect_of_the_sample_is_known(reader: Reader, address: str) -> None:
    threads = reader.newest_threads(address, limit=1000)
    told = {d for t in threads for r in reader.thread_outline(t.id) for d in r.defects}
    assert told
    assert {defect for defect in told if read_defect(defect) is None} == set()
