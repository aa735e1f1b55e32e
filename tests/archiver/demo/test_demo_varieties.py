# SPDX-License-Identifier: MIT
"""The sample conference is as varied as life, in form and in wording."""

import re
from collections.abc import Callable
from email.message import EmailMessage

import pytest
from demo_mail import Raw, plain

from archiver.demo.data import read_people, read_threads
from archiver.demo.model import Quirk

VARIETIES: dict[str, Callable[[bytes], bool]] = {
    "UTF-8": lambda raw: b"charset=utf-8" in raw,
    "windows-1250": lambda raw: b"charset=windows-1250" in raw,
    "iso-8859-2": lambda raw: b"charset=iso-8859-2" in raw,
    "encoded words Q": lambda raw: b"=?windows-1250?Q?" in raw,
    "encoded words B": lambda raw: b"=?utf-8?B?" in raw,
    "quoted-printable": lambda raw: b"Encoding: quoted-printable" in raw,
    "base64 text": lambda raw: (
        b"text/plain; charset=utf-8\nContent-Transfer-Encoding: base64" in raw
    ),
    "8bit": lambda raw: b"Encoding: 8bit" in raw,
    "raw 8-bit subject": lambda raw: re.search(rb"\nSubject: [^\n]*[\x80-\xff]", raw) is not None,
    "text wrongly called us-ascii": lambda raw: (
        b"charset=us-ascii" in raw and re.search(rb"[\x80-\xff]", raw) is not None
    ),
    "format=flowed": lambda raw: b"format=flowed" in raw,
    "References": lambda raw: b"\nReferences: " in raw,
    "In-Reply-To alone": lambda raw: b"\nIn-Reply-To: <" in raw and b"\nReferences" not in raw,
    "In-Reply-To in words": lambda raw: (
        b"\nIn-Reply-To: =?iso-8859-2?Q?Va=B9e_zpr=E1va_ze_dne?=" in raw
    ),
    "Outlook conversation without References": lambda raw: (
        b"\nThread-Index: " in raw and b"\nSubject: RE:" in raw and b"\nReferences" not in raw
    ),
    "no Message-ID": lambda raw: b"\nMessage-ID: " not in raw,
    "forwarded message": lambda raw: b"Content-Type: message/rfc822" in raw,
    "calendar invitation": lambda raw: b"text/calendar; method=REQUEST" in raw,
    "picture by cid": lambda raw: b"multipart/related" in raw and b"cid:image001." in raw,
    "HTML only": lambda raw: b"text/html" in raw and b"multipart/alternative" not in raw,
    "Word HTML with a table": lambda raw: b"MsoNormal" in raw and b"<td>" in raw,
    "both text and HTML": lambda raw: b"multipart/alternative" in raw,
    "automatic reply": lambda raw: b"\nAuto-Submitted: auto-replied" in raw,
    "Date in 2099": lambda raw: b"\nDate: Thu, 01 Jan 2099" in raw,
    "Mailman 2": lambda raw: b"\nX-Mailman-Version: 2.1" in raw,
    "Mailman 3": lambda raw: b"\nX-Mailman-Version: 3." in raw,
    "via the list": lambda raw: b"\nReply-To: " in raw and b"<ismo@munet.example>\nReply-To" in raw,
    "Lotus Notes": lambda raw: b"\nX-Mailer: Lotus Notes" in raw,
    "Outlook": lambda raw: b"\nX-Mailer: Microsoft Office Outlook" in raw,
    "Thunderbird": lambda raw: b"\nUser-Agent: Thunderbird 2" in raw,
    "Mutt": lambda raw: b"\nUser-Agent: Mutt" in raw,
    "phone": lambda raw: b"\nX-Mailer: iPhone Mail" in raw,
    "Gmail": lambda raw: b"@mail.gmail.example>" in raw,
    "Seznam": lambda raw: b"@seznam.example>" in raw,
    "file name by RFC 2231": lambda raw: b"filename*=UTF-8''" in raw,
    "winter time": lambda raw: re.search(rb"\nDate: .* \+0100\n", raw) is not None,
    "summer time": lambda raw: re.search(rb"\nDate: .* \+0200\n", raw) is not None,
}


@pytest.mark.parametrize("variety", VARIETIES)
def test_is_as_varied_in_form_as_life(variety: str, raws: Raw) -> None:
    assert any(VARIETIES[variety](raw) for raw in raws)


WORDINGS = {
    "Outlook": r"-----Původní zpráva-----\nOd: .+\nOdesláno: .+\nKomu: .+\nPředmět: ",
    "Outlook on the web": r"_{40}\nOd: .+\nOdesláno: ",
    "older Thunderbird": r"^[^\n<>]+ napsal\(a\):\n> ",
    "Thunderbird": r"^Dne \d+\.\d+\.\d{4} v \d+:\d\d .+ napsal\(a\):\n>",
    "older Gmail": r"^Dne \d+\. \w+ \d{4} \d+:\d\d .+ <\S+>\s+napsal\(a\):",
    "Gmail": r"^(po|út|st|čt|pá|so|ne) \d+\. \d+\. \d{4} v \d+:\d\d odesílatel ",
    "Seznam": r"---------- Původní e-mail ----------\nOd: ",
    "Notes": r"^\S+@\S+ napsal dne \d\d\.\d\d\.\d{4} \d\d:\d\d:\d\d:",
    "Mutt": r"^V \w+, \w+ \d+, \d{4} at .+ napsal\(a\):\n> ",
    "phone": r"^Odesláno z mého iPhonu\n\n\d+\. \d+\. \d{4} v \d+:\d\d, .+:\n\n> ",
    "without diacritics": r"^Dobry den,",
    "one word": r"\A21\.\n",
    "plus one": r"\A\+1",
    "old footer": r"^_{47}\nISMO mailing list\nISMO@munet\.example\nhttps://",
    "newer footer": r"^_{47}\nISMO mailing list -- ismo@munet\.example\n",
    "signature mark": r"^-- \n\w+",
}


@pytest.mark.parametrize("wording", WORDINGS)
def test_is_as_varied_in_wording_as_mail_programs(
    wording: str, messages: list[EmailMessage]
) -> None:
    pattern = re.compile(WORDINGS[wording], re.MULTILINE)
    assert any(pattern.search(plain(message)) for message in messages)


@pytest.mark.parametrize(
    "prefix", ["Re: ", "RE: ", "Odp: ", "ODP: ", "Re: Odp: ", "Re: ODP: ", "FW: "]
)
def test_replies_carry_every_prefix(prefix: str, messages: list[EmailMessage]) -> None:
    subjects = [str(message["Subject"]).replace("[ismo] ", "") for message in messages]
    assert any(subject.startswith(prefix) for subject in subjects)


def test_every_subject_carries_the_tag_of_the_list(messages: list[EmailMessage]) -> None:
    assert all("[ismo] " in str(message["Subject"]) for message in messages)


def test_every_quirk_is_used() -> None:
    threads = read_threads(read_people().authors)
    used = {quirk for thread in threads for one in thread.messages for quirk in one.quirks}
    assert used == set(Quirk)
