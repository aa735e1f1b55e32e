# SPDX-License-Identifier: MIT
"""Somebody taken out of a raw message: its fields and texts, part by part, at any depth."""

from __future__ import annotations

from html import escape, unescape

from archiver.erasure.fields import redact_fields
from archiver.erasure.octets import encoded
from archiver.erasure.splice import spliced
from archiver.erasure.text import MARK, PLAIN_MARK, redact_text
from archiver.erasure.traces import Traces
from archiver.mail.charset import decode
from archiver.mail.html import html_to_text
from archiver.mail.mime import Part, read_mime
from archiver.mail.origin import author_of
from archiver.mail.parameters import parameter
from archiver.mail.parttext import MARKUP, label_inside
from archiver.mail.tnef import read_winmail
from archiver.mail.transfer import encoding

_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_SEALED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_EMPTIED_PART = f"Content-Type: text/plain; charset=utf-8\n\n{MARK}\n".encode()
# What remains of a message from which they cannot be taken out otherwise.
_KEPT_FIELDS = ("date", "message-id", "in-reply-to", "references", "received", "list-id")


def redact(raw: bytes, traces: Traces) -> bytes:
    """Return a raw message without what *traces* tell; one that has nothing of it stays as it is.

    Never raises, whatever the bytes. What cannot be taken out safely goes with all around it: what
    is signed loses its signature, HTML its form, a damaged message everything but its place.
    """
    source = read_mime(raw).source
    changed = _rewritten(source, traces)
    if changed == source:
        return raw
    # Where a cut lets something else come to light, nothing is sure any more.
    return changed if _rewritten(changed, traces) == changed else emptied(raw, traces)


def _rewritten(raw: bytes, traces: Traces) -> bytes:
    return spliced(read_mime(raw), _Redacted(traces))


def emptied(raw: bytes, traces: Traces) -> bytes:
    """Return a message with the place of *raw* in its thread, and nothing else."""
    headers = read_mime(raw).headers
    fields = (
        f"{name.title()}: {value}\n".encode("utf-8", "replace")
        for name in _KEPT_FIELDS
        for value in headers.all(name)
    )
    kept = (redact_fields(field, traces) for field in fields)
    sure = b"".join(field for field in kept if redact_fields(field, traces) == field)
    return sure + b"MIME-Version: 1.0\n" + _EMPTIED_PART


class _Redacted:
    """Pieces of messages without what some traces tell."""

    def __init__(self, traces: Traces) -> None:
        self._traces = traces

    def fields(self, block: bytes, _part: Part) -> bytes:
        """Return a header without them."""
        return redact_fields(block, self._traces)

    def enclosed(self, part: Part) -> bytes | None:
        """Return nothing of a message that they wrote."""
        author = author_of(part.children[0].headers)
        theirs = author.address.lower() in self._traces.identity.addresses
        return _EMPTIED_PART if theirs else None

    def filler(self, octets: bytes) -> bytes:
        """Return text before the first part or behind the last one without them."""
        text = octets.decode("utf-8", "surrogateescape")
        changed = redact_text(text, self._traces, PLAIN_MARK)
        return octets if changed == text else changed.encode("utf-8", "surrogateescape")

    def leaf(self, part: Part) -> bytes:
        """Return a text without them; what can only be taken whole goes whole."""
        if not _is_text(part):
            return b"" if _is_sealed_with(part, self._traces) else part.encoded
        # Lines that are no base64 are shown by no reader, and stand in the raw bytes.
        coded = encoding(part.headers.text("content-transfer-encoding"))
        return self.filler(self._decoded(part)) if coded else self._decoded(part)

    def _decoded(self, part: Part) -> bytes:
        octets = part.octets()
        decoded = decode(octets.data, _charset(part, octets.data))
        text = self._text(part, decoded.text)
        below = self.filler(octets.below)
        if text == decoded.text and below == octets.below:
            return part.encoded
        return encoded(part, _octets(part, text, decoded.charset)) + below

    def _text(self, part: Part, text: str) -> str:
        if part.type not in MARKUP:
            return redact_text(text, self._traces)
        if not self._traces.are_in(_seen(part, text)):
            return text
        # Who is taken out may stand anywhere in the HTML: its text alone is sure.
        plain = redact_text(html_to_text(text), self._traces)
        lines = "<br>\n".join(escape(line, quote=False) for line in plain.splitlines())
        return f"<html><body>\n{lines}\n</body></html>\n"


def _octets(part: Part, text: str, charset: str) -> bytes:
    """Return a text in the encoding that it came in, the marks in what that has."""
    try:
        return text.encode(charset)
    except (UnicodeEncodeError, LookupError):
        plain = text.replace(MARK, _plain_mark(part))
        return plain.encode(_codec(charset), "replace")


def _plain_mark(part: Part) -> str:
    return MARK.replace("á", "&#225;") if part.type in MARKUP else PLAIN_MARK


def _codec(name: str) -> str:
    try:
        "".encode(name)
    except LookupError:
        return "utf-8"
    return name


def _is_text(part: Part) -> bool:
    return part.type.startswith(("text/", "message/")) or part.type in MARKUP


def _charset(part: Part, data: bytes) -> str:
    label = parameter(part.parameters, "charset")
    return label or (label_inside(data) if part.type in MARKUP else "")


def _seen(part: Part, text: str) -> str:
    """Return everything that a text can show, what is hidden in tags too."""
    if part.type not in MARKUP:
        return text
    return f"{html_to_text(text)}\n\x00\n{unescape(text)}"


def _is_sealed_with(part: Part, traces: Traces) -> bool:
    """Tell whether a part that can only be taken whole has something of what *traces* tell."""
    if part.type in _SEALED:
        return traces.are_in(part.octets().data.decode("utf-8", "replace"))
    inside = read_winmail(part.octets().data) if part.type in _TNEF else None
    return inside is not None and traces.are_in(f"{inside.text}\n{html_to_text(inside.html)}")
