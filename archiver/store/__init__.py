# SPDX-License-Identifier: MIT
"""The store: raw messages byte-exact, messages, threads. SQLite through SQLAlchemy Core."""

from __future__ import annotations

from archiver.config import Config
from archiver.store.audit import Auditor
from archiver.store.authors import AuthorRecord, Authors, Role, ThreadOfAuthor
from archiver.store.batch import Progress, Refused, Stored, Understood
from archiver.store.contributions import Contribution, PersonRecord, SubjectRecord
from archiver.store.database import open_database
from archiver.store.files import FileCounts, Files, FilesWanted
from archiver.store.read import Reader
from archiver.store.reading import Reading
from archiver.store.records import (
    AttachmentRecord,
    ListRecord,
    MessageRecord,
    MonthRecord,
    QuarantineRecord,
    StoredMessage,
    ThreadRecord,
)
from archiver.store.write import Writer

__all__ = [
    "AttachmentRecord",
    "Auditor",
    "AuthorRecord",
    "Authors",
    "Contribution",
    "FileCounts",
    "Files",
    "FilesWanted",
    "ListRecord",
    "MessageRecord",
    "MonthRecord",
    "PersonRecord",
    "Progress",
    "QuarantineRecord",
    "Reader",
    "Refused",
    "Role",
    "Stored",
    "StoredMessage",
    "SubjectRecord",
    "ThreadOfAuthor",
    "ThreadRecord",
    "Understood",
    "Writer",
    "open_auditor",
    "open_authors",
    "open_files",
    "open_reader",
    "open_writer",
]


def open_reader(config: Config) -> Reader:
    """Return the read side for pages and search; an empty store is made when there is none."""
    return Reader(_reading(config, frugal=True), config.archive.timezone, config.organisations)


def open_authors(config: Config) -> Authors:
    """Return what tells who wrote; an empty store is made when there is none."""
    return Authors(_reading(config, frugal=True), config.archive.timezone)


def open_files(config: Config) -> Files:
    """Return what tells which files were sent; an empty store is made when there is none."""
    return Files(_reading(config, frugal=True), config.archive.timezone)


def open_writer(config: Config) -> Writer:
    """Return the write side. Whoever writes holds the lock (archiver.lock)."""
    return Writer(_reading(config), config.archive.timezone)


def open_auditor(config: Config) -> Auditor:
    """Return the read side of the jobs that go over everything: export, verify, rebuild, index."""
    return Auditor(_reading(config))


def _reading(config: Config, *, frugal: bool = False) -> Reading:
    folder = config.archive.data_dir
    return Reading(open_database(folder, frugal=frugal), folder)
