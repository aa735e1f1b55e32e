# SPDX-License-Identifier: MIT
"""Other processes see whole commits only, and a writer killed at any moment harms nothing."""

from __future__ import annotations

import multiprocessing
import random
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from index_entries import entry, found, search

from index.engine import new_generation, open_index

SPAWN = multiprocessing.get_context("spawn")
PATIENCE = 60.0
IN_A_COMMIT = 20


def batch(number: int) -> list[int]:
    return list(range((number - 1) * IN_A_COMMIT + 1, number * IN_A_COMMIT + 1))


def write(directory: Path, commits: int) -> None:
    engine = open_index(directory)
    for number in range(1, commits + 1):
        engine.apply([entry(key, f"slovo {key % 5}") for key in batch(number)], (), number)


def write_for_ever(directory: Path, progress: Connection) -> None:
    engine = open_index(directory)
    for number in count(engine.position() + 1):
        entries = [entry(key, f"slovo {' '.join(map(str, range(300)))}") for key in batch(number)]
        progress.send(number)
        engine.apply(entries, (), number)


def read(directory: Path, commits: int, answers: Connection) -> None:
    """Report what is wrong with what a reader sees until the last commit is there."""
    engine = open_index(directory)
    wrong: list[str] = []
    last = 0
    while last < commits and len(wrong) < 5:
        results = search(engine, "slovo", limit=0)
        if results.total % IN_A_COMMIT:
            wrong.append(f"half a commit: {results.total}")
        if results.total < last * IN_A_COMMIT:
            wrong.append(f"back from commit {last} to {results.total} messages")
        last = results.total // IN_A_COMMIT
    answers.send(wrong)


def rebuild(directory: Path, times: int) -> None:
    for number in range(1, times + 1):
        with new_generation(directory) as engine:
            engine.apply([entry(key, "slovo") for key in batch(1)], (), number)


def start(function: object, *arguments: object) -> BaseProcess:
    process = SPAWN.Process(target=function, args=arguments)  # type: ignore[arg-type]
    process.start()
    return process


def answer_of(receiver: Connection) -> list[str]:
    assert receiver.poll(PATIENCE), "the reader did not come to an end"
    wrong: list[str] = receiver.recv()
    return wrong


def test_two_processes_read_while_one_writes(tmp_path: Path) -> None:
    open_index(tmp_path).close()
    pipes = [SPAWN.Pipe(duplex=False) for _ in range(2)]
    readers = [start(read, tmp_path, 30, sender) for _, sender in pipes]
    writer = start(write, tmp_path, 30)
    assert [answer_of(receiver) for receiver, _ in pipes] == [[], []]
    for process in (*readers, writer):
        process.join(PATIENCE)
        assert process.exitcode == 0


def test_a_reader_sees_a_new_commit_of_another_process_at_its_next_search(tmp_path: Path) -> None:
    engine = open_index(tmp_path)
    assert found(engine, "slovo") == set()
    writer = start(write, tmp_path, 1)
    writer.join(PATIENCE)
    assert found(engine, "slovo") == set(batch(1))


def test_generations_are_swapped_under_a_reading_process(tmp_path: Path) -> None:
    write(tmp_path, 1)
    engine = open_index(tmp_path)
    builder = start(rebuild, tmp_path, 12)
    while builder.is_alive():
        assert found(engine, "slovo") == set(batch(1))
    builder.join(PATIENCE)
    assert builder.exitcode == 0
    assert engine.position() == 12


@pytest.mark.parametrize("seed", range(10))
def test_a_writer_killed_at_any_moment_leaves_the_last_commit(tmp_path: Path, seed: int) -> None:
    moment = random.Random(seed)
    write(tmp_path, 2)
    receiver, sender = SPAWN.Pipe(duplex=False)
    writer = start(write_for_ever, tmp_path, sender)
    for _ in range(moment.randint(1, 8)):
        assert receiver.poll(PATIENCE)
        begun = receiver.recv()
    writer.join(moment.uniform(0.0, 0.08))
    writer.kill()
    writer.join(PATIENCE)

    engine = open_index(tmp_path)
    last = engine.position()
    assert last >= begun - 1
    assert engine.keys() == set(range(1, last * IN_A_COMMIT + 1))
    assert found(engine, "slovo") == engine.keys()
    assert not list(tmp_path.rglob("MAIN.tmp"))
    known = {path.name.partition(".")[0] for path in tmp_path.rglob("*.trm")}
    assert {path.name.partition(".")[0] for path in tmp_path.rglob("MAIN_*.*")} == known

    engine.apply([entry(10**6, "poté")], (), last + 1)
    assert found(engine, "poté") == {10**6}


def test_threads_share_an_engine(tmp_path: Path) -> None:
    texts = {key: f"slovo společné{key % 7} a{key}b" for key in range(1, 200)}
    engine = open_index(tmp_path)
    engine.apply([entry(key, text) for key, text in texts.items()], (), 1)

    def ask(number: int) -> bool:
        expected = {key for key in texts if key % 7 == number % 7}
        return (
            found(engine, f"společné{number % 7}") == expected
            and found(engine, f'"slovo společné{number % 7}"') == expected
        )

    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(ask, number) for number in range(300)]
        engine.apply([entry(1000, "nic")], (), 2)
        assert all(one.result() for one in asked)
