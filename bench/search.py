# SPDX-License-Identifier: MIT
"""Measure the search: how well it answers judged queries, and what building and asking cost.

``--czech-ir DIR`` reads ``docs.jsonl``, ``queries.jsonl`` and ``qrels.tsv`` of a judged set;
``--mbox FILE[,FILE]`` (plain or gzipped) reads real mail into one index. All times are CPU times of
this process.
"""

from __future__ import annotations

import argparse
import json
import math
import re
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path
from unittest import mock

from keysets import KEY_SETS, Ranked
from mailboxes import ADDRESS, read_mboxes

from index.czech import Analyser, chunks, is_accented
from index.engine import Engine, open_index
from index.entry import Entry, Results, Sort
from index.query import parse

COLUMNS = ("text", "nodia", "reinfl", "reinfl_nodia", "typo")
BATCH = 1000
ROUNDS = 3
COMMON_PHRASES = ('"in the"', '"of the"', '"to the"', '"on the"')


def main() -> None:
    """Run what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--czech-ir", type=Path, metavar="DIR")
    parser.add_argument("--mbox", metavar="FILE[,FILE]")
    parser.add_argument("--most", type=int, default=100_000, help="messages read")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        if options.czech_ir:
            judge(options.czech_ir, Path(directory) / "judged")
        if options.mbox:
            paths = list(map(Path, options.mbox.split(",")))
            measure(paths, Path(directory) / "mail", options.most)


def judge(source: Path, directory: Path) -> None:
    """Print a table of nDCG@10 for each way of typing the queries and of making keys."""
    documents = [json.loads(line) for line in (source / "docs.jsonl").open(encoding="utf-8")]
    queries = [json.loads(line) for line in (source / "queries.jsonl").open(encoding="utf-8")]
    relevant = _relevant(source / "qrels.tsv")
    print(f"{len(documents)} documents, {len(queries)} queries: nDCG@10/MRR/recall@100")
    _analyse([one["text"] for one in documents])
    print("| keys | " + " | ".join(COLUMNS) + " | build, CPU s | a query, CPU ms |")
    print("|---|" + "---|" * (len(COLUMNS) + 2))
    for keys in KEY_SETS:
        start = time.process_time()
        ranked = Ranked(keys, documents)
        built = time.process_time() - start
        name = f"{keys.name} ({ranked.size} postings)"
        _judge(name, ranked.search, built, queries, relevant)
    start = time.process_time()
    engine = open_index(directory)
    engine.apply((_judged(n, one) for n, one in enumerate(documents, 1)), (), 1)
    built = time.process_time() - start
    names = {number: one["id"] for number, one in enumerate(documents, 1)}

    def ask(text: str) -> list[str]:
        found = engine.search(parse(text), lists=None, limit=100)
        return [names[hit.key] for hit in found.hits]

    with mock.patch("index.searching.corrections", return_value=()):
        _judge("the search, nothing corrected", ask, built, queries, relevant)
    _judge("the search", ask, built, queries, relevant)
    engine.close()


def _judge(
    name: str,
    ask: Callable[[str], list[str]],
    built: float,
    queries: Iterable[dict[str, str]],
    relevant: dict[str, dict[str, int]],
) -> None:
    start = time.process_time()
    cells = []
    asked = 0
    for column in COLUMNS:
        answers = {one["id"]: ask(one[column]) for one in queries if one[column] is not None}
        asked += len(answers)
        cells.append(_quality(answers, relevant))
    spent = (time.process_time() - start) * 1000 / asked
    print(f"| {name} | {' | '.join(cells)} | {built:.1f} | {spent:.1f} |", flush=True)


def _judged(number: int, one: dict[str, str]) -> Entry:
    # of one day: how new they are tells nothing here
    return Entry(number, ADDRESS, number, 1, one["title"], one["text"], "", "", "", "")


def _relevant(path: Path) -> dict[str, dict[str, int]]:
    relevant: dict[str, dict[str, int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        query, document, grade = line.split("\t")
        relevant.setdefault(query, {})[document] = int(grade)
    return relevant


def _quality(answers: dict[str, list[str]], relevant: dict[str, dict[str, int]]) -> str:
    ndcg, mrr, recall = [], [], []
    for query, answer in answers.items():
        grades = relevant[query]
        gained = _gain(grades.get(name, 0) for name in answer[:10])
        ndcg.append(gained / _gain(sorted(grades.values(), reverse=True)[:10]))
        mrr.append(next((1 / n for n, name in enumerate(answer, 1) if name in grades), 0.0))
        recall.append(sum(name in grades for name in answer) / len(grades))
    return "/".join(f"{statistics.mean(column):.3f}" for column in (ndcg, mrr, recall))


def _gain(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))


def measure(paths: Sequence[Path], directory: Path, most: int) -> None:
    """Print what it costs to index mailboxes and to search them."""
    entries = list(islice(read_mboxes(paths), most))
    octets = sum(
        len(f"{one.subject}{one.new_text}{one.quoted_text}".encode("utf-8", "replace"))
        for one in entries
    )
    engine = open_index(directory)
    start = time.process_time()
    for number in range(0, len(entries), BATCH):
        engine.apply(entries[number : number + BATCH], (), number)
    spent = time.process_time() - start
    words = sum(len(one.new_text.split()) + len(one.quoted_text.split()) for one in entries)
    names = ", ".join(path.name for path in paths)
    print(f"{names}: {len(entries)} messages, {words} words")
    _analyse([one.new_text for one in entries])
    print(f"  build {len(entries) / spent:.0f} messages/CPU s, {words / spent:.0f} words/CPU s")
    print(f"  index {_size(directory) / 1e6:.1f} MB for {octets / 1e6:.1f} MB of text")
    _increment(engine, entries)
    start = time.process_time()
    opened = open_index(directory)
    opened.search(parse("xyzzy"), lists=None)
    print(f"  open and first search {(time.process_time() - start) * 1000:.0f} ms")
    print("| kind | p50 | p95 | found |\n|---|---|---|---|")
    for name, ask in _questions(opened, entries).items():
        _report(name, ask)
    opened.close()
    engine.close()


def _analyse(texts: Sequence[str]) -> None:
    """Print how fast running text is analysed."""
    spent = []
    for _ in range(ROUNDS):
        analyser = Analyser()
        start = time.process_time()
        words = 0
        for text in texts:
            analyse = analyser.accented if is_accented(text) else analyser.plain
            words += sum(analysed.width for analysed in map(analyse, chunks(text)))
        spent.append(time.process_time() - start)
    print(f"analyser: {words / min(spent):.0f} words/CPU s over {words} words")


def _increment(engine: Engine, entries: list[Entry]) -> None:
    spent = []
    for number in range(20):
        batch = entries[number * 50 : number * 50 + 50]
        start = time.process_time()
        engine.apply(batch, (), len(entries) + number)
        spent.append((time.process_time() - start) * 1000)
    spent.sort()
    print(f"  replace 50: median {spent[10]:.0f} ms, most {spent[-1]:.0f} ms")


def _questions(engine: Engine, entries: list[Entry]) -> dict[str, list[Callable[[], Results]]]:
    counts: dict[str, int] = {}
    for one in entries:
        for word in set(re.findall(r"[^\W\d_]{4,12}", one.new_text)):
            counts[word] = counts.get(word, 0) + 1
    by_count = sorted(counts, key=lambda word: (-counts[word], word))
    common, rare = by_count[5:25], by_count[len(by_count) // 3 :][:20]
    middle = by_count[100:140]
    pairs = [f"{one} {two}" for one, two in zip(middle[::2], middle[1::2], strict=True)]
    phrases = [f'"{" ".join(one.new_text.split()[5:8])}"' for one in entries[100:2100:100]]
    authors = [f"od:{one.author.split()[0]}" for one in entries[::997] if one.author.strip()][:20]
    prefixes = [f"{word[:4]}*" for word in middle]

    def ask(texts: Iterable[str], **options: object) -> list[Callable[[], Results]]:
        return [
            lambda text=text: engine.search(parse(text), lists=None, **options) for text in texts
        ]

    return {
        "word": ask(middle),
        "common word": ask(common),
        "rare word": ask(rare),
        "two words": ask(pairs),
        "phrase": ask(phrases),
        "common phrase": ask(COMMON_PHRASES),
        "four common phrases": ask([" ".join(COMMON_PHRASES)]),
        "author": ask(authors),
        "prefix": ask(prefixes),
        "prefix, two letters": ask(f"{start}*" for start in sorted({w[:2] for w in common})),
        "year range": ask(f"{word} rok:2005-2015" for word in common),
        "by date": ask(common, sort=Sort.NEWEST),
        "page 20": ask(common, offset=380),
        "by thread": ask(common, by_thread=True),
        "facets": ask(common, facets=True),
    }


def _report(name: str, asks: list[Callable[[], Results]]) -> None:
    best, totals = [], []
    for ask in asks:
        spent = []
        for _ in range(ROUNDS):
            start = time.process_time()
            totals.append(ask().total)
            spent.append((time.process_time() - start) * 1000)
        best.append(min(spent))
    best.sort()
    p50, p95 = best[len(best) // 2], best[int(len(best) * 0.95)]
    hits = statistics.median(totals)
    print(f"| {name} | {p50:.1f} | {p95:.1f} | {hits:.0f} |", flush=True)


def _size(directory: Path) -> int:
    return sum(path.stat().st_size for path in directory.rglob("*") if path.is_file())


if __name__ == "__main__":
    main()
