# SPDX-License-Identifier: MIT
"""What the user typed is understood, whatever it is, within limits."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.query import DEEPEST, MOST_CHARACTERS, MOST_LEAVES, explain, parse
from index.tree import And, DateRange, Leaf, Node, Not, Or, Phrase, Prefix, Word, wanted

pieces = st.sampled_from(
    [
        "(",
        ")",
        '"',
        "-",
        "OR",
        "NEBO",
        "|",
        "*",
        "od:",
        "rok:",
        "po:12.",
        "2010-",
        ":",
        "..",
        " ",
        "ž",
    ]
)
anything = st.text(st.characters(codec=None, categories=None), max_size=600)


def depth(node: Node | None) -> int:
    if isinstance(node, And | Or):
        return 1 + max(map(depth, node.nodes))
    return 1 + depth(node.node) if isinstance(node, Not) else 1


@given(
    st.one_of(anything, st.lists(st.one_of(pieces, st.text(max_size=8)), max_size=200).map("".join))
)
@example("\ud800\udfff\x00")
@example("(" * 5000)
@example("NOT " * 2000)
@example("-" * 5000)
@example("od:" * 2000)
@example("od:-" * 2000)
@example('"' * 999)
@example("po:99.99.9999 rok:0000 pred:31.2.2011")
@example("a*" * 300)
def test_any_string_is_parsed_and_explained_within_limits(text: str) -> None:
    query = parse(text)
    assert len(query.text) <= MOST_CHARACTERS
    assert len(wanted(query.node)) <= MOST_LEAVES * 24
    assert depth(query.node) <= 3 * (DEEPEST + 1)
    for language in ("cs", "en"):
        explain(query, language).encode()
    assert all(isinstance(word, str) for word in query.words())


def test_what_is_cut_is_said() -> None:
    assert parse("slovo " * 200).notes == ("cut_characters", "cut_words")
    assert "cut_words" in parse(" ".join(f"a{n}" for n in range(MOST_LEAVES + 1))).notes
    assert "cut_nesting" in parse("(" * 9 + "slovo" + ")" * 9).notes
    assert parse("co je smlouva").notes == ("stop_words",)
    assert parse("rok:nevím smlouva").notes == ("unreadable_date",)
    assert parse("smlouva od:").notes == ("empty_field",)
    assert parse("smlouva").notes == ()


def test_a_long_question_is_not_cut() -> None:
    question = "Prosím, " + " ".join(f"slovo{n}" for n in range(25)) + "?"
    assert parse(question).notes in {(), ("stop_words",)}
    assert len(parse(question).words()) == 25


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("slovo", [Word]),
        ('"dvě slova"', [Phrase]),
        ('"jedno"', [Phrase]),
        ("zač*", [Prefix]),
        ("a*", [Word]),
        ("rok:2011", [DateRange]),
        ("dvě slova", [Word, Word]),
        ("nic:slovo", [Word]),
        ("12:30", [Word]),
        ("http://example.org/a:b", [Word]),
    ],
)
def test_leaves(text: str, kinds: list[type[Leaf]]) -> None:
    assert [type(leaf) for leaf in wanted(parse(text).node)] == kinds


@pytest.mark.parametrize("name", ["od", "OD", "From", "autor"])
def test_field_names_have_several_spellings(name: str) -> None:
    assert parse(f"{name}:x").node == parse("od:x").node


@pytest.mark.parametrize("name", ["předmět", "predmet", "PŘEDMĚT", "subject", "Subject"])
def test_field_names_need_no_diacritics(name: str) -> None:
    assert parse(f"{name}:x").node == parse("subject:x").node
    assert parse(f"{name}: x").node == parse("subject:x").node


DAY = DateRange(1299888000, 1299974400)
MARCH = DateRange(1298937600, 1301616000)
YEAR = DateRange(1293840000, 1325376000)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rok:12.3.2011", DAY),
        ("rok:12. 3. 2011", DAY),
        ("rok:12.03.11", DAY),
        ("rok:12. března 2011", DAY),
        ("rok:12. brezna 2011", DAY),
        ('rok:"12 března 2011"', DAY),
        ("rok:2011-03-12", DAY),
        ("rok:březen 2011", MARCH),
        ("rok:brezen 2011", MARCH),
        ("rok:3/2011", MARCH),
        ("rok:2011-03", MARCH),
        ("rok:2011", YEAR),
        ("year: 2011", YEAR),
        ("rok:2011-2011", YEAR),
        ("rok:leden 2011..prosinec 2011", YEAR),
        ("rok:2011..", DateRange(YEAR.since, None)),
        ("rok:..2011", DateRange(None, YEAR.until)),
        ("po:2011", DateRange(YEAR.since, None)),
        ("před:2011", DateRange(None, YEAR.since)),
        ("rok:2014-2010", parse("rok:2010-2014").node),
    ],
)
def test_dates_in_czech_forms(text: str, expected: Node) -> None:
    assert parse(text).node == expected


def test_words_are_those_looked_for_as_typed() -> None:
    assert parse('smlouvami "dobrý den" -cena zač* od:Novák rok:2011').words() == (
        "smlouvami",
        "dobrý den",
        "zač",
        "Novák",
    )


@pytest.mark.parametrize(
    ("text", "czech", "english"),
    [
        ("", "", ""),
        (
            "smlouva dodatek",
            "zprávy obsahující „smlouva“ a „dodatek“",
            "messages containing “smlouva” and “dodatek”",
        ),
        (
            "datové schránky obce od:Novák po:2010",
            "zprávy obsahující „datové“, „schránky“ a „obce“, od autora „Novák“, od roku 2010",
            (
                "messages containing “datové”, “schránky” and “obce”, from the author “Novák”, "
                "since 2010"
            ),
        ),
        (
            '"dobrý den" od:Novák rok:2010-2014',
            "zprávy obsahující „dobrý den“, od autora „Novák“, z let 2010–2014",
            "messages containing “dobrý den”, from the author “Novák”, of the years 2010–2014",
        ),
        ("rok:2011", "zprávy z roku 2011", "messages of the year 2011"),
        ("rok:březen 2011", "zprávy z měsíce 3/2011", "messages of the month 3/2011"),
        ("rok:12.3.2011", "zprávy ze dne 12. 3. 2011", "messages of the day 2011-03-12"),
        (
            "rok:12.3.2011..14.3.2011",
            "zprávy od 12. 3. 2011 do 14. 3. 2011",
            "messages between 2011-03-12 and 2011-03-14",
        ),
        ("po:12.3.2011", "zprávy od 12. 3. 2011", "messages since 2011-03-12"),
        ("před:2010", "zprávy do konce roku 2009", "messages until the end of 2009"),
        ("před:12.3.2011", "zprávy do 11. 3. 2011", "messages until 2011-03-11"),
        (
            "slovo -jiné -další",
            "zprávy obsahující „slovo“, ale ne „jiné“ ani „další“",
            "messages containing “slovo”, but not “jiné” or “další”",
        ),
        ("-jiné", "zprávy neobsahující „jiné“", "messages not containing “jiné”"),
        (
            "jedno OR druhé",
            "zprávy obsahující „jedno“ nebo „druhé“",
            "messages containing “jedno” or “druhé”",
        ),
        (
            "slovo (jedno OR druhé)",
            "zprávy obsahující „slovo“ a („jedno“ nebo „druhé“)",
            "messages containing “slovo” and (“jedno” or “druhé”)",
        ),
        (
            "zač* předmět:smlouva -od:novák",
            (
                "zprávy obsahující slovo začínající na „zač“, s předmětem obsahujícím „smlouva“, "
                "ne od autora „novák“"
            ),
            (
                "messages containing a word beginning with “zač”, with a subject containing "
                "“smlouva”, not from the author “novák”"
            ),
        ),
        (
            "příloha:ano v:ismo",
            "zprávy s přílohou, v konferenci „ismo“",
            "messages with an attachment, in the list “ismo”",
        ),
        ("příloha:ne", "zprávy bez přílohy", "messages without an attachment"),
        (
            "příloha:obrázek OR příloha:pdf",
            "zprávy s přílohou typu obrázek nebo s přílohou typu pdf",
            "messages with an attachment of type picture or with an attachment of type pdf",
        ),
        (
            "příloha:smlouva organizace:brno citace:dodatek",
            ("zprávy s přílohou, ve které je „smlouva“, z organizace „brno“, citující „dodatek“"),
            (
                "messages with an attachment that has “smlouva”, from the organisation "
                "“brno”, quoting “dodatek”"
            ),
        ),
    ],
)
def test_a_query_is_explained_in_words(text: str, czech: str, english: str) -> None:
    assert explain(parse(text)) == czech
    assert explain(parse(text), "en") == english


TOPICS = {
    "Spisová služba": 'GINIS OR "spisová služba"',
    "dotace": "dotace tema:spisova-sluzba",
    "prázdné": "rok:",
}


@pytest.mark.parametrize(
    "name", ["spisova-sluzba", '"Spisová služba"', "SPISOVÁ-SLUŽBA", '"spisova  sluzba"']
)
def test_a_topic_stands_for_its_query(name: str) -> None:
    query = parse(f"tema:{name} rok:2011", topics=TOPICS)
    assert wanted(query.node) == wanted(parse(f"({TOPICS['Spisová služba']}) rok:2011").node)
    assert explain(query) == "zprávy k tématu „Spisová služba“, z roku 2011"
    assert explain(query, "en") == "messages on the topic “Spisová služba”, of the year 2011"
    assert query.notes == ()


@pytest.mark.parametrize("name", ["neznámé", '""', "prázdné"])
def test_a_topic_that_is_not_known_is_said_and_passed_over(name: str) -> None:
    query = parse(f"slovo topic:{name}", topics=TOPICS)
    assert "unknown_topic" in query.notes
    assert query.node == parse("slovo").node


def test_topics_do_not_nest() -> None:
    assert wanted(parse("tema:dotace", topics=TOPICS).node) == wanted(parse("dotace").node)


def test_without_topics_none_is_known() -> None:
    assert parse("tema:dotace").notes == ("unknown_topic",)
