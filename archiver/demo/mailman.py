# SPDX-License-Identifier: MIT
"""What the list server adds: tag, footer, header fields, the From it rewrites.

Mailman 2 served the sample list until 2017, Mailman 3 since; the wording is theirs.
"""

from dataclasses import dataclass
from typing import Final

from archiver.demo import ids
from archiver.demo.data import LIST_ADDRESS
from archiver.demo.model import Message

TAG: Final = "[ismo] "
HOST: Final = "lists.munet.example"
MAILMAN_3_SINCE: Final = 2018
VERSIONS: Final = (
    (2003, "2.1.2"),
    (2006, "2.1.9"),
    (2011, "2.1.14"),
    (2014, "2.1.18-1"),
    (MAILMAN_3_SINCE, "3.1.1"),
    (2020, "3.3.1"),
    (2023, "3.3.8"),
    (2025, "3.3.10"),
)
FOOTER_SINCE: Final = 2005
FOOTER_2: Final = """
_______________________________________________
ISMO mailing list
ISMO@munet.example
https://lists.munet.example/mailman/listinfo/ismo
"""
FOOTER_3: Final = """
_______________________________________________
ISMO mailing list -- ismo@munet.example
To unsubscribe send an email to ismo-leave@munet.example
https://lists.munet.example/archives/list/ismo@munet.example/
"""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A display name and an address."""

    name: str
    address: str


def shown_sender(message: Message) -> Mailbox:
    """Return the From the list's readers see, rewritten where the domain's policy asks for it."""
    author = message.author
    if message.at.year >= author.rewritten_from:
        return Mailbox(f"{author.name} via ISMO", LIST_ADDRESS)
    return Mailbox(author.name, author.address)


def tagged(subject: str) -> str:
    """Return *subject* with the list's tag in front."""
    return TAG + subject


def tagged_reply(prefixes: str, subject: str, year: int) -> str:
    """Return a reply's subject: Mailman 3 puts the tag before the prefixes, 2 leaves it behind."""
    if year >= MAILMAN_3_SINCE:
        return TAG + prefixes + subject
    return prefixes + TAG + subject


def untagged(subject: str) -> str:
    """Return *subject* without the list's tag, wherever it stands."""
    return subject.replace(TAG, "", 1)


def footer(year: int) -> str:
    """Return what the list puts under every text; nothing in the first years."""
    if year < FOOTER_SINCE:
        return ""
    return FOOTER_3 if year >= MAILMAN_3_SINCE else FOOTER_2


def header_fields(message_id: str, year: int, sender: str) -> list[tuple[str, str]]:
    """Return the fields the list adds; *sender* is the author's address."""
    version = next(value for since, value in reversed(VERSIONS) if since <= year)
    known = [("Precedence", "list"), ("X-Mailman-Version", version)]
    if year >= MAILMAN_3_SINCE:
        return [*_newer_fields(message_id, sender), *known, *_list_fields()]
    return [("X-BeenThere", LIST_ADDRESS), *known, *_list_fields(), *_older_fields()]


def _newer_fields(message_id: str, sender: str) -> list[tuple[str, str]]:
    if not message_id:
        return [("X-MailFrom", sender)]
    hashed = ids.message_id_hash(message_id)
    page = f"https://{HOST}/archives/list/{LIST_ADDRESS}/message/{hashed}/"
    return [
        ("X-MailFrom", sender),
        ("Message-ID-Hash", hashed),
        ("X-Message-ID-Hash", hashed),
        ("Archived-At", f"<{page}>"),
    ]


def _list_fields() -> list[tuple[str, str]]:
    return [
        ("List-Id", "Konference KISMO <ismo.munet.example>"),
        ("List-Help", f"<mailto:{_request_address('request')}?subject=help>"),
        ("List-Post", f"<mailto:{LIST_ADDRESS}>"),
        ("List-Subscribe", f"<mailto:{_request_address('join')}>"),
    ]


def _older_fields() -> list[tuple[str, str]]:
    bounces = _request_address("bounces")
    return [("Sender", bounces), ("Errors-To", bounces)]


def _request_address(what: str) -> str:
    return LIST_ADDRESS.replace("@", f"-{what}@")
