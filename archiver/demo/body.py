# SPDX-License-Identifier: MIT
"""From a sent message to its MIME structure, the list's footer included."""

from dataclasses import dataclass
from typing import Final

from archiver.demo import documents, ids, mailman, mime
from archiver.demo.clients import in_force
from archiver.demo.compose import Sent
from archiver.demo.data import DemoDataError
from archiver.demo.markup import html_body
from archiver.demo.mime import Entity
from archiver.demo.model import Attachment, ClientName, Encoding, Kind, Layout, Quirk

FALLBACK: Final = "utf-8"


def charset_of(sent: Sent) -> str:
    """Return the charset of the message: the one it names, else its program's usual one.

    Raise DemoDataError when the text does not fit the one named; programs fall back to UTF-8.
    """
    text = sent.text + sent.subject + sent.message.author.name
    wanted = sent.message.charset
    if wanted is None:
        usual = in_force(sent.client.charsets, sent.year)
        return usual if _fits(text, usual) else FALLBACK
    if not _fits(text, wanted):
        raise DemoDataError(f"{sent.seed}: the text does not fit {wanted}, choose another charset")
    return wanted


def _fits(text: str, charset: str) -> bool:
    try:
        text.encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def encoding_of(sent: Sent) -> Encoding:
    """Return the Content-Transfer-Encoding of the text parts."""
    return sent.message.encoding or in_force(sent.client.encodings, sent.year)


@dataclass(frozen=True, slots=True)
class _Enclosures:
    """The attachments by the place they take in the MIME tree."""

    picture: Attachment | None
    invitation: Attachment | None
    files: tuple[Attachment, ...]


def body_entity(sent: Sent, charset: str) -> Entity:
    """Return the body with its attachments and the list's footer, as the list sent it on.

    Raise DemoDataError for an invitation in a layout that has no place for it.
    """
    enclosures = _enclosures(sent)
    footer = mailman.footer(sent.year)
    if _layout(sent) is Layout.PLAIN and not enclosures.files:
        return _text(sent, footer, charset)
    files = (documents.attachment_entity(one, charset) for one in enclosures.files)
    parts = (_body(sent, enclosures, charset), *files, *_footer_part(footer))
    if len(parts) == 1:
        return parts[0]
    return mime.multipart("mixed", _boundary(sent, "mixed"), parts)


def _footer_part(footer: str) -> tuple[Entity, ...]:
    if not footer:
        return ()
    text = footer.lstrip("\n")
    return (mime.text_entity(text, "text/plain", "us-ascii", Encoding.SEVEN_BIT),)


def _enclosures(sent: Sent) -> _Enclosures:
    layout = _layout(sent)
    told = sent.message.attachments
    invitation = next((one for one in told if one.kind is Kind.ICS), None)
    if invitation and layout is not Layout.ALTERNATIVE:
        raise DemoDataError(f"{sent.seed}: an invitation needs layout = 'alternative'")
    pictures = (one for one in told if one.kind is Kind.PNG)
    picture = next(pictures, None) if layout is Layout.RELATED else None
    files = tuple(one for one in told if one not in (invitation, picture))
    return _Enclosures(picture, invitation, files)


def _layout(sent: Sent) -> Layout:
    return sent.message.layout or in_force(sent.client.layouts, sent.year)


def _body(sent: Sent, enclosures: _Enclosures, charset: str) -> Entity:
    layout = _layout(sent)
    if layout is Layout.PLAIN:
        return _text(sent, "", charset)
    page = _page(sent, charset, enclosures.picture)
    if layout is Layout.HTML:
        return page
    parts = [_text(sent, "", charset), page]
    if enclosures.invitation:
        parts.append(documents.invitation_entity(enclosures.invitation))
    return mime.multipart("alternative", _boundary(sent, "alternative"), tuple(parts))


def _text(sent: Sent, footer: str, charset: str) -> Entity:
    called = "us-ascii" if Quirk.CALLED_ASCII in sent.message.quirks else charset
    text = sent.text + footer
    if sent.client.flowed:
        called += "; format=flowed"
        text = _flowed(sent.text, sent.client.width) + footer
    return mime.text_entity(text, "text/plain", charset, encoding_of(sent), called)


def _flowed(text: str, width: int) -> str:
    """Return *text* with soft line ends and space-stuffing (RFC 3676, 4.2 and 4.4)."""
    lines = text.split("\n")
    following = [*lines[1:], ""]
    stuffed = (f" {line}" if line.startswith((" ", "From ")) else line for line in lines)
    ends = (
        " " if _continues(line, after, width) else ""
        for line, after in zip(lines, following, strict=True)
    )
    return "\n".join(line + end for line, end in zip(stuffed, ends, strict=True))


def _continues(line: str, after: str, width: int) -> bool:
    if not line or not after or line.startswith(">") or after.startswith((">", " ")):
        return False
    return len(line) + 1 + len(after.split(maxsplit=1)[0]) > width


def _page(sent: Sent, charset: str, picture: Attachment | None) -> Entity:
    content_id = f"image001.{ids.digest(sent.seed, 'cid')[:12]}@{sent.message.author.domain}"
    html = html_body(sent, charset, content_id if picture else "")
    encoding = encoding_of(sent)
    page = mime.text_entity(html, "text/html", charset, encoding)
    if picture is None:
        return page
    parts = (page, documents.picture_entity(picture, content_id))
    boundary = _boundary(sent, "related")
    return mime.multipart("related", boundary, parts, 'type="text/html"; ')


def _boundary(sent: Sent, purpose: str) -> str:
    drawn = ids.digest(sent.seed, purpose)
    if sent.message.author.client is ClientName.GMAIL:
        return f"00000000000{drawn[:17]}"
    if sent.client.thread_index:
        return (
            f"----=_NextPart_000_{drawn[:4].upper()}_{drawn[4:12].upper()}.{drawn[12:20].upper()}"
        )
    return f"------------{drawn[:24]}"
