# SPDX-License-Identifier: MIT
"""The config file: TOML in, frozen structs out, every mistake named."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import msgspec

from archiver.access_config import ProxyConfig, SignInConfig
from archiver.config_mistakes import in_words, unknown_keys
from archiver.config_path import find_config
from archiver.errors import ConfigError, NotFoundError
from archiver.hosts import is_loopback
from archiver.people import PersonConfig, refuse_shared
from archiver.source_config import (
    HyperkittySource,
    ImapSource,
    MaildirSource,
    MboxSource,
    PipermailSource,
    SourceConfig,
    check_http,
)
from archiver.topics import TopicConfig, refuse_twins

__all__ = [
    "ArchiveConfig",
    "Config",
    "HyperkittySource",
    "ImapSource",
    "ListConfig",
    "MaildirSource",
    "MailmanConfig",
    "MboxSource",
    "PersonConfig",
    "PipermailSource",
    "ProxyConfig",
    "PushConfig",
    "RetentionConfig",
    "SignInConfig",
    "SourceConfig",
    "TopicConfig",
    "find_config",
    "load_config",
]

S = TypeVar("S", bound=msgspec.Struct)


class RetentionConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many years mail is kept; 0 for as long as the archive is."""

    messages_years: Annotated[int, msgspec.Meta(ge=0)] = 0
    attachments_years: Annotated[int, msgspec.Meta(ge=0)] = 0


class ListConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of the archive."""

    address: str
    name: str = ""
    description: str = ""
    access: Literal["public", "members", "proxy"] = "members"
    footers: tuple[str, ...] = ()
    """Texts that the list puts under its messages, beside those that are learnt from them."""
    keep_years: Annotated[int, msgspec.Meta(ge=0)] = 0
    """For how many years its messages are kept; 0 for what `RetentionConfig` says."""
    sources: tuple[SourceConfig, ...] = ()


class ArchiveConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What holds for the whole archive."""

    data_dir: Path = Path("var")
    base_url: str = "http://127.0.0.1:8080"
    title: str = ""
    operator: str = ""
    """Who runs the archive, as the pages on personal data and accessibility name them."""
    contact: str = ""
    """The e-mail address to which readers may write about them."""
    language: Literal["cs", "en"] = "cs"
    timezone: str = "Europe/Prague"
    show_addresses: bool = False
    stale_after_hours: Annotated[int, msgspec.Meta(ge=1)] = 24
    metrics_file: Path | None = None


class MailmanConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The REST API of Mailman core: who is subscribed, and how the lists are set."""

    url: str
    user: str
    password_file: Path

    def __post_init__(self) -> None:
        """Refuse an address that cannot be asked."""
        check_http(self.url)


class PushConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who may push mail over HTTP."""

    token_file: Path
    allow: tuple[str, ...] = ("127.0.0.1", "::1")
    """Addresses or networks of clients."""

    def __post_init__(self) -> None:
        """Refuse what is no address."""
        for address in self.allow:
            ip_network(address)


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The config, checked; every path is absolute."""

    archive: ArchiveConfig = ArchiveConfig()
    lists: tuple[ListConfig, ...] = ()
    organisations: Mapping[str, str] = {}
    mailman: MailmanConfig | None = None
    push: PushConfig | None = None
    sign_in: SignInConfig | None = None
    proxy: ProxyConfig | None = None
    retention: RetentionConfig = RetentionConfig()
    topics: tuple[TopicConfig, ...] = ()
    people: tuple[PersonConfig, ...] = ()

    def __post_init__(self) -> None:
        """Refuse topics and people that could not be told apart."""
        refuse_twins(self.topics)
        refuse_shared(self.people)

    def list(self, address: str) -> ListConfig:
        """Return the config of a list; NotFoundError names the lists there are."""
        for entry in self.lists:
            if entry.address == address.lower():
                return entry
        there_are = ", ".join(entry.address for entry in self.lists) or "none"
        raise NotFoundError(f"no list {address} in the config; there are: {there_are}")


def load_config(path: Path) -> Config:
    """Read the config; ConfigError says in one line which file and key are wrong, and why."""
    data = _read_toml(path)
    unknown = next(unknown_keys(data, Config), None)
    if unknown:
        raise ConfigError(f"{path}: {unknown}")
    try:
        config = msgspec.convert(data, Config, dec_hook=_to_path)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{path}: {in_words(error, Config)}") from error
    _check(config, path)
    return _resolve(config, path.absolute().parent)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise ConfigError(
            f"{path}: no such file; copy config.example.toml there, or name another with -c"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from error
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: not valid TOML: {error}") from error


def _to_path(kind: type, value: object) -> object:
    if kind is Path and isinstance(value, str):
        return Path(value)
    raise TypeError(f'expected a path in quotes such as "var", got {value!r}')


def _check(config: Config, path: Path) -> None:
    addresses = [entry.address for entry in config.lists]
    for number, address in enumerate(addresses):
        local, at, domain = address.partition("@")
        if not (local and at and domain) or address != address.lower() or " " in address:
            raise ConfigError(
                f'{path}: lists[{number}].address: "{address}" is not a lower-case e-mail address'
            )
        if address in addresses[:number]:
            raise ConfigError(f'{path}: lists[{number}].address: "{address}" stands there twice')
    url = urlsplit(config.archive.base_url)
    if url.scheme not in {"http", "https"} or not url.netloc:
        raise ConfigError(
            f'{path}: archive.base_url: "{config.archive.base_url}" is not an http(s) address'
        )
    if config.sign_in and url.scheme != "https" and not is_loopback(url.hostname or ""):
        raise ConfigError(f"{path}: archive.base_url: with [sign_in] it has to be an https address")
    try:
        ZoneInfo(config.archive.timezone)
    except (KeyError, ValueError, OSError) as error:
        raise ConfigError(
            f'{path}: archive.timezone: "{config.archive.timezone}" is not a time zone'
            " such as Europe/Prague"
        ) from error


def _resolve(config: Config, base: Path) -> Config:
    """Make every path absolute, relative to the folder of the config file."""
    return msgspec.structs.replace(
        config,
        archive=msgspec.structs.replace(
            _absolute(config.archive, base), base_url=config.archive.base_url.rstrip("/")
        ),
        lists=tuple(_resolved_list(entry, base) for entry in config.lists),
        mailman=_absolute(config.mailman, base) if config.mailman else None,
        push=_absolute(config.push, base) if config.push else None,
        sign_in=_absolute(config.sign_in, base) if config.sign_in else None,
    )


def _resolved_list(entry: ListConfig, base: Path) -> ListConfig:
    sources = (_absolute(source, base) for source in entry.sources)
    named = (
        msgspec.structs.replace(source, list=source.list or entry.address)
        if isinstance(source, HyperkittySource)
        else source
        for source in sources
    )
    return msgspec.structs.replace(entry, sources=tuple(named))


def _absolute(struct: S, base: Path) -> S:
    """Return the struct with each of its paths absolute."""
    values = msgspec.structs.asdict(struct)
    paths = {key: base / value for key, value in values.items() if isinstance(value, Path)}
    return msgspec.structs.replace(struct, **paths)
