# SPDX-License-Identifier: MIT
"""Figures for monitoring, in a file that Prometheus' node_exporter reads (textfile collector)."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from archiver.config import Config
from archiver.errors import ArchiveError, TemporaryError
from archiver.follow import index_dir
from archiver.store import open_reader
from index.engine import open_index
from index.errors import SearchIndexError

_READABLE = 0o644


def write_metrics(config: Config, seconds: float) -> tuple[ArchiveError, ...]:
    """Write the archive's figures, and how long the run took, where the config says.

    The file is replaced in one step. What goes wrong is returned: mail comes before figures.
    """
    path = config.archive.metrics_file
    if path is None:
        return ()
    try:
        _replace(path, "".join(_text(config, seconds)))
    except ArchiveError as error:
        return (error,)
    except (OSError, SearchIndexError) as error:
        return (TemporaryError(f"{path}: the figures cannot be written: {error}"),)
    return ()


def _text(config: Config, seconds: float) -> Iterator[str]:
    """Yield the metrics in Prometheus' text format 0.0.4."""
    lists = open_reader(config).lists()
    engine = open_index(index_dir(config))
    try:
        indexed = {entry.address: engine.count(entry.address) for entry in lists}
    finally:
        engine.close()
    ended = {e.address: int(e.last_ingest.timestamp()) for e in lists if e.last_ingest}
    yield from _metric("messages", "Messages.", {e.address: e.messages for e in lists})
    yield from _metric("threads", "Threads.", {e.address: e.threads for e in lists})
    yield from _metric(
        "quarantined", "Messages not understood.", {e.address: e.quarantined for e in lists}
    )
    yield from _metric("indexed", "Messages that search finds.", indexed)
    yield from _metric(
        "last_success_timestamp_seconds", "When an ingest last read every source.", ended
    )
    yield from _metric("run_duration_seconds", "How long the last run took.", {"": seconds})


def _metric(name: str, text: str, values: Mapping[str, float]) -> Iterator[str]:
    yield f"# HELP ismo_archive_{name} {text}\n# TYPE ismo_archive_{name} gauge\n"
    for address, value in values.items():
        label = f'{{list="{_escaped(address)}"}}' if address else ""
        yield f"ismo_archive_{name}{label} {value}\n"


def _escaped(label: str) -> str:
    return label.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")


def _replace(path: Path, text: str) -> None:
    # The collector reads *.prom only, so it never sees this half-written.
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        beside.write_text(text, "utf-8")
        beside.chmod(_READABLE)
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise
