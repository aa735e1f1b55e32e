# SPDX-License-Identifier: MIT
"""What keeps a raw message from going in: something in it, or a machine that is short of something.

The first is put into quarantine, the second is for the next run.
"""

from __future__ import annotations

from archiver.errors import TemporaryError
from archiver.mail.message import RawMessage
from archiver.store import Refused


def machine_short(place: str, error: OSError | MemoryError) -> TemporaryError:
    """Return what tells that the machine, not a message, keeps a run from going on."""
    reason = error.strerror if isinstance(error, OSError) else "no memory"
    return TemporaryError(f"{place}: the machine is short of something: {reason}; try again later")


def refused_for(raw: RawMessage, error: Exception) -> Refused:
    """Return a raw message as refused for an error that nobody foresaw."""
    # The database's errors have a statement and its values, parts of the mail, in further lines.
    return Refused(raw, f"{type(error).__name__}: {error}".partition("\n")[0])
