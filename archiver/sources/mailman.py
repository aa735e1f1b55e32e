# SPDX-License-Identifier: MIT
"""Mailman core, asked through its REST API. It tells rosters and settings, never archived mail."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.error import HTTPError

from mailmanclient import Client, MailmanConnectionError

from archiver.config import MailmanConfig
from archiver.errors import ConfigError, NotFoundError, TemporaryError
from archiver.roster import ListSettings, Member, Role, Roster
from archiver.secret import read_secret

_CONNECT_SECONDS = 5
_READ_SECONDS = 30


class Mailman:
    """The REST API of a Mailman core."""

    def __init__(self, config: MailmanConfig) -> None:
        self._url = config.url
        self._client = Client(
            config.url, config.user, read_secret(config.password_file), [_with_time_limit]
        )

    def roster(self, address: str) -> Roster:
        """Return what Mailman tells of a list.

        TemporaryError when Mailman is away, NotFoundError when it has no such list, ConfigError
        when it refuses the user.
        """
        try:
            mailing_list = self._client.get_list(address)
            settings = _settings(mailing_list.settings)
            # Somebody may be subscribed twice: by an address, and as a user.
            people = {
                (role, one.email.lower()): one.display_name or ""
                for role in Role
                for one in mailing_list.get_roster(role.value)
            }
        except MailmanConnectionError as error:
            raise TemporaryError(
                f"mailman:{self._url}: cannot be reached; the last roster stays"
            ) from error
        except HTTPError as error:
            raise self._refusal(address, error.code) from error
        except (AttributeError, LookupError, TypeError, ValueError) as error:
            # A proxy may answer in Mailman's place.
            raise TemporaryError(
                f"mailman:{self._url}: what it answered is no roster; the last roster stays"
            ) from error
        members = (Member(role, email, name) for (role, email), name in people.items())
        return Roster(settings, tuple(sorted(members)))

    def _refusal(self, address: str, status: int) -> ConfigError | NotFoundError | TemporaryError:
        place = f"mailman:{self._url}"
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            return ConfigError(f"{place}: user or password was refused; check [mailman]")
        if status == HTTPStatus.NOT_FOUND:
            return NotFoundError(f"{place}: there is no list {address}")
        return TemporaryError(f"{place}: it answered {status}; the last roster stays")


def _with_time_limit(request: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters of a request with the time limit that the library does not set."""
    return {**request, "timeout": (_CONNECT_SECONDS, _READ_SECONDS)}


def _settings(told: Any) -> ListSettings:  # noqa: ANN401 - the library has no types
    return ListSettings(
        display_name=str(told["display_name"]),
        description=str(told["description"]),
        archive_policy=str(told["archive_policy"]),
        advertised=bool(told["advertised"]),
        subject_prefix=str(told["subject_prefix"]),
        posting_address=str(told["posting_address"]),
    )
