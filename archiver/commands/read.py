# SPDX-License-Identifier: MIT
"""Commands that read from the archive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TextIO

import click

from archiver import forms
from archiver.commands.base import (
    chosen,
    json_option,
    list_option,
    one_list_option,
    print_json,
    printable,
    telling_errors,
)
from archiver.config import Config, load_config
from archiver.errors import NotFoundError
from archiver.follow import index_dir
from archiver.health import age, in_words
from archiver.mail.message import message_id_hash
from archiver.search import Answer, Survey, open_search
from archiver.store import Reader, StoredMessage, open_auditor, open_reader
from index.engine import open_index
from index.entry import Sort


@click.command()
@list_option
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000))
@click.option(
    "--sort", default="relevance", show_default=True, type=click.Choice([o.value for o in Sort])
)
@json_option
@click.option(
    "--queries", type=click.File("r", "utf-8"), metavar="FILE",
    help="Answer the queries in FILE, a line each, with a JSON line each.",
)  # fmt: skip
@click.option("--like", metavar="MESSAGE-ID", help="Find other threads about the same instead.")
@click.option("--experts", is_flag=True, help="Tell who has experience with it, too.")
@click.argument("query", nargs=-1)
@click.pass_obj
@telling_errors
def search(  # noqa: PLR0913 - options
    path: Path,
    *,
    address: str | None,
    limit: int,
    sort: str,
    as_json: bool,
    queries: TextIO | None,
    like: str | None,
    experts: bool,
    query: tuple[str, ...],
) -> None:
    """Search the archive."""
    if like and (query or queries or experts):
        raise click.UsageError("--like stands instead of a query")
    config = load_config(path)
    lists = [entry.address for entry in chosen(config, address)]
    opened = open_search(config)
    run = partial(
        opened.run, lists=lists, limit=limit, sort=Sort(sort), facets=True, survey=experts
    )
    survey = opened.survey if experts else None
    if queries:
        for line in queries:
            print_json(_form(run(line.rstrip("\r\n")), survey, config))
        return
    answer = (
        opened.like(_message(open_reader(config), lists, like), lists=lists, limit=limit)
        if like
        else run(" ".join(query))
    )
    form = _form(answer, survey, config)
    if as_json:
        print_json(form)
    else:
        _print_answer(form)


def _form(answer: Answer, survey: Callable[[Answer], Survey] | None, config: Config) -> forms.Form:
    form = forms.search_form(answer, config.archive.base_url)
    if survey:
        form["experts"] = forms.experts_form(survey(answer).experts)
    return form


def _print_answer(form: forms.Form) -> None:
    click.echo(": ".join(filter(None, (str(form["total"]), form["explained"]))))
    for hit in form["hits"]:
        author = hit["from"]["name"] or hit["from"]["address"]
        click.echo(printable(f"\n{hit['date'][:10]}  {hit['subject']}  ({author})"))
        click.echo(printable(f"    {' '.join(hit['snippet'].split())}"))
        click.echo(f"    {hit['url']}")
    for kind, found in form.get("experts", {}).items():
        if found:
            click.echo(f"\n{kind}:")
        for one in found:
            click.echo(printable(f"    {one['name']}  {one['messages']} + {one['answers']}"))


def _message(reader: Reader, lists: Iterable[str], message_id: str) -> StoredMessage:
    """Return a message by its Message-ID; NotFoundError when no list has it."""
    hash_ = message_id_hash(message_id.strip().removeprefix("<").removesuffix(">"))
    for address in lists:
        message = reader.message(address, hash_)
        if message:
            return message
    raise NotFoundError(f"no message {message_id}")


@click.command()
@list_option
@json_option
@click.argument("message_id", metavar="MESSAGE-ID")
@click.pass_obj
@telling_errors
def show(path: Path, *, address: str | None, as_json: bool, message_id: str) -> None:
    """Show a message as understood."""
    config = load_config(path)
    reader = open_reader(config)
    lists = [entry.address for entry in chosen(config, address)]
    message = _message(reader, lists, message_id)
    if as_json:
        print_json(forms.message_form(message, reader))
    else:
        _print_message(message)


def _print_message(message: StoredMessage) -> None:
    record = message.record
    head = f"{record.author.name} <{record.author.address}>, {forms.iso(record.date)}"
    click.echo(printable(f"{record.subject}\n{head}\n\n{message.text}"))
    for file in record.attachments:
        click.echo(printable(f"[{file.number}] {file.name}  {file.type}, {file.size} B"))


@click.command()
@one_list_option
@click.option("--json", "as_json", is_flag=True, required=True, help="One JSON object a line.")
@click.pass_obj
@telling_errors
def threads(path: Path, *, address: str, as_json: bool) -> None:  # noqa: ARG001 - the only form
    """Print the place of every message in its thread."""
    config = load_config(path)
    for form in forms.thread_forms(open_auditor(config).threaded(config.list(address).address)):
        print_json(form)


@click.command()
@json_option
@click.pass_obj
@telling_errors
def stats(path: Path, *, as_json: bool) -> None:
    """Print the figures of every list."""
    config = load_config(path)
    engine = open_index(index_dir(config))
    form = forms.stats_form(open_reader(config).lists(), engine.count)
    engine.close()
    if as_json:
        return print_json(form)
    for entry in form["lists"]:
        ended = entry["last_ingest"]
        if ended:
            entry["last_ingest"] = f"{ended}, {in_words(age(datetime.fromisoformat(ended)))}"
        click.echo("\n".join(f"{name:12} {value}" for name, value in entry.items()) + "\n")
    return None


COMMANDS = (search, show, threads, stats)
