# SPDX-License-Identifier: MIT
"""Those who sign in: requests, sessions, addresses of private feeds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, Table, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlalchemy.exc import DatabaseError

from archiver.accounts.limits import BY_ADDRESS, BY_NETWORK, Limit
from archiver.accounts.records import (
    MOST_TRIES,
    REQUEST_LIFETIME,
    FeedToken,
    Session,
    SignInRequest,
)
from archiver.errors import TemporaryError
from archiver.store.accounts_tables import counters, feed_tokens, metadata, requests, sessions
from archiver.store.database import engine_of

FILE_NAME = "accounts.sqlite"
_EXPIRING: tuple[Table, ...] = (requests, sessions, counters)
_USED_AGAIN = timedelta(hours=1)
"""How exactly it is known when a session was used: each use need not be written."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of a request."""

    proves: bool = False
    """Whether its link and code can prove anything; only then is there mail to send."""
    wait: timedelta | None = None
    """How long the network has to wait, when nothing was done."""


class Accounts:
    """Reads and writes accounts.sqlite. Safe to share by threads and processes."""

    def __init__(self, engine: Engine, path: Path) -> None:
        self._engine = engine
        self._path = path

    @contextmanager
    def _connection(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with (
                self._engine.connect().execution_options(writes=writes) as connection,
                connection.begin(),
            ):
                yield connection
        except DatabaseError as error:
            raise TemporaryError(f"{self._path}: {error.orig}; nobody can sign in") from error

    def ask(self, request: SignInRequest, network: bytes, person: bytes, now: datetime) -> Asked:
        """Keep a request, and sweep; *network* and *person* are digests that are counted.

        Takes the same steps for whoever is known and whoever is not. A person who asked too often
        already gets a request that proves nothing.
        """
        with self._connection(writes=True) as connection:
            _sweep(connection, now)
            if _count(connection, network, BY_NETWORK, now) > BY_NETWORK.most:
                return Asked(wait=BY_NETWORK.window(now) - now)
            often = _count(connection, person, BY_ADDRESS, now) > BY_ADDRESS.most
            address = "" if often else request.address
            connection.execute(
                insert(requests).values(
                    token=request.token,
                    code=request.code,
                    browser=request.browser,
                    address=address,
                    following=request.following,
                    tries=0,
                    ends=_seconds(now + REQUEST_LIFETIME),
                )
            )
            return Asked(proves=bool(address))

    def asked(self, tokens: Collection[bytes], now: datetime) -> SignInRequest | None:
        """Return the request of a link that would open a session now; it stays as it is."""
        query = select(requests).where(requests.c.token.in_(tokens), *_proving(now))
        with self._connection(writes=False) as connection:
            row = connection.execute(query).one_or_none()
        return _request(row) if row else None

    def take_link(self, tokens: Collection[bytes], now: datetime) -> SignInRequest | None:
        """Use a link up; None when it was used, is too old, or never was."""
        wanted = delete(requests).where(requests.c.token.in_(tokens), *_proving(now))
        with self._connection(writes=True) as connection:
            row = connection.execute(wanted.returning(requests)).one_or_none()
        return _request(row) if row else None

    def take_code(
        self, browser: bytes, codes: Collection[bytes], now: datetime
    ) -> SignInRequest | None:
        """Use a code up; None when it is wrong. Each call is a try, whatever comes of it."""
        own = (requests.c.browser == browser, requests.c.ends > _seconds(now))
        right = delete(requests).where(
            *own, *_proving(now), requests.c.tries <= MOST_TRIES, requests.c.code.in_(codes)
        )
        with self._connection(writes=True) as connection:
            connection.execute(update(requests).where(*own).values(tries=requests.c.tries + 1))
            row = connection.execute(right.returning(requests)).first()
        return _request(row) if row else None

    def is_waiting(self, browser: bytes, now: datetime) -> bool:
        """Tell whether a browser has a request for which a code may still be typed."""
        query = select(requests.c.token).where(
            requests.c.browser == browser,
            requests.c.ends > _seconds(now),
            requests.c.tries < MOST_TRIES,
        )
        with self._connection(writes=False) as connection:
            return connection.execute(query.limit(1)).first() is not None

    def open_session(self, session: Session, lifetime: timedelta) -> None:
        """Keep a new session."""
        row = {
            "id": session.id,
            "address": session.address,
            "began": _seconds(session.began),
            "used": _seconds(session.used),
            "ends": _seconds(session.began + lifetime),
            "device": session.device,
        }
        with self._connection(writes=True) as connection:
            connection.execute(insert(sessions).values(row))

    def session(self, ids: Collection[bytes], now: datetime) -> Session | None:
        """Return the session of one of the ids, and note that it is used; None when it is over."""
        query = select(sessions).where(sessions.c.id.in_(ids), sessions.c.ends > _seconds(now))
        with self._connection(writes=False) as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            return None
        if _moment(row.used) + _USED_AGAIN <= now:
            used = update(sessions).where(sessions.c.id == row.id).values(used=_seconds(now))
            with self._connection(writes=True) as connection:
                connection.execute(used)
        return _session(row)

    def sessions(self, addresses: Collection[str], now: datetime) -> Sequence[Session]:
        """Return the sessions of somebody with these addresses, the last used first."""
        query = select(sessions).where(
            sessions.c.address.in_(addresses), sessions.c.ends > _seconds(now)
        )
        with self._connection(writes=False) as connection:
            rows = connection.execute(query.order_by(sessions.c.used.desc())).all()
        return [_session(row) for row in rows]

    def close_session(self, ids: Collection[bytes]) -> None:
        """End the session of one of the ids, if there is one."""
        with self._connection(writes=True) as connection:
            connection.execute(delete(sessions).where(sessions.c.id.in_(ids)))

    def close_sessions(self, addresses: Collection[str]) -> None:
        """End all sessions of somebody, and what they asked for."""
        with self._connection(writes=True) as connection:
            for table in (sessions, requests):
                connection.execute(delete(table).where(table.c.address.in_(addresses)))

    def make_feed(self, made: FeedToken, token: bytes) -> None:
        """Keep the digest of a new token in the place of the one there was."""
        row = {
            "address": made.address,
            "list_address": made.list_address,
            "token": token,
            "made": _seconds(made.made),
        }
        statement = insert_or(feed_tokens).values(row)
        keys = [feed_tokens.c.address, feed_tokens.c.list_address]
        with self._connection(writes=True) as connection:
            connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=row))

    def feed(self, token: bytes) -> FeedToken | None:
        """Return whose token that is, and for which list."""
        query = select(feed_tokens).where(feed_tokens.c.token == token)
        with self._connection(writes=False) as connection:
            row = connection.execute(query).one_or_none()
        return _feed(row) if row else None

    def feeds(self, addresses: Collection[str]) -> Sequence[FeedToken]:
        """Return what tokens somebody has."""
        query = select(feed_tokens).where(feed_tokens.c.address.in_(addresses))
        with self._connection(writes=False) as connection:
            return [_feed(row) for row in connection.execute(query)]

    def revoke_feed(self, addresses: Collection[str], list_address: str) -> None:
        """Take away somebody's token for a list."""
        own = feed_tokens.c.address.in_(addresses), feed_tokens.c.list_address == list_address
        with self._connection(writes=True) as connection:
            connection.execute(delete(feed_tokens).where(*own))


