# SPDX-License-Identifier: MIT
"""Who has experience: told from who wrote and was answered."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.config import Config
from archiver.experts import FEWEST_HITS, MOST_NAMES, experts
from archiver.mail.message import Author
from archiver.search import open_search
from archiver.store import Contribution, open_reader
from index.entry import Sort
from index.whoosh_engine import WhooshEngine
from mail import mail

Archive = Callable[[Sequence[bytes]], Config]


def wrote(
    name: str,
    *,
    address: str = "",
    organisation: str = "Obec",
    began: bool = False,
    answers: int = 0,
) -> Contribution:
    author = Author(name, address or f"{name.lower().replace(' ', '.')}@obec.example")
    return Contribution(1, author, organisation, began, answers)


def names(*found: Contribution) -> list[str]:
    return [one.name for one in experts(found).people]


def test_who_wrote_more_comes_first() -> None:
    assert names(*[wrote("Jana")] * 3, *[wrote("Petr")] * 2) == ["Jana", "Petr"]


def test_who_was_answered_comes_before_who_was_not() -> None:
    assert names(*[wrote("Jana")] * 3, *[wrote("Petr", answers=3)] * 3) == ["Petr", "Jana"]


def test_who_asks_comes_after_who_answers() -> None:
    assert names(*[wrote("Jana", began=True)] * 3, *[wrote("Petr")] * 3) == ["Petr", "Jana"]


def test_one_message_is_no_experience() -> None:
    assert names(*[wrote("Jana")] * 5, wrote("Petr", answers=9)) == ["Jana"]


def test_of_few_messages_nothing_is_said() -> None:
    assert not experts([wrote("Jana")] * (FEWEST_HITS - 1))
    assert experts([wrote("Jana")] * FEWEST_HITS)


def test_two_addresses_of_one_name_are_one_person() -> None:
    work = [wrote("Jana Malá", address="jana@obec.example")] * 3
    home = [wrote("Jana Malá", address="mala@seznam.cz")] * 2
    (jana,) = experts([*work, *home]).people
    assert (jana.name, jana.messages) == ("Jana Malá", 5)


def test_two_names_of_one_address_are_one_person_by_the_usual_name() -> None:
    usual = [wrote("Mirek Kubát", address="kubat@obec.example", answers=1)] * 3
    other = [wrote("Kubát Miroslav", address="Kubat@obec.example")] * 2
    (mirek,) = experts([*usual, *other]).people
    assert (mirek.name, mirek.messages, mirek.answers) == ("Mirek Kubát", 5, 3)


def test_who_has_no_name_is_called_by_the_address() -> None:
    assert names(*[wrote("", address="urad@obec.example")] * 5) == ["urad@obec.example"]


def test_who_wrote_without_name_and_address_is_nobody() -> None:
    assert experts([Contribution(1, Author("", ""), "", began=False, answers=1)] * 9) == experts([])


def test_organisations_add_up_over_their_people() -> None:
    found = [wrote("Jana", organisation="Kamenec")] * 2 + [wrote("Petr", organisation="Kamenec")]
    found += [wrote("Ota", organisation="Lhota")] * 2
    told = [(one.name, one.messages) for one in experts(found).organisations]
    assert told == [("Kamenec", 3), ("Lhota", 2)]


def test_a_mailbox_provider_is_no_organisation() -> None:
    assert not experts([wrote("Jana", organisation="seznam.cz")] * 5).organisations


PEOPLE = st.sampled_from(["Jana", "Petr", "Ota", "Eva", "Ivo", "Ema", "Jan"])


@given(
    st.lists(st.builds(wrote, PEOPLE, began=st.booleans(), answers=st.integers(0, 20)), max_size=60)
)
def test_only_who_wrote_is_named_with_the_right_numbers(found: list[Contribution]) -> None:
    told = experts(found).people
    assert len(told) <= MOST_NAMES
    for one in told:
        own = [written for written in found if written.author.name == one.name]
        assert one.messages == len(own)
        assert one.answers == sum(written.answers for written in own)


def test_replies_by_others_are_counted_and_those_by_oneself_are_not(archive: Archive) -> None:
    jana, petr = "Jana <jana@kamenec.example>", "Petr <petr@lhota.example>"
    root = ["1@x"]
    config = archive(
        [
            mail("kotelna", message_id="1@x", sender=jana),
            mail("Re: kotelna", message_id="2@x", references=root, sender=jana, body="a\n"),
            mail("Re: kotelna", message_id="3@x", references=root, sender=petr, body="b\n"),
            mail("Re: kotelna", message_id="4@x", references=["1@x", "3@x"], sender=jana),
        ]
    )
    reader = open_reader(config)
    keys = [record.key for record in reader.thread_outline(1)]
    told = {(one.author.name, one.began): one for one in reader.contributions(keys)}
    assert told["Jana", True].answers == 1
    assert told["Petr", False].answers == 1
    assert told["Jana", True].organisation == "Město Kamenec"
    assert told["Petr", False].organisation == "lhota.example"


def test_survey_names_who_wrote_about_it_in_the_lists_given(sample_config: Config) -> None:
    search = open_search(sample_config)
    answer = search.run("spisová služba", lists=["ismo@munet.example"], survey=True)
    found = search.survey(answer).experts
    assert found.people[0].name == "Jana Veselá"
    assert found.organisations[0].name == "Statutární město Horažďov"
    assert not search.survey(search.run("spisová služba", lists=[], survey=True)).experts


@pytest.mark.parametrize("sort", list(Sort))
def test_a_survey_does_not_search_again(
    sample_config: Config, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    search, lists = open_search(sample_config), ["ismo@munet.example"]
    answer = search.run("spisová služba", lists=lists, sort=sort, limit=1, survey=True)
    monkeypatch.delattr(WhooshEngine, "search")
    assert search.survey(answer).experts.people[0].name == "Jana Veselá"
