# SPDX-License-Identifier: MIT
"""An erasure carried out: the store first, then the index, then whatever lies about in files."""

from __future__ import annotations

import time
from datetime import datetime
from pathlib import Path

from archiver.config import Config
from archiver.erase_plan import Plan
from archiver.follow import follow, rebuild_index
from archiver.metrics import write_metrics
from archiver.receipt import Receipt, elsewhere
from archiver.spool import spool_dir, waiting
from archiver.store.accounts import FILE_NAME, open_accounts
from archiver.store.audit_log import Entry
from archiver.store.erasure import Work, open_eraser


def unfinished(config: Config) -> Path:
    """Return the file that is there while what was erased may lie about in files still."""
    return config.archive.data_dir / "erasure-unfinished"


def carry_out(config: Config, plan: Plan, actor: str, reason: str, now: datetime) -> Receipt:
    """Erase what is planned; the caller holds the lock since before it was planned.

    Killed at any time, it has done nothing, or the rest is done by `finish`.
    """
    counts = plan.counts()
    entry = Entry(now, actor, plan.action, plan.list_address, plan.target, reason, counts)
    work = Work(
        entry,
        frozenset(head.key for head in plan.gone),
        plan.changed,
        plan.understood,
        plan.renamed,
        plan.addresses,
        plan.quarantined,
    )
    unfinished(config).touch()
    _sign_out(config, plan.addresses)
    open_eraser(config).erase(work)
    for listed in config.lists:
        _sweep(spool_dir(config.archive.data_dir, listed.address), plan.digests)
    finish(config)
    left = elsewhere(config, plan.digests)
    return Receipt(now, actor, plan.action, plan.target, reason, counts, left)


def finish(config: Config) -> None:
    """Let nothing of what was erased be in the index and the files of the database.

    The documents go at once; the words that they alone had go with the index made anew.
    """
    begun = time.monotonic()
    follow(config)
    rebuild_index(config)
    open_eraser(config).clean()
    unfinished(config).unlink(missing_ok=True)
    for error in write_metrics(config, time.monotonic() - begun):
        raise error


def _sign_out(config: Config, addresses: frozenset[str]) -> None:
    """End the sessions of somebody and their private feeds."""
    if addresses and (config.archive.data_dir / FILE_NAME).exists():
        accounts = open_accounts(config.archive.data_dir)
        accounts.close_sessions(addresses)
        for feed in accounts.feeds(addresses):
            accounts.revoke_feed(addresses, feed.list_address)


def _sweep(folder: Path, digests: frozenset[bytes]) -> None:
    """Remove mail that was pushed again and waits; its name is its SHA-256."""
    names = {digest.hex() for digest in digests}
    for path in waiting(folder):
        if path.name in names:
            path.unlink()
