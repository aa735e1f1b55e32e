# SPDX-License-Identifier: MIT
"""The messages behind docs/behaviour.md: what archives are known to get wrong."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archiver.demo.office import docx
from archiver.demo.pdf import pdf
from mail import letter, mail, multipart, part

LIST = "ismo@munet.cz"
CHAIN_LIST = "retez@munet.cz"
CHAIN = 1200
LOOSE_LIST = "volne@munet.cz"
"""A list of one message that came as a file, without a date or a line that tells one."""
BEGIN = datetime(2020, 5, 1, 8, 0, tzinfo=UTC)
"""When the first message was delivered; one follows a minute."""
CZECH = "Příliš žluťoučký kůň úpěl ďábelské ódy; šťáva a řeřicha."
HTML = "text/html; charset=utf-8"
PAYLOAD = '<script>alert(1)</script>"><img src=x onerror=alert(1)>'


def plain(name: str, subject: str, body: str | bytes = "", **more: object) -> bytes:
    """Return a message of ASCII subject, so that its header has no defect by itself."""
    return mail(subject, body or f"Text {name}.\n", message_id=f"{name}@x", date=None, **more)


def _threads() -> dict[str, bytes]:
    quoted = "> Kolik stoji podpora serveru v letosnim rozpoctu mesta?\n\nU nas nic.\n"
    return {
        "root": plain("root", "Vlakno"),
        "skipped": plain("skipped", "Re: Vlakno", references=["root@x", "nowhere@x"]),
        "ghost1": plain("ghost1", "Re: Ztraceno", references=["ghost@x"]),
        "ghost2": plain("ghost2", "Re: Ztraceno", references=["ghost@x"]),
        "child": plain("child", "Re: Pozdni rodic", references=["parent@x"]),
        "parent": plain("parent", "Pozdni rodic"),
        "words": plain(
            "words", "Re: Vlakno", headers={"In-Reply-To": 'Your message of "Fri" <root@x>'}
        ),
        "cycle1": plain("cycle1", "Kruh", references=["cycle2@x"]),
        "cycle2": plain("cycle2", "Kruh", references=["cycle1@x"]),
        "asked": plain(
            "asked", "Rozpocet", "Kolik stoji podpora serveru v letosnim rozpoctu mesta?\n"
        ),
        "quoting": plain("quoting", "Odp: Rozpocet", quoted),
        "bare": plain("bare", "Re: Rozpocet", "Zcela jina odpoved bez citace.\n"),
        "renamed": plain("renamed", "Uplne jina vec", references=["root@x"]),
    }


def _charsets() -> dict[str, bytes]:
    octets = CZECH.encode("cp1250")
    words = f"=?windows-1250?b?{base64.b64encode(octets).decode()}?="
    qp = quopri.encodestring(CZECH.encode("iso-8859-2"))
    lie = {"Content-Type": "text/plain; charset=utf-8"}
    ascii_lie = {"Content-Type": "text/plain; charset=us-ascii"}
    raw_fields = {"Subject": "Syrový předmět", "From": "Žaneta Šťastná <z@obec.example>"}
    return {
        "cp1250": plain("cp1250", words, octets, charset="windows-1250"),
        "latin2": plain(
            "latin2",
            "Qp",
            qp,
            headers={
                "Content-Type": "text/plain; charset=iso-8859-2",
                "Content-Transfer-Encoding": "quoted-printable",
            },
        ),
        "undeclared": plain("undeclared", "Bez", octets, headers={"Content-Type": "text/plain"}),
        "lie": plain("lie", "Lez", octets, headers=lie),
        "ascii": plain("ascii", "Ascii", CZECH, headers=ascii_lie),
        "utf8": plain("utf8", "Bez", CZECH, headers={"Content-Type": "text/plain"}),
        "unknown": _parts("unknown", part(CZECH, "text/plain; charset=utf-8-purple")),
        "unknownhtml": _parts("unknownhtml", part(f"<p>{CZECH}</p>", "text/html; charset=baltic")),
        "raw8": plain("raw8", "x", headers=raw_fields),
        "raw1250": plain(
            "raw1250", "x", headers={k: v.encode("cp1250") for k, v in raw_fields.items()}
        ),
    }


def _parts(name: str, *parts: bytes, subtype: str = "mixed") -> bytes:
    return letter(
        multipart(subtype, *parts),
        {"Message-ID": f"<{name}@x>", "Subject": f"Casti {name}", "Date": None},
    )


def _bodies() -> dict[str, bytes]:
    inner = part(mail("Vnitrni", "Uvnitr je bagrovisko.\n", message_id="inner@x"), "message/rfc822")
    broken = "--b\nContent-Type: text/plain; charset=utf-8\n\nTady je hranicovisko.\n\n--b--\n"
    nested = part("Hluboko je zanorovisko.\n")
    for _ in range(149):
        nested = multipart("mixed", nested)
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    return {
        "html": letter(
            part("<p>Ctete <b>formatovisko</b>.</p>", HTML),
            {"Message-ID": "<html@x>", "Subject": "Jen HTML", "Date": None},
        ),
        "both": _parts(
            "both",
            part("Prosty text.\n"),
            part("<p><i>Sikma</i> verze.</p>", HTML),
            subtype="alternative",
        ),
        "files": _parts(
            "files",
            part("Viz.\n"),
            part(docx("Smlouva o wordovisku"), f'{word}; name="a.docx"'),
            part(pdf("Vyhlaska pdfovisko"), 'application/pdf; name="b.pdf"'),
        ),
        "inside": _parts("inside", part("Preposilam.\n"), inner),
        "boundary": plain(
            "boundary", "Hranice", broken, headers={"Content-Type": "multipart/mixed; boundary=z"}
        ),
        "noboundary": plain(
            "noboundary", "Hranice", broken, headers={"Content-Type": "multipart/mixed"}
        ),
        "from": plain("from", "Radky", "Prvni.\n\nFrom ted uz odjinud.\n>From citace.\n"),
        "long": plain("long", "Dlouhy radek", "slovo " * 35_000 + "radkovisko\n"),
        "deep": plain("deep", "Hluboko", "jine slovo " * 3_000 + "hlubinovisko\n"),
        "nested": letter(nested, {"Message-ID": "<nested@x>", "Subject": "Zanorena", "Date": None}),
        "nul": plain("nul", "Nul\0a", "jedna\0dva\rtri\n"),
        "references": plain(
            "references", "Mnoho odkazu", references=[f"{n}@nikde.example" for n in range(3000)]
        ),
    }


def _fields() -> dict[str, bytes]:
    html = "text/html; charset=utf-8"
    names = {"From": f"{PAYLOAD} <a@obec.example>", "Subject": PAYLOAD}
    munged = {"List-Post": f"<mailto:{LIST}>", "Reply-To": "Jan Via <jan@obec.example>"}
    return {
        "first": plain("same", "Stejne id", "Prvni obsah: jabloniste.\n"),
        "second": plain("same", "Stejne id", "Druhy obsah: hrusniste.\n"),
        "noid": mail("Bez identity", "Text bezidentity.\n", message_id=None, date=None),
        "address": plain("address", "Adresa", sender="Jiří Novák <jiří@obec.example>"),
        "baddate": plain("baddate", "Spatne datum", headers={"Date": "kdovi kdy"}),
        "nodate": plain("nodate", "Zadne datum"),
        "y1900": _dated("y1900", 1900),
        "y2099": _dated("y2099", 2099),
        "nobody": plain("nobody", "x", headers={"From": None, "Subject": None}),
        "subject": plain("subject", "x" * 2990 + " konec"),
        "xss": letter(
            multipart(
                "mixed",
                part(f"{PAYLOAD} utocisko\n"),
                part(PAYLOAD, f'{html}; name="a.html"'),
                part(f"<svg onload=alert(1)>{PAYLOAD}</svg>", 'image/svg+xml; name="a.svg"'),
            ),
            {"Message-ID": "<xss@x>", "Date": None, **names},
        ),
        "declined": plain("declined", "Nearchivovat", headers={"X-No-Archive": "Yes"}),
        "munged": plain("munged", "Pres", sender=f"Jan Via via ISMO <{LIST}>", headers=munged),
    }


def _dated(name: str, year: int) -> bytes:
    date = datetime(year, 1, 1, tzinfo=UTC)
    return mail(f"Rok {year}", message_id=f"{name}@x", date=date)


def _searched() -> dict[str, bytes]:
    jana = "Jana Dvorakova <jana@munet.cz>"
    return {
        "contract": plain("contract", "Registr", "Tato smlouva je v registru.\n"),
        "contracts": plain("contracts", "Registr", "Co delate se starými smlouvami z archivu?\n"),
        "rule": plain("rule", "Vyhlaska", "Jaký předpis to upravuje?\n"),
        "rules": plain("rules", "Vyhlaska", "Podle předpisů o ochraně údajů.\n"),
        "horse": plain("horse", "Zvirata", "Městský policista má kůň.\n"),
        "mayor": plain("mayor", "Vedeni", "Pan starosta podepsal.\n"),
        "mayors": plain("mayors", "Vedeni", "Starostka nesouhlasí.\n"),
        "jana": plain("jana", "Tiskarny", "Máme nové tiskárny.\n", sender=jana),
        "fire": plain("fire", "Firewall obce", "Kdo má zkušenost?\n"),
        "fire2": plain("fire2", "Jine", "Koupili jsme firewall a funguje.\n"),
    }


CASES: Mapping[str, bytes] = {
    **_threads(),
    **_charsets(),
    **_bodies(),
    **_fields(),
    **_searched(),
}


def chain() -> list[bytes]:
    """Return a message and 1,199 replies, each to the one before."""
    return [
        plain(
            f"chain{number}",
            "Re: Retez" if number else "Retez",
            references=[f"chain{number - 1}@x"] if number else [],
        )
        for number in range(CHAIN)
    ]


def write_mboxrd(path: Path, messages: Sequence[bytes]) -> Path:
    """Write messages, one delivered a minute, as an mboxrd."""
    with path.open("wb") as file:
        for number, message in enumerate(messages):
            moment = (BEGIN + timedelta(minutes=number)).ctime().encode()
            lines = message.splitlines(keepends=True)
            quoted = (
                b">" + line if line.lstrip(b">").startswith(b"From ") else line for line in lines
            )
            file.write(
                b"From x@munet.cz " + moment + b"\n" + b"".join(quoted).rstrip(b"\n") + b"\n\n"
            )
    return path
