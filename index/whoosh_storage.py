# SPDX-License-Identifier: MIT
"""Files of a Whoosh index: written so that they last, read without copying them."""

from __future__ import annotations

import mmap
import os
import shutil
from contextlib import suppress
from pathlib import Path

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile, StructFile

from index.files import sync_directory


class DurableStorage(FileStorage):  # type: ignore[misc] # Whoosh has no types
    """Whoosh's files of one commit: each on the disk before the next one counts on it.

    Whoosh 2.7.4 never calls fsync: after a power cut its table of contents could name segments
    that are not there. And when the disk is full it leaves files behind, open ones too.
    """

    def __init__(self, directory: Path, *, lasting: bool = True) -> None:
        super().__init__(str(directory))
        self._lasting = lasting
        self._created: dict[Path, StructFile] = {}
        self._temporary: list[DurableStorage] = []

    def create_file(self, name: str, **options: object) -> StructFile:
        """Create a file that is on the disk once it is closed."""
        if self._lasting:
            options["onclose"] = _sync
        created = super().create_file(name, **options)
        self._created[Path(self.folder, name)] = created
        return created

    def open_file(self, name: str, **_options: object) -> BufferFile:
        """Read a file into memory, all of it: Whoosh forgets to close a file it cannot read."""
        return BufferFile(memoryview(Path(self.folder, name).read_bytes()), name=name)

    def rename_file(self, oldname: str, newname: str, *, safe: bool = False) -> None:
        """Rename a file; the directory is on the disk before and after."""
        sync_directory(Path(self.folder))
        super().rename_file(oldname, newname, safe=safe)
        # Whoosh renames only the table of contents: from here on the commit stands
        self._created.clear()
        sync_directory(Path(self.folder))

    def temp_storage(self, name: str | None = None) -> DurableStorage:
        """Return storage for files that end with the commit; `name` is always given by Whoosh."""
        temporary = DurableStorage(Path(self.folder, name or "MAIN.tmp"), lasting=False)
        self._temporary.append(temporary)
        return temporary.create()  # type: ignore[no-any-return] # Whoosh has no types

    def abandon(self) -> None:
        """Close and remove what was created since the last table of contents."""
        for temporary in self._temporary:
            temporary.abandon()
            shutil.rmtree(temporary.folder, ignore_errors=True)
        for path, created in self._created.items():
            # a full disk also refuses what is still to be written
            with suppress(OSError):
                created.raw_file().close()
            path.unlink(missing_ok=True)
        self._created.clear()


def _sync(opened: StructFile) -> None:
    opened.flush()
    os.fsync(opened.fileno())


def mapped(path: Path) -> memoryview:
    """Return the octets of a file from its mapping; Whoosh's own copies all of it into memory."""
    if not path.stat().st_size:
        return memoryview(b"")
    with path.open("rb") as opened:
        return memoryview(mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ))
