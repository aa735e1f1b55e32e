# SPDX-License-Identifier: MIT
"""Which parts are the text, which are files, and what was wrong with them."""

from __future__ import annotations

import base64
import quopri

import pytest
from reading_mail import names, read

from archiver.mail.attachments import content
from archiver.mail.formatted import Formatted, formatted, has_formatted
from mail import letter, mail, multipart, part

HTML = "text/html; charset=utf-8"
TEXT = "Dobrý den,\nposílám přílohu.\n"
PNG = b"\x89PNG\r\n\x1a\n"
FLOWED = "text/plain; charset=utf-8; format=flowed"


def test_plain_text_is_preferred_to_html() -> None:
    raw = letter(multipart("alternative", part(TEXT), part("<p>Jinak</p>", HTML)))
    message = read(raw)
    assert (message.text, message.attachments) == (TEXT, ())
    assert formatted(raw) == Formatted("<p>Jinak</p>", only=False)


@pytest.mark.parametrize(
    "plain", ["", " \n\xa0\n", "Váš program nepodporuje zobrazení HTML.\n", "View it as HTML.\n"]
)
def test_a_plain_part_that_says_nothing_gives_way_to_html(plain: str) -> None:
    raw = letter(multipart("alternative", part(plain), part("<p>Dobrý den</p>", HTML)))
    assert read(raw).text == "Dobrý den\n"
    assert formatted(raw) == Formatted("<p>Dobrý den</p>", only=True)


def test_html_alone_is_the_text_and_is_handed_out_decoded() -> None:
    page = "<p>Příloha účtu</p>"
    raw = letter(part(page, "text/html; charset=windows-1250", charset="cp1250"))
    assert read(raw).text == "Příloha účtu\n"
    assert formatted(raw) == Formatted(page, only=True)


def test_html_without_a_label_is_read_as_it_says_itself() -> None:
    page = '<meta http-equiv="Content-Type" content="text/html; charset=koi8-r"><p>Привет</p>'
    assert read(letter(part(page, "text/html", charset="koi8-r"))).text == "Привет\n"


def test_pictures_beside_the_html_are_attachments_and_found_by_their_content_id() -> None:
    picture = part(PNG, "image/png", headers={"Content-ID": "<logo@obec>"})
    related = multipart("related", part('<img src="cid:logo@obec">Ahoj', HTML), picture)
    raw = letter(multipart("alternative", part(TEXT), related))
    (file,) = read(raw).attachments
    assert (file.type, file.content_id, file.size) == ("image/png", "logo@obec", len(PNG))
    assert content(raw, file.part) == PNG


def test_files_and_texts_beside_html_that_is_not_read_are_kept() -> None:
    mixed = multipart(
        "mixed",
        part("<p>Dobrý den</p>", HTML),
        part(b"%PDF", 'application/pdf; name="a.pdf"'),
        part("a;b\n", 'text/csv; name="b.csv"'),
    )
    message = read(letter(multipart("alternative", part(TEXT), mixed)))
    assert message.text == TEXT
    assert names(message) == ["a.pdf", "b.csv"]


def test_texts_side_by_side_follow_one_another() -> None:
    raw = letter(multipart("mixed", part("první\n"), part("<p>druhý</p>", HTML), part("třetí\n")))
    assert read(raw).text == "první\n\ndruhý\n\ntřetí\n"
    html = "<pre>první\n</pre>\n<p>druhý</p>\n<pre>třetí\n</pre>"
    assert formatted(raw) == Formatted(html, only=False)


def test_plain_text_has_no_formatted_form() -> None:
    raw = letter(multipart("mixed", part(TEXT), part("<p>x</p>", f"{HTML}; name=stranka.html")))
    assert formatted(raw) is None
    assert not has_formatted(raw)


def test_the_beginning_of_a_message_tells_of_its_formatted_form() -> None:
    page = part("<p>Dobrý den</p>", HTML)
    raw = letter(multipart("mixed", page, part(bytes(100_000), "application/pdf")))
    assert has_formatted(raw[:1000])


