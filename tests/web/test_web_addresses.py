# SPDX-License-Identifier: MIT
from __future__ import annotations

import re
from urllib.parse import unquote

from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from web_fixtures import MakeArchive

from web import create_app
from web.mask import AddressMask

ADDRESS = re.compile(r"[\w.+-]+@(?:[\w-]+\.)+\w+")
MASK = AddressMask(active=True, keep=frozenset({"ismo@munet.cz"}))


def test_no_place_of_a_message_tells_an_address(make_archive: MakeArchive) -> None:
    config = make_archive({"a@munet.example": [EVERYWHERE]})
    client = create_app(config).test_client()
    seen = {"/": ""}
    while waiting := [url for url, html in seen.items() if not html]:
        for url in waiting:
            seen[url] = client.get(url, follow_redirects=True).text or " "
            links = re.findall(r'href="(/list/[^"#?]+/)"', seen[url])
            seen.update({link: "" for link in links if link not in seen})
    seen["search"] = client.get("/search?q=kotelna").text
    assert len(seen) >= 5
    assert sum("jana@…" in html for html in seen.values()) >= 4
    for url, html in seen.items():
        assert not re.search(r"(?:@|%40)(?:mail\.)?tajna", html), url


EVERYWHERE = """\
From: "jana@tajna.example" <jana@tajna.example>
Subject: kotelna jana@tajna.example
Message-ID: <1@x>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Pište na jana@tajna.example nebo mailto:jana@tajna.example, kotelna
https://w.example/?to=jana@tajna.example a https://w.example/jana%40tajna.example
Jana <jana@tajna.example>,jana.velka+x@mail.tajna.example;

> jana@tajna.example napsala

--
jana@tajna.example
_______________________________________________
List mailing list jana@tajna.example

--b
Content-Type: text/vcard; name="jana@tajna.example.vcf"
Content-Disposition: attachment; filename="jana@tajna.example.vcf"

BEGIN:VCARD
--b--
""".encode()


def test_addresses_are_shown_where_the_config_says_so(
    open_client: FlaskClient, address: str
) -> None:
    html = open_client.get(f"/list/{address}/", follow_redirects=True).text
    message = re.search(rf"/list/{address}/thread/\w+/", html)[0].replace("thread", "message")
    told = {found.lower() for found in ADDRESS.findall(unquote(open_client.get(message).text))}
    assert told - {address}


def test_address_keeps_its_first_part() -> None:
    assert MASK.text("Jana <jana.nova@praha8.cz>, tel.") == "Jana <jana.nova@…>, tel."


def test_address_of_a_list_is_no_secret() -> None:
    assert MASK.text("Pište na ISMO@munet.cz.") == "Pište na ISMO@munet.cz."


def test_what_is_no_address_stays() -> None:
    text = "5@kus, @jana, jana@, a @ b, http://x.cz/@y"
    assert MASK.text(text) == text


def test_address_across_parts_is_hidden() -> None:
    assert MASK.parts(["piš jana", "@pra", "ha8", ".cz hned"]) == ["piš jana", "@…", "", " hned"]


@given(st.lists(st.text()))
def test_inactive_mask_changes_nothing(parts: list[str]) -> None:
    assert AddressMask(active=False).parts(parts) == parts


@given(st.lists(st.text("a.@%40-ž \n")))
def test_no_address_is_left_and_parts_stay_apart(parts: list[str]) -> None:
    masked = MASK.parts(parts)
    assert len(masked) == len(parts)
    assert not re.search(r"[\w.+-](?:@|%40)[\w-]+\.[\w-]", "".join(masked))
