# SPDX-License-Identifier: MIT
"""Attachments: from what the data tell to a MIME part with a real file in it."""

import csv
import io
from typing import Final

from archiver.demo import mime, office
from archiver.demo.mime import Entity
from archiver.demo.model import Attachment, Encoding, Kind, Rows
from archiver.demo.pdf import pdf
from archiver.demo.png import bar_chart

TYPES: Final = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{office.OPENXML_TYPE}.wordprocessingml.document",
    Kind.XLSX: f"{office.OPENXML_TYPE}.spreadsheetml.sheet",
    Kind.ODT: office.ODT_TYPE,
    Kind.PNG: "image/png",
    Kind.CSV: "text/csv; charset=windows-1250",
}


def attachment_entity(attachment: Attachment, headers_charset: str) -> Entity:
    """Return *attachment* as a part; its file name is also given in *headers_charset*."""
    if attachment.kind is Kind.EML:
        return mime.enclosed(attachment.text.encode())
    name = mime.encoded_text(attachment.name, headers_charset)
    return mime.leaf(
        _content(attachment),
        f'{TYPES[attachment.kind]};\n name="{name}"',
        Encoding.BASE64,
        mime.file_disposition("attachment", attachment.name),
    )


def picture_entity(attachment: Attachment, content_id: str) -> Entity:
    """Return a picture shown inside the HTML body under *content_id*."""
    return mime.leaf(
        _content(attachment),
        f'image/png; name="{attachment.name}"',
        Encoding.BASE64,
        ("Content-ID", f"<{content_id}>"),
        mime.file_disposition("inline", attachment.name),
    )


def invitation_entity(attachment: Attachment) -> Entity:
    """Return a calendar invitation (RFC 6047) as another form of the body."""
    content = attachment.text.replace("\n", "\r\n").encode() + b"\r\n"
    content_type = "text/calendar; method=REQUEST; charset=utf-8"
    return mime.leaf(content, content_type, Encoding.BASE64)


def _content(attachment: Attachment) -> bytes:
    if attachment.kind is Kind.PDF:
        return pdf(attachment.text)
    if attachment.kind is Kind.DOCX:
        return office.docx(attachment.text)
    if attachment.kind is Kind.ODT:
        return office.odt(attachment.text)
    if attachment.kind is Kind.XLSX:
        return office.xlsx(attachment.rows)
    if attachment.kind is Kind.PNG:
        return bar_chart(tuple(float(value) for _, value in attachment.rows))
    return _csv(attachment.rows)


def _csv(rows: Rows) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("windows-1250")