def test_several_plain_texts_as_alternatives_are_all_read() -> None:
    raw = letter(multipart("alternative", part("první\n"), part("druhý\n")))
    assert read(raw).text == "první\n\ndruhý\n"


def test_a_text_with_a_file_name_is_a_file() -> None:
    log = part("chyba\n", 'text/plain; name="chyba.log"')
    message = read(letter(multipart("mixed", part(TEXT), log)))
    assert (message.text, names(message)) == (TEXT, ["chyba.log"])


def test_a_text_with_a_file_name_is_the_text_when_there_is_no_other() -> None:
    message = read(letter(part(TEXT, 'text/plain; charset=utf-8; name="mail.txt"')))
    assert (message.text, names(message)) == (TEXT, ["mail.txt"])


def test_an_attached_text_is_no_text_of_the_message() -> None:
    attached = part("tajné\n", headers={"Content-Disposition": "attachment"})
    message = read(letter(multipart("mixed", part(TEXT), attached)))
    assert message.text == TEXT
    assert [file.type for file in message.attachments] == ["text/plain"]


def test_a_signed_message_shows_its_text_and_the_signature_as_a_file() -> None:
    signature = part(b"sig", 'application/pkcs7-signature; name="smime.p7s"')
    message = read(letter(multipart("signed", part(TEXT), signature)))
    assert (message.text, names(message), message.defects) == (TEXT, ["smime.p7s"], ())


@pytest.mark.parametrize(
    ("content_part", "defect"),
    [
        (part(b"x", "application/pkcs7-mime; smime-type=enveloped-data"), "content is encrypted"),
        (part(b"x", "application/x-pkcs7-mime; name=smime.p7m"), "content is encrypted"),
        (
            part(b"x", "application/pkcs7-mime; smime-type=signed-data"),
            "content is packed into an S/MIME signature",
        ),
        (
            multipart(
                "encrypted",
                part("Version: 1\n", "application/pgp-encrypted"),
                part("x", "application/octet-stream"),
            ),
            "content is encrypted",
        ),
        (part("-----BEGIN PGP MESSAGE-----\nx\n"), "content is encrypted"),
        (
            part("kus textu\n", "message/partial; id=a; number=2; total=3"),
            "one piece of a message that was sent in pieces",
        ),
    ],
)
def test_what_cannot_be_shown_is_said(content_part: bytes, defect: str) -> None:
    assert defect in read(letter(content_part)).defects


def test_a_delivery_report_shows_its_text_and_finds_the_rest() -> None:
    status = part("Final-Recipient: rfc822; x@y.example\n", "message/delivery-status")
    fields = part("Subject: nedoručeno\n", "text/rfc822-headers")
    message = read(letter(multipart("report", part("Nedoručeno.\n"), status, fields)))
    assert message.text == "Nedoručeno.\n"
    assert [file.text for file in message.attachments] == [
        "Final-Recipient: rfc822; x@y.example\n",
        "Subject: nedoručeno\n",
    ]


@pytest.mark.parametrize(
    ("label", "encoded"),
    [
        ("quoted-printable", quopri.encodestring(TEXT.encode())),
        ("Quoted-Printable (generated)", quopri.encodestring(TEXT.encode())),
        ("base64", base64.encodebytes(TEXT.encode())),
        ('"BASE64";', base64.b64encode(TEXT.encode()).rstrip(b"=")),
        ("base64", base64.encodebytes(TEXT.encode()).replace(b"\n", b"!\n")),
        ("base64", base64.encodebytes(TEXT.encode()).replace(b"\n", b" \x00\n")),
        ("x-uuencode", b"begin 644 x\n#0V%T\n`\nend\n"),
        ("8bit", TEXT.encode()),
        ("8-bit", TEXT.encode()),
        ("none", TEXT.encode()),
        ("x-unknown", TEXT.encode()),
    ],
)
def test_transfer_encodings_are_undone(label: str, encoded: bytes) -> None:
    raw = letter(part(encoded, headers={"Content-Transfer-Encoding": label}))
    assert read(raw).text == ("Cat" if "uu" in label else TEXT)


