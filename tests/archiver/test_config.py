# SPDX-License-Identifier: MIT
"""The config: every key of the example works, every mistake is named."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from archiver.config import Config, load_config
from archiver.errors import ConfigError, Exit, NotFoundError

EXAMPLE = Path(__file__).parents[2] / "config.example.toml"
SIGN_IN = '[sign_in]\nsender = "archiv@munet.cz"\n'
LIST = '[[lists]]\naddress = "ismo@munet.cz"\n'


def load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return load_config(path)


def test_example_loads_and_names_every_key() -> None:
    config = load_config(EXAMPLE)
    text = EXAMPLE.read_text("utf-8")
    sources = config.lists[0].sources
    sections = (config.archive, config.lists[0], config.mailman, config.push)
    sections += (config.sign_in, config.proxy)
    structs = (*sections, config.people[0], config.topics[0], *sources)
    keys = {field for struct in structs if struct for field in struct.__struct_fields__}
    # Of two keys that exclude each other one stands there as a comment.
    named = set(re.findall(r"^(?:# )?(\w+) = ", text, re.MULTILINE))
    assert keys - {"sources"} - named == set()
    assert [source.__struct_config__.tag for source in sources] == [
        "mbox",
        "maildir",
        "pipermail",
        "hyperkitty",
        "imap",
    ]


def test_every_key_of_the_example_has_a_comment_above() -> None:
    lines = EXAMPLE.read_text("utf-8").splitlines()
    bare = [
        line
        for above, line in pairwise(lines)
        if " = " in line and above.strip() == "" and not line.startswith("#")
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[archve]\n", 'unknown key "archve"; did you mean "archive"?'),
        ('[archive]\ndata_dri = "x"\n', 'unknown key "archive.data_dri"; did you mean "data_dir"?'),
        (
            LIST + '[[lists.sources]]\ntype = "mbox"\npaht = "x"\n',
            'unknown key "lists[0].sources[0].paht"; did you mean "path"?',
        ),
        ("[archive]\nxyzzy = 1\n", "known are: data_dir, base_url"),
        ("[archive]\ndata_dir = 3\n", "archive.data_dir: expected a path in quotes"),
        ("[archive]\nshow_addresses = 1\n", "archive.show_addresses: Expected `bool`"),
        ('[archive]\nlanguage = "cz"\n', 'did you mean "cs"?'),
        ('[archive]\ntimezone = "Praha"\n', "archive.timezone"),
        ('[archive]\nbase_url = "munet.cz"\n', "archive.base_url"),
        (LIST + 'access = "member"\n', 'did you mean "members"?'),
        (LIST + LIST, "stands there twice"),
        ('[[lists]]\naddress = "ismo"\n', "not a lower-case e-mail address"),
        ('[[lists]]\naddress = "ISMO@munet.cz"\n', "not a lower-case e-mail address"),
        ('[[lists]]\nname = "ISMO"\n', "missing required field `address`"),
        (
            LIST + '[[lists.sources]]\ntype = "mbx"\npath = "x"\n',
            "lists[0].sources[0].type: Invalid value 'mbx'; did you mean \"mbox\"?",
        ),
        ("lists = 5\n", "lists: Expected `array`"),
        (SIGN_IN, "sign_in: Object missing required field `secret_file`"),
        (SIGN_IN + 'secret_file = "s"\nsesion_days = 3\n', 'did you mean "session_days"?'),
        (SIGN_IN + 'secret_file = "s"\nsession_days = 0\n', "sign_in.session_days: Expected"),
        (SIGN_IN + 'secret_file = "s"\nsmtp_user = "u"\n', "belong together"),
        (
            SIGN_IN
            + 'secret_file = "s"\nsmtp_host = "smtp.x"\n'
            + 'smtp_user = "u"\nsmtp_password_file = "p"\n',
            'a password needs "starttls" or "tls"',
        ),
        ('[sign_in]\nsender = "Archiv"\nsecret_file = "s"\n', '"Archiv" is not an e-mail address'),
        (
            '[archive]\nbase_url = "http://archiv.cz"\n' + SIGN_IN + 'secret_file = "s"\n',
            "archive.base_url: with [sign_in] it has to be an https address",
        ),
        ('[proxy]\nallow = ["proxy.x"]\n', "proxy: "),
        ('[proxy]\nheader = "X Y"\n', '"X Y" is not the name of a header field'),
        ("[proxy]\nhops = -1\n", "proxy.hops: Expected"),
        ("x =\n", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_in_one_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert said in str(error.value)
    assert "\n" not in str(error.value)
    assert error.value.code is Exit.CONFIG


def test_missing_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"copy config\.example\.toml"):
        load_config(tmp_path / "none.toml")


def test_unreadable_bytes_are_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(path)


def test_paths_are_relative_to_the_config(tmp_path: Path) -> None:
    config = load(tmp_path, LIST + '[[lists.sources]]\ntype = "maildir"\npath = "mail"\n')
    assert config.archive.data_dir == tmp_path / "var"
    assert config.lists[0].sources[0].path == tmp_path / "mail"


def test_an_unknown_list_is_told_with_those_there_are(tmp_path: Path) -> None:
    config = load(tmp_path, LIST)
    assert config.list("ISMO@munet.cz").address == "ismo@munet.cz"
    with pytest.raises(NotFoundError, match=r"there are: ismo@munet\.cz"):
        config.list("jina@munet.cz")
