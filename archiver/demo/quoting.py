# SPDX-License-Identifier: MIT
"""How each mail program words a quotation in plain text.

Every quoter takes what is quoted and returns the lines that introduce it and the lines of the
quotation itself; the markers are the ones Czech versions of the programs write.
"""

import textwrap
from dataclasses import dataclass
from datetime import datetime

from archiver.demo import clock


@dataclass(frozen=True, slots=True)
class Quoted:
    """The message that is answered, as the archive's readers got it."""

    name: str
    address: str
    at: datetime
    to: str
    subject: str
    new_text: str
    whole_text: str


def outlook(quoted: Quoted, year: int) -> list[str]:
    """Return Outlook's header block and the whole text below it."""
    shown = f"{quoted.name} [mailto:{quoted.address}]" if year < 2013 else _mailbox(quoted)
    sent = f"{clock.weekday(quoted.at)} {clock.in_words(quoted.at)} {clock.minutes(quoted.at)}"
    return [
        "-----Původní zpráva-----",
        f"Od: {shown}",
        f"Odesláno: {sent}",
        f"Komu: {quoted.to}",
        f"Předmět: {quoted.subject}",
        "",
        *quoted.whole_text.splitlines(),
    ]


def exchange(quoted: Quoted, year: int) -> list[str]:
    """Return the header block of Outlook on the web, below a line of underscores."""
    sent = f"{clock.weekday(quoted.at)} {clock.in_words(quoted.at)} {clock.minutes(quoted.at)}"
    shown = quoted.name if year < 2013 else _mailbox(quoted)
    return [
        "_" * 40,
        f"Od: {shown}",
        f"Odesláno: {sent}",
        f"Komu: {quoted.to}",
        f"Předmět: {quoted.subject}",
        "",
        *quoted.whole_text.splitlines(),
    ]


def thunderbird(quoted: Quoted, year: int) -> list[str]:
    """Return the attribution of Thunderbird's time and the new text behind '>'."""
    return [thunderbird_intro(quoted, year), *behind_marks(quoted.new_text)]


def thunderbird_intro(quoted: Quoted, year: int) -> str:
    """Return the attribution line as worded by the Thunderbird of *year*."""
    if year < 2010:
        return f"{quoted.name} napsal(a):"
    when = clock.numeric(quoted.at)
    if year < 2016:
        return f"Dne {when} {clock.minutes(quoted.at)}, {quoted.name} napsal(a):"
    return f"Dne {when} v {clock.minutes(quoted.at)} {quoted.name} napsal(a):"


def gmail(quoted: Quoted, year: int) -> list[str]:
    """Return Gmail's attribution, wrapped as Gmail wraps it, and the text behind '>'."""
    return [*_wrapped(gmail_intro(quoted, year)), *behind_marks(quoted.whole_text)]


def gmail_intro(quoted: Quoted, year: int) -> str:
    """Return the attribution as worded by the Gmail of *year*, on one line."""
    if year < 2013:
        when = f"{clock.in_words(quoted.at)} {clock.minutes(quoted.at)}"
        return f"Dne {when} {_mailbox(quoted)} napsal(a):"
    when = f"{clock.short_weekday(quoted.at)} {clock.spaced(quoted.at)}"
    return f"{when} v {clock.minutes(quoted.at)} odesílatel {_mailbox(quoted)} napsal:"


def seznam(quoted: Quoted, year: int) -> list[str]:
    """Return Seznam's separator with its header block and the whole text."""
    title = "Původní zpráva" if year < 2013 else "Původní e-mail"
    return [
        f"---------- {title} ----------",
        f"Od: {_mailbox(quoted)}",
        f"Komu: {quoted.to}",
        f"Datum: {clock.spaced(quoted.at)} {clock.seconds(quoted.at)}",
        f"Předmět: {quoted.subject}",
        "",
        *quoted.whole_text.splitlines(),
    ]


def iphone(quoted: Quoted, year: int) -> list[str]:
    """Return the attribution of a phone and the whole text behind '>'."""
    del year
    when = f"{clock.spaced(quoted.at)} v {clock.minutes(quoted.at)}"
    return [f"{when}, {_mailbox(quoted)}:", "", *behind_marks(quoted.whole_text)]


def notes(quoted: Quoted, year: int) -> list[str]:
    """Return the attribution of Lotus Notes and the whole text behind '>'."""
    del year
    when = f"{clock.padded(quoted.at)} {clock.seconds(quoted.at)}"
    return [f"{quoted.address} napsal dne {when}:", "", *behind_marks(quoted.whole_text)]


def mutt(quoted: Quoted, year: int) -> list[str]:
    """Return the attribution of Mutt and the new text behind '>'."""
    del year
    when = f"{quoted.at:%a, %b %d, %Y at %H:%M:%S %z}"
    return [f"V {when}, {quoted.name} napsal(a):", *behind_marks(quoted.new_text)]


def behind_marks(text: str) -> list[str]:
    """Return the lines of *text* quoted one level deeper (RFC 3676, 4.5)."""
    lines = text.splitlines()
    return [f">{line}" if line.startswith(">") else f"> {line}".rstrip() for line in lines]


def _mailbox(quoted: Quoted) -> str:
    return f"{quoted.name} <{quoted.address}>"


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, 78, break_long_words=False, break_on_hyphens=False)
