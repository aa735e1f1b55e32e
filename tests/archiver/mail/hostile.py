# SPDX-License-Identifier: MIT
"""Messages made to cost much: one piece repeated, in every place that is read with care."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mail import letter, mail, part

Maker = Callable[[int], bytes]


def _field(name: str, piece: str, end: str = "") -> Maker:
    return lambda count: mail(headers={name: (piece * count + end).encode()})


def _body(piece: str, kind: str = "text/plain; charset=utf-8", end: str = "") -> Maker:
    return lambda count: letter(part((piece * count + end).encode(), kind))


def _nested(kind: str) -> Maker:
    def make(count: int) -> bytes:
        levels = (
            f"--b{level}\nContent-Type: {kind}; boundary=b{level + 1}\n\n" for level in range(count)
        )
        return mail(body="".join(levels), headers={"Content-Type": f"{kind}; boundary=b0"})

    return make


def _alike(count: int) -> Iterator[str]:
    """Yield words of three letters that differ from one to the next."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    return (
        f"{letters[n % 26]}{letters[n // 26 % 26]}{letters[n // 676 % 26]}" for n in range(count)
    )


def _enclosed(count: int) -> bytes:
    return mail(headers={"Content-Type": "message/rfc822"}) + b"".join(
        b"Subject: %d\nContent-Type: message/rfc822\n\n" % level for level in range(count)
    )


