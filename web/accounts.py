# SPDX-License-Identifier: MIT
"""What signing in stands on: accounts, rosters, secrets, the clock, the mailer."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask, current_app

from archiver.accounts.tokens import Keys, read_keys
from archiver.config import Config
from archiver.mailer import Mailer
from archiver.store.accounts import Accounts, open_accounts
from archiver.store.rights import Rights, open_rights
from web.current import Current

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Desk:
    """Where readers become known."""

    accounts: Accounts | None
    """None where nobody can become known."""
    rights: Rights
    keys: Keys
    clock: Clock
    mailer: Mailer | None
    """None where nobody can sign in."""


def utc_now() -> datetime:
    """Return the present time."""
    return datetime.now(UTC)


def init_app(app: Flask, config: Config, clock: Clock) -> None:
    """Open the accounts; ConfigError when the secrets of the config are none."""
    signs_in = config.sign_in
    known = signs_in or (config.proxy and config.proxy.header)
    app.extensions["desk"] = Desk(
        open_accounts(config.archive.data_dir) if known else None,
        open_rights(config),
        read_keys(signs_in.secret_file) if signs_in else _own_keys(app),
        clock,
        Mailer(signs_in, app.logger.error) if signs_in else None,
    )


def desk() -> Desk:
    """Return the desk of the application that answers the current request."""
    opened = current_app.extensions["desk"]
    assert isinstance(opened, Desk)
    return opened


def _own_keys(app: Flask) -> Keys:
    """Return keys that come of the store's own, for a site with forms but without sign-in."""
    opened = app.extensions["archive"]
    assert isinstance(opened, Current)
    return Keys((hmac.digest(opened.people_key, b"forms", "sha256"),))
