# SPDX-License-Identifier: MIT
"""Reads the sample conference with the standard library alone."""

import io
import re
import zipfile
from email.message import EmailMessage

from archiver.demo.data import read_people, read_threads
from archiver.demo.model import Attachment

Raw = list[bytes]


def received(message: EmailMessage) -> str:
    return str(message["Received"]).rpartition(";")[2]


def parts_of(message: EmailMessage, content_type: str) -> list[EmailMessage]:
    return [part for part in message.walk() if part.get_content_type() == content_type]


def octets(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


def plain(message: EmailMessage) -> str:
    called_ascii = message.get_content_charset() == "us-ascii" and not message.is_multipart()
    if called_ascii:
        return octets(message).decode("windows-1250")
    return "\n".join(part.get_content() for part in parts_of(message, "text/plain"))


def html(message: EmailMessage) -> str:
    return "\n".join(part.get_content() for part in parts_of(message, "text/html"))


def named(messages: list[EmailMessage], ending: str) -> dict[str, bytes]:
    return {
        name: octets(part)
        for message in messages
        for part in message.walk()
        if (name := part.get_filename()) and name.endswith(ending)
    }


def inner_text(archive: bytes, member: str) -> str:
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        assert opened.testzip() is None
        return re.sub(r"<[^>]+>", " ", opened.read(member).decode())


def told_attachments() -> list[Attachment]:
    threads = read_threads(read_people().authors)
    return [
        attachment
        for thread in threads
        for message in thread.messages
        for attachment in message.attachments
    ]