HOSTILE: Mapping[str, Maker] = {
    "subject of openings of encoded words": _field("Subject", "=?"),
    "subject of beginnings of encoded words": _field("Subject", "=?utf-8?q?"),
    "subject of encoded words": _field("Subject", "=?utf-8?b?xZk=?= "),
    "subject of raw octets": _field("Subject", "\xff\x80"),
    "subject of carriage returns": _field("Subject", "\r"),
    "subject of folds": _field("Subject", "a\n "),
    "from of brackets": _field("From", "<"),
    "from of quotes": _field("From", '"a'),
    "from of comments": _field("From", "(a"),
    "from of commas": _field("From", "a@b,"),
    "from of backslashes": _field("From", '"\\'),
    "from of one long name": lambda count: mail(sender='"' + "Jan " * count + '" <a@b.example>'),
    "from of spaces": lambda count: mail(sender="a" + " " * count + "b"),
    "from of hidden addresses": _field("From", "a at "),
    "from of many senders by whom": _field("From", "a via ", "<a@b.example>"),
    "reply-to of commas": _field("Reply-To", '"a, '),
    "subject of encoded words of two charsets": _field("Subject", "=?utf-8?q?a?= =?cp1250?q?a?= "),
    "references without an at sign": _field("References", "a"),
    "references of brackets": _field("References", "<a"),
    "references": _field("References", "<a@b> "),
    "dates": _field("Date", "1 Jan 2001 10:00:00 "),
    "type of semicolons": _field("Content-Type", "; a", "text/plain"),
    "type of quotes": _field("Content-Type", '; a="'),
    "type of sections": lambda count: mail(
        headers={"Content-Type": "text/plain" + "".join(f"; n*{i}*=%41" for i in range(count))}
    ),
    "type of spaces": _field("Content-Type", " ", "text/plain; charset"),
    "list-id": _field("List-Id", "<a."),
    "fields": lambda count: b"A: b\n" * count + mail(),
    "different fields": lambda count: b"".join(b"A-%d: b\n" % n for n in range(count)) + mail(),
    "continued lines": lambda count: b"A: b\n" + b" c\n" * count + mail(),
    "stray lines": lambda count: b"From: a\n" + b"stray\nTo: b\n" * count,
    "received": lambda count: b"Received: by a; 1 Jan 2001 10:00:00\n" * count + mail(),
    "blank lines before": lambda count: b"\n" * count + mail(),
    "empty parts": _body("--b\n", "multipart/mixed; boundary=b"),
    "parts": _body("--b\n\nx\n", "multipart/mixed; boundary=b"),
    "alternatives": _body("--b\n\n\n--b\n\n \n", "multipart/alternative; boundary=b"),
    "messages": _body("--b\n\nA: b\n\nx\n", "multipart/digest; boundary=b"),
    "invitations": _body("--b\nContent-Type: text/calendar\n\nx\n", "multipart/mixed; boundary=b"),
    "lines that look like boundaries": _body("--\n", "multipart/mixed; boundary=b"),
    "nested multiparts": _nested("multipart/mixed"),
    "nested messages": _enclosed,
    "nested digests": _nested("multipart/digest"),
    "nested parts of one boundary": _body(
        "--b\nContent-Type: multipart/mixed; boundary=b\n\n", "multipart/mixed; boundary=b"
    ),
    "nested alternatives": _nested("multipart/alternative"),
    "flowed lines": _body("a \n", "text/plain; format=flowed"),
    "quote marks": _body(">", "text/plain; format=flowed"),
    "lines of one sign": _body("a\n"),
    "carriage returns": _body("\r"),
    "attributions and marks": _body("Jan napsal:\nJN> a\n"),
    "attributions and marks that differ": lambda count: letter(
        part("".join(f"Jan napsal:\n{mark}> a\n" for mark in _alike(count)))
    ),
    "attributions and rows of tables": _body("Jan napsal:\n| a\n"),
    "marked lines that end as attributions do": _body("JN> a:\n"),
    "rows of tables that end as attributions do": _body("| a:\n"),
    "attributions of many numbers": _body("on " + "1" * 250 + ":\n"),
    "separators": _body("-----Original Message-----\n"),
    "separators that nothing ends": _body("---" + " message from" * 20 + ":\n"),
    "header blocks": _body("From: a\nSent: b\n"),
    "rulers": _body("_" * 20 + "\n"),
    "rulers above footers": _body("_" * 20 + "\nmailing list\n"),
    "lines of notices": _body("intended only for you in error\n"),
    "names": _body("Jan Novak\n"),
    "closings": _body("regards,\n"),
    "marks of signatures": _body("--\n"),
    "beginning of uuencode and spaces": lambda count: letter(
        part(b"begin 644" + b" " * count + b"\r")
    ),
    "beginnings of uuencode": _body("begin 644 a  b\n"),
    "lines of uuencode": _body("#0V%T\n", end="x", kind="text/plain; a=1"),
    "mojibake": _body("Ã¡"),
    "beginnings of mojibake": _body("Ã"),
    "stray octets": lambda count: letter(part(b"\xc5a\xff" * count)),
    "wide letters": _body("+AGE-", "text/plain; charset=utf-7"),
    "calendar of semicolons": _body(";", "text/calendar", "\n"),
    "calendar of summaries": _body("BEGIN:VEVENT\nSUMMARY:a\nEND:VEVENT\n", "text/calendar"),
    "html of tags": _body("<b>", "text/html"),
    "html of openings": _body("<a ", "text/html"),
    "html of quotes": _body('<a b="', "text/html"),
    "html of declarations": _body("<![", "text/html"),
    "html of comments": _body("<!--", "text/html"),
    "html of quotations": _body("<blockquote>a", "text/html"),
    "html of tables": _body("<table><tr><td>a", "text/html"),
    "html of lists": _body("<ul><li>a", "text/html"),
    "html of references": _body("&#", "text/html"),
    "html of one long number": _body("9", "text/html", ";&#9"),
    "html of hidden elements": _body('<p style="display:none">', "text/html"),
    "html of one long tag": _body("a ", "text/html", "><"),
    "base64 of words": lambda count: letter(
        part(b"aaaa bbbb\n" * count, headers={"Content-Transfer-Encoding": "base64"})
    ),
    "base64 of padding": lambda count: letter(
        part(b"QQ==" * count, headers={"Content-Transfer-Encoding": "base64"})
    ),
    "quoted-printable of escapes": lambda count: letter(
        part(b"=\n=3" * count, headers={"Content-Transfer-Encoding": "quoted-printable"})
    ),
}
