# SPDX-License-Identifier: MIT
"""Kinds of sources in the config: every mistake is named, secrets are files that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from archiver.config import Config, HyperkittySource, ImapSource, PipermailSource, load_config
from archiver.errors import ConfigError
from archiver.secret import read_secret

SOURCE = '[[lists]]\naddress = "ismo@munet.cz"\n[[lists.sources]]\n'
MAILMAN = '[mailman]\nuser = "restadmin"\npassword_file = "secret"\n'


def load(tmp_path: Path, text: str) -> Config:
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    return load_config(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('type = "pipermail"\n', 'lists[0].sources[0]: give either "url" or "path"'),
        ('type = "pipermail"\nurl = "https://x.cz/"\npath = "x"\n', 'give either "url" or "path"'),
        ('type = "pipermail"\nurl = "x.cz/pipermail"\n', '"x.cz/pipermail" is not an http(s)'),
        ('type = "hyperkitty"\nurl = "ftp://x.cz/"\n', "is not an http(s) address"),
        ('type = "hyperkitty"\nurl = "https://x.cz/"\nuser = "a"\n', "belong together"),
        ('type = "hyperkitty"\nurl = "https://x.cz/"\nsince = "2004"\n', "sources[0].since"),
        ('type = "imap"\nhost = "h"\nuser = "u"\n', 'give either "password_file" or'),
        (
            'type = "imap"\nhost = "h"\nuser = "u"\npassword_file = "p"\nsecurity = "startls"\n',
            'did you mean "starttls"?',
        ),
        ('type = "imap"\nhost = "h"\nuser = "u"\npasword_file = "p"\n', '"password_file"?'),
    ],
)
def test_a_mistake_in_a_source_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, SOURCE + text)
    assert said in str(error.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (MAILMAN + 'url = "localhost:8001"\n', "mailman: "),
        (MAILMAN, "mailman: Object missing required field `url`"),
        ('[mailman]\nurl = "http://x"\npasword_file = "x"\n', '"password_file"?'),
        ('[push]\ntoken_file = "t"\nallow = ["localhost"]\n', "push: "),
        ("[push]\nalow = []\n", 'unknown key "push.alow"; did you mean "allow"?'),
    ],
)
def test_a_mistake_about_mailman_is_named(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(tmp_path, text)
    assert said in str(error.value)


def test_files_are_relative_to_the_config_and_a_list_has_its_own_name(tmp_path: Path) -> None:
    config = load(
        tmp_path,
        SOURCE + 'type = "pipermail"\npath = "old"\n'
        '[[lists.sources]]\ntype = "hyperkitty"\nurl = "https://x.cz/"\n'
        '[[lists.sources]]\ntype = "imap"\nhost = "h"\nuser = "u"\noauth2_token_file = "t"\n'
        '[push]\ntoken_file = "t"\n' + MAILMAN + 'url = "http://127.0.0.1:8001/3.1"\n',
    )
    pipermail, hyperkitty, imap = config.lists[0].sources
    assert isinstance(pipermail, PipermailSource)
    assert pipermail.path == tmp_path / "old"
    assert isinstance(hyperkitty, HyperkittySource)
    assert hyperkitty.list == "ismo@munet.cz"
    assert isinstance(imap, ImapSource)
    assert imap.oauth2_token_file == tmp_path / "t"
    assert config.push
    assert config.mailman
    assert (config.push.token_file, config.mailman.password_file) == (
        tmp_path / "t",
        tmp_path / "secret",
    )


def test_a_secret_is_the_text_of_its_file(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("žluťoučký kůň\n", "utf-8")
    path.chmod(0o640)
    assert read_secret(path) == "žluťoučký kůň"


def test_a_secret_that_everybody_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "secret"
    path.write_text("x")
    path.chmod(0o644)
    with pytest.raises(ConfigError, match="chmod o="):
        read_secret(path)


@pytest.mark.parametrize("content", [b"", b" \n", b"\xff", None])
def test_a_secret_that_is_none_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "secret"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o600)
    with pytest.raises(ConfigError, match=str(path)):
        read_secret(path)
