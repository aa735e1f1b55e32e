# SPDX-License-Identifier: MIT
"""Everything that looks random: drawn from a digest of the message's place in the data.

The same message gets the same ids whatever is added elsewhere.
"""

import base64
import hashlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from archiver.demo import clock

FILETIME_EPOCH: Final = 11_644_473_600  # seconds from 1601 to 1970


def digest(seed: str, purpose: str) -> str:
    """Return 64 hexadecimal digits that depend on *seed* and *purpose* alone."""
    return hashlib.sha256(f"{seed}\0{purpose}".encode()).hexdigest()


def number(seed: str, purpose: str, below: int) -> int:
    """Return an integer from 0 to *below* - 1."""
    return int(digest(seed, purpose), 16) % below


def message_id_hash(message_id: str) -> str:
    """Return Mailman 3's Message-ID-Hash: base32 of the SHA-1 of the id without its <>."""
    return base64.b32encode(
        hashlib.sha1(message_id.encode(), usedforsecurity=False).digest()
    ).decode()


def outlook(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID as Outlook writes it when it sends by SMTP itself."""
    filetime = f"{_filetime(at):016x}"
    return f"000001{filetime[:2]}{filetime[2:6]}${filetime[6:14]}${digest(seed, 'id')[:8]}@{domain}"


def exchange(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of an Exchange server; from 2018 on, of its cloud."""
    drawn = digest(seed, "id").upper()
    if at.year < 2018:
        return f"{drawn[:32]}@EXCH01.{domain}"
    host = f"VI1PR{drawn[:4]}MB{drawn[4:8]}"
    return f"{host}{drawn[8:32]}@{host}.eurprd05.prod.outlook.example"


def thunderbird(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of Thunderbird: hexadecimal time and digits, later a UUID."""
    if at.year < 2016:
        return f"{int(at.timestamp()):08X}.{number(seed, 'id', 9_000_000) + 1_000_000}@{domain}"
    return f"{UUID(digest(seed, 'id')[:32], version=4)}@{domain}"


def gmail(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of Gmail; *domain* does not show in it."""
    del at, domain
    token = base64.urlsafe_b64encode(bytes.fromhex(digest(seed, "id"))).decode()
    return f"CA{token[:8]}+{token[8:32]}=g@mail.gmail.example"


def seznam(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of the Seznam web mail; *domain* does not show in it."""
    del at, domain
    drawn = digest(seed, "id")
    return f"{drawn[:3].upper()}.{drawn[3:7]}.{drawn[7:16]}.1{drawn[16:21].upper()}@seznam.example"


def iphone(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of the mail program of a phone."""
    del at
    return f"{str(UUID(digest(seed, 'id')[:32], version=4)).upper()}@{domain}"


def notes(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of Lotus Notes."""
    drawn = digest(seed, "id").upper()
    day = f"C125{at.toordinal() % 65536:04X}.00{drawn[16:22]}"
    return f"OF{drawn[:8]}.{drawn[8:16]}-ON{day}-{day}@{domain}"


def mutt(seed: str, at: datetime, domain: str) -> str:
    """Return a Message-ID of Mutt 1.5."""
    return f"{at:%Y%m%d%H%M%S}.GA{number(seed, 'id', 30_000)}@{domain}"


def thread_index(seed: str, at: datetime, parent: bytes) -> bytes:
    """Return Outlook's conversation index ([MS-OXOMSG] 2.2.1.3), a child of *parent* if any.

    *parent* is empty for a message Outlook itself takes for the first.
    """
    if not parent:
        return _filetime(at).to_bytes(8)[:6] + bytes.fromhex(digest(seed, "guid")[:32])
    begun = int.from_bytes(parent[:6] + b"\0\0")
    late = _filetime(at) - begun
    shift, flag = (18, 0) if late < 1 << 49 else (23, 1 << 31)
    return (
        parent
        + (flag | (late >> shift) & 0x7FFFFFFF).to_bytes(4)
        + bytes.fromhex(digest(seed, "level")[:2])
    )


def received_at(seed: str, at: datetime) -> datetime:
    """Return when the list's server got a message written at *at*: 8 seconds to 5 minutes later."""
    late = timedelta(seconds=8 + number(seed, "late", 290))
    return clock.local(at.replace(tzinfo=None) + late)


def _filetime(at: datetime) -> int:
    return (int(at.timestamp()) + FILETIME_EPOCH) * 10_000_000


def in_base64(content: bytes) -> str:
    """Return *content* in base64 on one line, as Thread-Index is written."""
    return base64.b64encode(content).decode()
