# SPDX-License-Identifier: MIT
"""The measurements: each archive takes the same mail and answers the same questions, in turn."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from peers import questions
from peers.mail import FEW, Mail
from peers.ours import Ours
from peers.results import RATE, Figures
from peers.system import Asked, Reader, System

RATED = ("page: thread of 50+", "page: message", "search: common word")
WARM = 3
"""Questions of each kind that are asked first and not counted."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How often what is measured."""

    imports: int = 3
    questions: int = 25
    """Of each kind."""
    rounds: int = 3
    """In which answers a second are counted."""
    seconds: float = 5.0
    """How long each time."""


def measure(mail: Mail, systems: Mapping[Path, System], plan: Plan) -> Figures:
    """Measure systems, each with an empty folder of its own; the first is this project."""
    figures = Figures()
    for number in range(plan.imports):
        for folder, system in systems.items():
            say(f"{system.name}: import {number + 1} of {plan.imports}")
            shutil.rmtree(folder, ignore_errors=True)
            _feed(figures, mail, system)
    ours = next(iter(systems.values()))
    assert isinstance(ours, Ours)
    asked = questions.choose(mail.main, ours.threads(), plan.questions + WARM)
    _read(figures, list(systems.values()), asked)
    if plan.rounds:
        _rate(figures, list(systems.values()), asked, plan)
    return figures


def _feed(figures: Figures, mail: Mail, system: System) -> None:
    system.create()
    cost = system.add(mail.main, mail.messages)
    disk = system.disk()
    figures.note("import and index", system.name, cost.cpu)
    figures.note("import and index, by the clock", system.name, cost.seconds)
    figures.note("import and index, memory", system.name, cost.peak)
    figures.note("on disk", system.name, disk.everything / 1e6)
    figures.note("on disk, the index alone", system.name, disk.index / 1e6)
    figures.note("add 1 message", system.name, system.add(mail.one, 1).cpu * 1000)
    figures.note("add 50 messages", system.name, system.add(mail.fifty, FEW).cpu * 1000)
    for row in tuple(figures.rows):
        say(figures.told(row))


def _read(
    figures: Figures, systems: Sequence[System], asked: Mapping[str, Sequence[Asked]]
) -> None:
    with ExitStack() as stack:
        readers = {one.name: stack.enter_context(one.reading(1)) for one in systems}
        for kind, some in asked.items():
            for number, one in enumerate(some):
                for name, reader in readers.items():
                    spent = reader.ask(one)
                    if spent is not None and number >= WARM:
                        figures.note(kind, name, spent * 1000)
            say(figures.told(kind))
        for name, reader in readers.items():
            figures.note("memory of a worker", name, reader.memory() or None)


def _rate(
    figures: Figures,
    systems: Sequence[System],
    asked: Mapping[str, Sequence[Asked]],
    plan: Plan,
) -> None:
    for kind, system in _turns(systems, plan.rounds):
        with system.reading(2) as reader:
            _warm(reader, asked[kind])
            figures.note(RATE + kind, system.name, reader.answers(list(asked[kind]), plan.seconds))
        say(figures.told(RATE + kind))


def _turns(systems: Sequence[System], rounds: int) -> Iterator[tuple[str, System]]:
    for kind in RATED:
        for _ in range(rounds):
            for system in systems:
                yield kind, system


def _warm(reader: Reader, asked: Sequence[Asked]) -> None:
    for one in asked[:WARM]:
        reader.ask(one)


def say(text: str) -> None:
    """Tell how far it is."""
    print(text, file=sys.stderr, flush=True)
