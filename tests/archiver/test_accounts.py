# SPDX-License-Identifier: MIT
"""Tokens, codes, secrets, limits, and what counts as an address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archiver.accounts.limits import Limit, network_of
from archiver.accounts.records import typed_address
from archiver.accounts.tokens import Keys, new_code, new_token, read_keys, typed_code
from archiver.errors import ConfigError

OLD, NEW = Keys((b"old",)), Keys((b"new", b"old"))


def test_tokens_are_long_and_differ() -> None:
    tokens = {new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {43}


@pytest.mark.parametrize("written", ["{0}{1}", "{0} {1}", " {0}-{1} ", "{0}\N{NO-BREAK SPACE}{1}"])
def test_code_may_be_typed_in_pieces(written: str) -> None:
    code = new_code()
    assert typed_code(written.format(code[:4], code[4:])) == code


@pytest.mark.parametrize("typed", ["", "1234567", "123456789", "abcdefgh", "１２３４５６７８"])
def test_what_is_no_code_is_none(typed: str) -> None:
    assert typed_code(typed) == ""


def test_new_secret_signs_and_the_old_one_still_counts() -> None:
    made = OLD.digest("session", "token")
    assert NEW.digest("session", "token") != made
    assert NEW.made(made, "session", "token")
    assert not Keys((b"new",)).made(made, "session", "token")
    assert NEW.digests("session", "token")[0] == NEW.digest("session", "token")


@given(st.lists(st.text(), min_size=1, max_size=3), st.lists(st.text(), min_size=1, max_size=3))
def test_digest_tells_its_values_apart(one: list[str], other: list[str]) -> None:
    assert (OLD.digest(*one) == OLD.digest(*other)) == (one == other)


@pytest.mark.parametrize(("text", "said"), [("short\n", "32 characters"), ("\n", "no secret")])
def test_secret_that_can_be_guessed_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "secret"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(ConfigError, match=said):
        read_keys(path)


def test_secret_may_stand_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISMO_ARCHIVE_SECRET_SIGN_IN", f"{'n' * 32}\n\n {'o' * 32}\n")
    assert read_keys(tmp_path / "sign-in") == Keys((b"n" * 32, b"o" * 32))


@pytest.mark.parametrize(
    ("client", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("unix:", ""),
    ],
)
def test_neighbours_count_as_one(client: str, network: str) -> None:
    assert network_of(client) == network


@given(st.integers(0, 10**10))
def test_period_of_a_limit_ends_within_its_length(seconds: int) -> None:
    limit, now = Limit("x", 1, timedelta(minutes=10)), datetime.fromtimestamp(seconds, UTC)
    assert timedelta(0) < limit.window(now) - now <= limit.period


@pytest.mark.parametrize("typed", ["Jana@Obec.CZ", "  jana@obec.cz ", "jana@obec.cz"])
def test_address_is_read_as_the_roster_has_it(typed: str) -> None:
    assert typed_address(typed) == "jana@obec.cz"


@pytest.mark.parametrize(
    "typed",
    ["jana", "@x", "a@", "a@b@c", "a@b,c@d", "a@b\nBcc: c@d", "a b@c", "<a@b>", '"a"@b', "a@b\x00",
     f"{'a' * 250}@b.cz"],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert typed_address(typed) == ""
