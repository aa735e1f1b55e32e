# SPDX-License-Identifier: MIT
"""Topics: named in the config, counted beside a search."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import pytest
from msgspec.structs import replace

from archiver.config import Config, TopicConfig, load_config
from archiver.errors import ConfigError
from archiver.follow import index_dir
from archiver.search import open_search
from index.engine import open_index
from index.entry import Entry
from mail import mail

Archive = Callable[[Sequence[bytes]], Config]


def topics(**queries: str) -> tuple[TopicConfig, ...]:
    return tuple(TopicConfig(name, query) for name, query in queries.items())


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Dotace", "dotace"),
        ("Připomínky k zákonům", "pripominky-k-zakonum"),
        ("KIVS a sítě", "kivs-a-site"),
        ("  C# / .NET  ", "c-net"),
        ("2026", "2026"),
    ],
)
def test_a_topic_has_an_address_of_plain_letters(name: str, slug: str) -> None:
    assert TopicConfig(name, "x").slug == slug


@pytest.mark.parametrize(("name", "query"), [("", "x"), ("—", "x"), ("Dotace", " ")])
def test_a_topic_without_name_or_query_is_refused(name: str, query: str) -> None:
    with pytest.raises(ValueError, match="topic"):
        TopicConfig(name, query)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('name = "Dotace"\n', "missing required field `query`"),
        ('name = "Dotace"\nqury = "x"\n', 'unknown key "topics[0].qury"; did you mean "query"?'),
        ('name = "?"\nquery = "x"\n', "topics[0]: the name of a topic needs a letter"),
        (
            'name = "Dotace"\nquery = "x"\n[[topics]]\nname = "DOTACE"\nquery = "y"\n',
            'topics "Dotace" and "DOTACE" have one address',
        ),
    ],
)
def test_a_mistake_in_a_topic_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f"[[topics]]\n{text}", "utf-8")
    with pytest.raises(ConfigError) as error:
        load_config(path)
    assert said in str(error.value)


def counts(config: Config, query: str) -> dict[str, int]:
    lists = [entry.address for entry in config.lists]
    search = open_search(config)
    return dict(search.survey(search.run(query, lists=lists, survey=True)).topics)


def test_messages_found_are_counted_by_topic(archive: Archive) -> None:
    config = archive(
        [
            mail("kotelna a uhlí", message_id="1@x"),
            mail("kotelna", message_id="2@x"),
            mail("uhlí", message_id="3@x"),
        ]
    )
    config = replace(config, topics=topics(Topení="uhlí", Stavby="kotelna", Jiné="xyzzy"))
    assert counts(config, "kotelna") == {"Stavby": 2, "Topení": 1}


def test_new_mail_shows_in_the_counts_of_an_open_search(archive: Archive) -> None:
    first = mail("kotelna", message_id="1@x")
    config = replace(archive([first]), topics=topics(Stavby="kotelna"))
    search, lists = open_search(config), [config.lists[0].address]
    run = partial(search.run, "kotelna", lists=lists, survey=True)
    assert search.survey(run()).topics == (("Stavby", 1),)
    archive([first, mail("druhá kotelna", message_id="2@x")])
    assert search.survey(run()).topics == (("Stavby", 2),)


def test_mail_that_comes_while_other_is_erased_is_counted(archive: Archive) -> None:
    config = archive([mail("kotelna", message_id="1@x"), mail("uhlí", message_id="2@x")])
    config = replace(config, topics=topics(Stavby="kotelna"))
    search, lists = open_search(config), [config.lists[0].address]
    run = partial(search.run, "kotelna OR uhlí", lists=lists, survey=True)
    assert search.survey(run()).topics == (("Stavby", 1),)
    index = open_index(index_dir(config))
    coming = Entry(3, lists[0], 3, 0, "kotelna", "", "", "", "", "")
    index.apply([coming], [1], index.position())
    assert search.survey(run()).topics == (("Stavby", 1),)


def test_topics_of_the_sample_find_something_each(sample_config: Config) -> None:
    lists = [entry.address for entry in sample_config.lists]
    search = open_search(sample_config)
    assert len(sample_config.topics) == 12
    for topic in sample_config.topics:
        answer = search.run(topic.query, lists=lists)
        assert answer.results.threads >= 3, topic.name
        assert not answer.results.notes, topic.name
