# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from base64 import b64encode

import pytest
from flask.testing import FlaskClient
from web_fixtures import MakeArchive
from web_html import read

from archiver.mail.message import message_id_hash
from web import create_app
from web.files import OCTET_STREAM, safe_name, safe_type

OUR_SCRIPTS = {"/static/cite.js", "/static/keys.js", "/static/search.js"}
PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "{{ 7*7 }}{% raw %}",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "%(count)s %s {0}",
    "\u202egnp.exe",
]


def word(text: str) -> str:
    return f"=?utf-8?b?{b64encode(text.encode()).decode()}?="


def mail(number: int, payload: str) -> bytes:
    lines = [
        f"From: {word(payload)} <a{number}@x.example>",
        f"Subject: {word(payload)}",
        f"Message-ID: <{number}@x>",
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b"',
        "",
        "--b",
        "Content-Type: text/plain; charset=utf-8",
        "",
        f"{payload} kotelna {payload}",
        "> " + payload,
        "--b",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Disposition: attachment; filename*=utf-8''{_percent(payload)}",
        "",
        payload,
        "--b--",
    ]
    return "\n".join(lines).encode()


def _percent(text: str) -> str:
    return "".join(f"%{octet:02x}" for octet in text.encode())


@pytest.fixture(scope="module")
def hostile(make_archive: MakeArchive) -> FlaskClient:
    mails = [mail(number, payload) for number, payload in enumerate(PAYLOADS)]
    config = make_archive({"zly@munet.example": mails}, show_addresses=True)
    return create_app(config).test_client()


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
@pytest.mark.parametrize("kind", ["message", "thread"])
def test_what_senders_write_stays_text(hostile: FlaskClient, kind: str, number: int) -> None:
    url = f"/list/zly@munet.example/{kind}/{message_id_hash(f'{number}@x')}/"
    answer = hostile.get(url)
    page = read(answer.text)
    assert answer.status_code == 200
    _check_harmless(answer.text)
    assert PAYLOADS[number] in page.text
    assert "49" not in read(answer.text, without=("time",)).text or "49" in PAYLOADS[number]


@pytest.mark.parametrize("url", ["/list/zly@munet.example/", "/search?q=kotelna"])
def test_listings_of_what_senders_write_stay_text(hostile: FlaskClient, url: str) -> None:
    answer = hostile.get(url)
    assert PAYLOADS[0] in read(answer.text).text
    _check_harmless(answer.text)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_readers_type_stays_text(hostile: FlaskClient, payload: str) -> None:
    answer = hostile.get("/search", query_string={"q": payload, "sort": payload})
    assert answer.status_code == 200
    _check_harmless(answer.text)
    assert read(answer.text).all("input", name="q")[0]["value"] == payload


@pytest.mark.parametrize("number", range(len(PAYLOADS)))
def test_hostile_attachment_is_passive_and_to_be_saved(hostile: FlaskClient, number: int) -> None:
    hash_ = message_id_hash(f"{number}@x")
    page = read(hostile.get(f"/list/zly@munet.example/message/{hash_}/").text)
    link = next(link for link in page.links if "/attachment/" in link)
    answer = hostile.get(link)
    assert answer.status_code == 200
    # Told by its content, never by its label: what is plain text runs nowhere.
    assert answer.mimetype in {OCTET_STREAM, "text/plain"}
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment; filename")
    assert not re.search(r"[<>\r\n\u202e]", disposition)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("smlouva 1.pdf", "smlouva 1.pdf"),
        ("žluťoučký.docx", "žluťoučký.docx"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\a.txt", "C__temp_a.txt"),
        ("a\r\nSet-Cookie: x", "a__Set-Cookie_ x"),
        ("", "attachment-3"),
        ("..", "attachment-3"),
        ("a\u202egpj.exe", "a_gpj.exe"),
        ("x" * 300 + ".pdf", "x" * 147 + ".pdf"),
        ("x." + "y" * 300, "x." + "y" * 148),
    ],
)
def test_file_names_are_safe_on_any_system(name: str, expected: str) -> None:
    assert safe_name(name, 3) == expected


@pytest.mark.parametrize(
    "media_type", ["text/html", "image/svg+xml", "text/xml", "application/xhtml+xml", "", "x"]
)
def test_types_that_a_browser_may_run_are_octets(media_type: str) -> None:
    assert safe_type(media_type) == OCTET_STREAM


def _check_harmless(html: str) -> None:
    page = read(html)
    assert not page.all("img")
    # the chart of a list is the only drawing of ours
    assert page.all("svg") == page.all("svg", role="img")
    scripts = [script["src"] for script in page.all("script")]
    assert set(scripts) <= OUR_SCRIPTS
    assert html.count("<script") == len(scripts)
    for _, attributes in page.tags:
        assert not [name for name in attributes if name.startswith("on")]
        assert not attributes.get("href", "").startswith("javascript")
