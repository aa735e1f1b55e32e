# SPDX-License-Identifier: MIT
"""What sets one mail program apart from another, by the year a message was written in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, TypeVar

from archiver.demo import ids, quoting
from archiver.demo.model import ClientName, Encoding, Layout
from archiver.demo.quoting import Quoted

Value = TypeVar("Value")
Era = tuple[tuple[int, Value], ...]
"""Values in force from a year on, oldest first."""


@dataclass(frozen=True, slots=True)
class Client:
    """The habits of a mail program."""

    header: str  # the header field that names the program
    versions: Era[str]
    message_id: Callable[[str, datetime, str], str]
    prefix: str
    known_prefix: re.Pattern[str]
    quoter: Callable[[Quoted, int], list[str]]
    quotes_above: bool
    width: int
    flowed: bool
    layouts: Era[Layout]
    charsets: Era[str]
    encodings: Era[Encoding]
    signature_mark: str = ""
    thread_index: bool = False


def in_force(era: Era[Value], year: int) -> Value:
    """Return the value of the last era that began by *year*, of the first if none did."""
    return next((value for since, value in reversed(era) if since <= year), era[0][1])


RE_ONLY: Final = re.compile(r"^(?:re:\s*)+", re.IGNORECASE)
SHORT_WORD: Final = re.compile(r"^(?:[a-z]{1,3}:\s*)+", re.IGNORECASE)

OUTLOOK: Final = Client(
    header="X-Mailer",
    versions=(
        (2003, "Microsoft Outlook, Build 10.0.4510"),
        (2006, "Microsoft Office Outlook 11"),
        (2009, "Microsoft Office Outlook 12.0"),
        (2013, "Microsoft Outlook 14.0"),
        (2017, "Microsoft Outlook 16.0"),
    ),
    message_id=ids.outlook,
    prefix="RE: ",
    known_prefix=SHORT_WORD,
    quoter=quoting.outlook,
    quotes_above=False,
    width=76,
    flowed=False,
    layouts=((2003, Layout.PLAIN), (2012, Layout.ALTERNATIVE)),
    charsets=((2003, "windows-1250"), (2011, "iso-8859-2"), (2015, "utf-8")),
    encodings=((2003, Encoding.EIGHT_BIT), (2007, Encoding.QUOTED_PRINTABLE)),
    thread_index=True,
)
EXCHANGE: Final = Client(
    header="X-MS-Exchange-Organization-SCL",
    versions=((2003, "-1"), (2019, "1")),
    message_id=ids.exchange,
    prefix="RE: ",
    known_prefix=SHORT_WORD,
    quoter=quoting.exchange,
    quotes_above=False,
    width=76,
    flowed=False,
    layouts=((2003, Layout.PLAIN), (2014, Layout.ALTERNATIVE)),
    charsets=((2003, "windows-1250"), (2010, "iso-8859-2"), (2014, "utf-8")),
    encodings=((2003, Encoding.QUOTED_PRINTABLE), (2014, Encoding.BASE64)),
    thread_index=True,
)
THUNDERBIRD: Final = Client(
    header="User-Agent",
    versions=(
        (2003, "Mozilla/5.0 (Windows; U; Windows NT 5.1; cs-CZ; rv:1.4) Gecko/20030624"),
        (2005, "Mozilla Thunderbird 1.0 (Windows/20041206)"),
        (2008, "Thunderbird 2.0.0.14 (Windows/20080421)"),
        (2011, "Mozilla/5.0 (X11; Linux x86_64; rv:10.0) Gecko/20120129 Thunderbird/10.0"),
        (2015, "Mozilla/5.0 (Windows NT 6.1; rv:38.0) Gecko/20100101 Thunderbird/38.4.0"),
        (2020, "Mozilla/5.0 (X11; Linux x86_64; rv:78.0) Gecko/20100101 Thunderbird/78.6.0"),
        (2023, "Mozilla Thunderbird"),
    ),
    message_id=ids.thunderbird,
    prefix="Re: ",
    known_prefix=RE_ONLY,
    quoter=quoting.thunderbird,
    quotes_above=True,
    width=72,
    flowed=True,
    layouts=((2003, Layout.PLAIN),),
    charsets=((2003, "iso-8859-2"), (2010, "utf-8")),
    encodings=((2003, Encoding.EIGHT_BIT),),
    signature_mark="-- ",
)
GMAIL: Final = Client(
    header="X-Gm-Message-State",
    versions=((2003, "AOJu0Yw"),),
    message_id=ids.gmail,
    prefix="Re: ",
    known_prefix=RE_ONLY,
    quoter=quoting.gmail,
    quotes_above=False,
    width=76,
    flowed=False,
    layouts=((2003, Layout.ALTERNATIVE),),
    charsets=((2003, "utf-8"),),
    encodings=((2003, Encoding.BASE64), (2015, Encoding.QUOTED_PRINTABLE)),
    signature_mark="-- ",
)
SEZNAM: Final = Client(
    header="X-Mailer",
    versions=((2003, "Seznam WebMail"), (2014, "szn-ebox-4.4.240"), (2020, "szn-ebox-5.0.90")),
    message_id=ids.seznam,
    prefix="Re: ",
    known_prefix=RE_ONLY,
    quoter=quoting.seznam,
    quotes_above=False,
    width=990,
    flowed=False,
    layouts=((2003, Layout.PLAIN), (2012, Layout.ALTERNATIVE)),
    charsets=((2003, "iso-8859-2"), (2010, "utf-8")),
    encodings=((2003, Encoding.QUOTED_PRINTABLE),),
)
IPHONE: Final = Client(
    header="X-Mailer",
    versions=(
        (2010, "iPhone Mail (8C148)"),
        (2015, "iPhone Mail (13E238)"),
        (2020, "iPhone Mail (18B92)"),
    ),
    message_id=ids.iphone,
    prefix="Re: ",
    known_prefix=RE_ONLY,
    quoter=quoting.iphone,
    quotes_above=False,
    width=990,
    flowed=False,
    layouts=((2003, Layout.PLAIN),),
    charsets=((2003, "utf-8"),),
    encodings=((2003, Encoding.QUOTED_PRINTABLE),),
)
NOTES: Final = Client(
    header="X-Mailer",
    versions=(
        (2003, "Lotus Notes Release 6.5.1 January 21, 2004"),
        (2010, "Lotus Notes Release 8.5.2"),
    ),
    message_id=ids.notes,
    prefix="Odp: ",
    known_prefix=re.compile(r"^(?:odp:\s*)+", re.IGNORECASE),
    quoter=quoting.notes,
    quotes_above=False,
    width=76,
    flowed=False,
    layouts=((2003, Layout.PLAIN),),
    charsets=((2003, "iso-8859-2"),),
    encodings=((2003, Encoding.QUOTED_PRINTABLE),),
)
MUTT: Final = Client(
    header="User-Agent",
    versions=((2003, "Mutt/1.4.1i"), (2007, "Mutt/1.5.13 (2006-08-11)"), (2016, "Mutt/1.10.1")),
    message_id=ids.mutt,
    prefix="Re: ",
    known_prefix=RE_ONLY,
    quoter=quoting.mutt,
    quotes_above=True,
    width=72,
    flowed=False,
    layouts=((2003, Layout.PLAIN),),
    charsets=((2003, "iso-8859-2"), (2014, "utf-8")),
    encodings=((2003, Encoding.EIGHT_BIT),),
    signature_mark="-- ",
)
CLIENTS: Final[Mapping[ClientName, Client]] = {
    ClientName.OUTLOOK: OUTLOOK,
    ClientName.OUTLOOK_ODP: replace(OUTLOOK, prefix="ODP: "),
    ClientName.EXCHANGE: EXCHANGE,
    ClientName.THUNDERBIRD: THUNDERBIRD,
    ClientName.GMAIL: GMAIL,
    ClientName.SEZNAM: SEZNAM,
    ClientName.IPHONE: IPHONE,
    ClientName.NOTES: NOTES,
    ClientName.MUTT: MUTT,
}