def open_accounts(data_dir: Path) -> Accounts:
    """Return the accounts of the archive in *data_dir*; only their owner can read the file."""
    path = data_dir / FILE_NAME
    path.touch(mode=0o600)
    accounts = Accounts(engine_of(path), path)
    with accounts._connection(writes=True) as connection:  # noqa: SLF001 - it is made here
        metadata.create_all(connection)
    return accounts


def _sweep(connection: Connection, now: datetime) -> None:
    for table in _EXPIRING:
        connection.execute(delete(table).where(table.c.ends <= _seconds(now)))


def _count(connection: Connection, key: bytes, limit: Limit, now: datetime) -> int:
    """Return how often it was asked for in this period, this time included."""
    row = insert_or(counters).values(key=key, ends=_seconds(limit.window(now)), number=1)
    again = row.on_conflict_do_update(
        index_elements=[counters.c.key, counters.c.ends],
        set_={"number": counters.c.number + 1},
    )
    return int(connection.execute(again.returning(counters.c.number)).scalar_one())


def _proving(now: datetime) -> tuple[Any, ...]:
    return requests.c.ends > _seconds(now), requests.c.address != ""


def _request(row: Row[Any]) -> SignInRequest:
    return SignInRequest(row.token, row.code, row.browser, row.address, row.following)


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.address, _moment(row.began), _moment(row.used), row.device)


def _feed(row: Row[Any]) -> FeedToken:
    return FeedToken(row.address, row.list_address, _moment(row.made))


def _seconds(moment: datetime) -> int:
    return int(moment.timestamp())


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
