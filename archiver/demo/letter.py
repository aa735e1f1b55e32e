# SPDX-License-Identifier: MIT
"""From a sent message to the bytes the list's server kept."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from email.utils import format_datetime
from typing import Final

from archiver.demo import clock, ids, mailman, mime
from archiver.demo.body import FALLBACK, body_entity, charset_of, encoding_of
from archiver.demo.clients import in_force
from archiver.demo.compose import Sent, split_prefixes
from archiver.demo.data import LIST_ADDRESS
from archiver.demo.model import Encoding, Quirk

RAW: Final = "windows-1250"


def letter(sent: Sent, received: datetime, way: str) -> bytes:
    """Return the whole message with LF line ends.

    *received* is when the list's server got it, *way* tells a second delivery from the first.
    """
    charset = charset_of(sent)
    entity = body_entity(sent, charset)
    fields = [
        *_trace(sent, received, way),
        *_identity(sent, charset),
        *_links(sent),
        *_program(sent),
        *mailman.header_fields(sent.message_id, sent.year, sent.message.author.address),
        ("MIME-Version", "1.0"),
        *entity.fields,
    ]
    head = b"".join(_field(sent, name, value) for name, value in fields)
    return head + b"\n" + entity.body


def _field(sent: Sent, name: str, value: str) -> bytes:
    raw = name == "Subject" and Quirk.RAW_SUBJECT in sent.message.quirks
    return f"{name}: {value}\n".encode(RAW if raw else "ascii")


def _trace(sent: Sent, received: datetime, way: str) -> Iterator[tuple[str, str]]:
    domain = sent.message.author.domain
    relay = f"{way}.{domain}"
    queue = ids.digest(sent.seed, way).upper()
    address = f"192.0.2.{ids.number(domain, way, 250) + 1}"
    handed = received - timedelta(seconds=4)
    yield "Return-Path", f"<{LIST_ADDRESS.replace('@', '-bounces@')}>"
    by_list = f"by {mailman.HOST} (Postfix) with ESMTP id {queue[:10]}\n\tfor <{LIST_ADDRESS}>"
    by_relay = f"by {relay} with ESMTP id {queue[10:20]}"
    desk = f"pc{ids.number(sent.seed, 'pc', 90)}.{domain}"
    yield "Received", f"from {relay} ({relay} [{address}])\n\t{by_list}; {_dated(received)}"
    yield "Received", f"from {desk} (unknown [198.51.100.7])\n\t{by_relay}; {_dated(handed)}"


def _identity(sent: Sent, charset: str) -> Iterator[tuple[str, str]]:
    message = sent.message
    base_64 = encoding_of(sent) is Encoding.BASE64
    shown = mailman.shown_sender(message)
    yield "From", mime.mailbox(shown.name, shown.address, charset, base_64=base_64)
    if shown.address == LIST_ADDRESS:
        author = message.author
        yield "Reply-To", mime.mailbox(author.name, author.address, charset, base_64=base_64)
    yield "To", LIST_ADDRESS
    yield "Subject", _subject(sent, charset, base_64=base_64)
    yield "Date", format_datetime(message.claimed or message.at)
    if sent.message_id:
        yield "Message-ID", f"<{sent.message_id}>"


def _subject(sent: Sent, charset: str, *, base_64: bool) -> str:
    if Quirk.RAW_SUBJECT in sent.message.quirks:
        return sent.subject
    before, tag, after = sent.subject.partition(mailman.TAG)
    prefixes, rest = split_prefixes(after)
    return before + tag + prefixes + mime.encoded_text(rest, charset, base_64=base_64)


def _links(sent: Sent) -> Iterator[tuple[str, str]]:
    if sent.in_reply_to:
        yield "In-Reply-To", _in_reply_to(sent)
    if sent.references:
        yield "References", "\n\t".join(f"<{one}>" for one in sent.references)
    if sent.thread_index:
        yield "Thread-Topic", mime.encoded_text(_topic(sent), FALLBACK)
        yield "Thread-Index", ids.in_base64(sent.thread_index)


def _in_reply_to(sent: Sent) -> str:
    link = f"<{sent.in_reply_to}>"
    if Quirk.IN_REPLY_TO_PHRASE not in sent.message.quirks or sent.answered is None:
        return link
    phrase = mime.encoded_text("Vaše zpráva ze dne", "iso-8859-2")
    return (
        f'{phrase} "{clock.padded(sent.answered.at)} {clock.seconds(sent.answered.at)}"\n\t{link}'
    )


def _topic(sent: Sent) -> str:
    begun = mailman.untagged(sent.subject)
    if sent.message.to is None:
        return begun
    return mailman.tagged(split_prefixes(begun)[1])


def _program(sent: Sent) -> Iterator[tuple[str, str]]:
    yield sent.client.header, in_force(sent.client.versions, sent.year)
    if Quirk.AUTO_REPLY in sent.message.quirks:
        yield "Auto-Submitted", "auto-replied"
        yield "X-Auto-Response-Suppress", "All"


def _dated(at: datetime) -> str:
    return f"{format_datetime(at)} ({at.tzname()})"
