# SPDX-License-Identifier: MIT
"""Archives: the names of the files in them; nothing inside is opened."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from typing import BinaryIO

from archiver.extract import limits
from archiver.extract.bounded import Bounded, Budget
from archiver.extract.result import Note, Unreadable
from archiver.mail.charset import decode

_UTF8 = 0x800
_ENCRYPTED = 0x1
_TAR_HEADER = 512


def read_zip(data: bytes, _: str) -> Iterator[str]:
    """Yield the names in a ZIP file, its encrypted files among them."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.filelist
    for info in entries[: limits.ENTRIES]:
        yield _zip_name(info) + "\n"
    if len(entries) > limits.ENTRIES:
        raise Unreadable(Note.TOO_LARGE)
    if any(info.flag_bits & _ENCRYPTED for info in entries):
        raise Unreadable(Note.ENCRYPTED)


def _zip_name(info: zipfile.ZipInfo) -> str:
    """Return a file's name; without the flag of UTF-8 it is in whatever the packer's system used.

    The library reads such names as code page 437 (APPNOTE, D.1), which loses no octet. Windows
    writes them in its DOS code page, which is 852 in Central Europe; others write UTF-8.
    """
    if info.flag_bits & _UTF8:
        return info.filename
    octets = info.filename.encode("cp437", "replace")
    try:
        return octets.decode()
    except UnicodeDecodeError:
        return octets.decode("cp852")


def read_tar(data: bytes, _: str) -> Iterator[str]:
    """Yield the names in a tar file."""
    return _tar_names(io.BytesIO(data))


def read_packed(data: bytes, _: str) -> Iterator[str]:
    """Yield the names in a packed tar file; the name that gzip kept of any other file."""
    start = _unpacked(data).read(_TAR_HEADER)
    if start[257:262] == b"ustar":
        budget = Budget(limits.expanded(len(data)))
        yield from _tar_names(io.BufferedReader(Bounded(_unpacked(data), budget)))
    elif data.startswith(b"\x1f\x8b") and data[3] & 0x08:
        # RFC 1952, 2.3.1: FNAME ends with a zero octet.
        start_of_name = 10 + (2 + int.from_bytes(data[10:12], "little") if data[3] & 0x04 else 0)
        yield decode(data[start_of_name:].partition(b"\0")[0][:1000]).text + "\n"


def _unpacked(data: bytes) -> io.BufferedIOBase:
    file = io.BytesIO(data)
    if data.startswith(b"BZh"):
        return bz2.BZ2File(file)
    return lzma.LZMAFile(file) if data.startswith(b"\xfd7zXZ") else gzip.GzipFile(fileobj=file)


def _tar_names(file: BinaryIO) -> Iterator[str]:
    with tarfile.open(fileobj=file, mode="r|", errors="surrogateescape") as archive:
        for number, member in enumerate(archive):
            if number == limits.ENTRIES:
                raise Unreadable(Note.TOO_LARGE)
            yield decode(member.name.encode("utf-8", "surrogateescape")).text + "\n"