def test_an_unknown_transfer_encoding_is_noted() -> None:
    raw = letter(part("x", headers={"Content-Transfer-Encoding": "x-unknown"}))
    assert read(raw).defects == ("unknown transfer encoding",)


def test_a_footer_below_base64_is_text_of_its_own_charset() -> None:
    encoded = base64.encodebytes("Žluťoučký kůň\n".encode("cp1250"))
    footer = b"_______________\nismo mailing list\nhttps://lists.example/\n"
    kind = "text/plain; charset=windows-1250"
    raw = letter(part(encoded + footer, kind, headers={"Content-Transfer-Encoding": "base64"}))
    assert read(raw).text == "Žluťoučký kůň\n" + footer.decode()


def test_plain_text_that_calls_itself_base64_is_read_as_it_is() -> None:
    raw = letter(part("toto je jen text\n", headers={"Content-Transfer-Encoding": "base64"}))
    assert read(raw).text == "toto je jen text\n"


@pytest.mark.parametrize("kind", ["text", "text/plain; charset", "plain", "; charset=utf-8", "foo"])
def test_a_type_that_is_none_means_plain_text(kind: str) -> None:
    assert read(mail(body=TEXT, headers={"Content-Type": kind})).text == TEXT


def test_rich_text_loses_its_marks() -> None:
    kind = "text/enriched; charset=utf-8"
    assert read(letter(part("<bold>Pozor</bold> změna", kind))).text == "Pozor změna"


def test_signs_that_nobody_sees_are_gone() -> None:
    assert read(mail(body="\ufeffa\x00b\x07c\x0cd\x85e\u2028f\r\ng")).text == "abcd\ne\nf\ng"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("jedna \ndvě\n", "jedna dvě\n"),
        ("jedna\ndvě\n", "jedna\ndvě\n"),
        ("> jedna \n> dvě\n>> tři\n", "> jedna dvě\n>> tři\n"),
        ("> jedna \ndvě\n", "> jedna \ndvě\n"),
        (" From nás\n  odsazeno\n", "From nás\n odsazeno\n"),
        ("konec \n-- \nJan \nNovák\n", "konec \n-- \nJan Novák\n"),
        (
            "----- Original Message ----- \nFrom: Jan\n",
            "----- Original Message ----- \nFrom: Jan\n",
        ),
        ("poslední ", "poslední "),
    ],
)
def test_flowed_text_is_joined_to_paragraphs(body: str, text: str) -> None:
    assert read(letter(part(body, FLOWED))).text == text


def test_flowed_text_with_delsp_loses_the_spaces() -> None:
    assert read(letter(part("před \nložka\n", FLOWED + "; delsp=yes"))).text == "předložka\n"


def test_an_invitation_tells_what_when_and_where_and_stays_a_file() -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nBEGIN:VTIMEZONE\r\nDTSTART:19700101T000000\r\n"
        "END:VTIMEZONE\r\nBEGIN:VEVENT\r\nSUMMARY;LANGUAGE=cs:Schůzka\\, porada komi\r\n se\r\n"
        "DTSTART;TZID=Prague:20230904T100000\r\nDTEND;VALUE=DATE:20230905\r\n"
        "LOCATION:Praha 8\\nradnice\r\nORGANIZER;CN=Jan Novák:mailto:jan@obec.example\r\n"
        "END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    kind = "text/calendar; charset=utf-8; method=REQUEST"
    message = read(letter(multipart("alternative", part(TEXT), part(calendar, kind))))
    assert message.text == TEXT + (
        "\nUdálost: Schůzka, porada komise\nZačátek: 4. 9. 2023 10:00\nKonec: 5. 9. 2023\n"
        "Místo: Praha 8 radnice\nPořádá: Jan Novák <jan@obec.example>\n"
    )
    assert [file.type for file in message.attachments] == ["text/calendar"]


def test_a_cancelled_invitation_says_so() -> None:
    calendar = "METHOD:CANCEL\nBEGIN:VEVENT\nSUMMARY:Porada\nEND:VEVENT\n"
    assert read(letter(part(calendar, "text/calendar"))).text == (
        "Pozvánka zrušena\n\nUdálost: Porada\n"
    )
