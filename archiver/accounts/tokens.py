# SPDX-License-Identifier: MIT
"""Tokens, codes and their digests."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archiver.errors import ConfigError
from archiver.secret import read_secret

TOKEN_OCTETS = 32
CODE_DIGITS = 8
SHORTEST_SECRET = 32
"""Characters."""


def new_token() -> str:
    """Return 256 random bits as 43 characters that are safe in a path."""
    return secrets.token_urlsafe(TOKEN_OCTETS)


def new_code() -> str:
    """Return a random code of 8 digits."""
    return f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}}"


def typed_code(text: str) -> str:
    """Return the digits of a code as somebody typed it; "" when it is none."""
    code = "".join(text.split()).replace("-", "")
    return code if code.isascii() and code.isdigit() and len(code) == CODE_DIGITS else ""


def digest(token: str) -> bytes:
    """Return the digest of a token that outlives every secret."""
    return hashlib.sha256(token.encode()).digest()


@dataclass(frozen=True, slots=True)
class Keys:
    """Secrets that make digests: the first is used, what any of them made is known."""

    secrets: tuple[bytes, ...]

    def digest(self, purpose: str, *values: str) -> bytes:
        """Return the digest of values, worthless for any other purpose."""
        return _digest(self.secrets[0], purpose, values)

    def digests(self, purpose: str, *values: str) -> tuple[bytes, ...]:
        """Return the digests of values by every secret there is, the present one first."""
        return tuple(_digest(secret, purpose, values) for secret in self.secrets)

    def made(self, given: bytes, purpose: str, *values: str) -> bool:
        """Tell whether a digest was made from the values; how long it takes does not tell."""
        return any(hmac.compare_digest(given, one) for one in self.digests(purpose, *values))


def _digest(secret: bytes, purpose: str, values: Sequence[str]) -> bytes:
    # told with its length, no part can pass for the end of one and the beginning of another
    parts = (f"{len(part)}:{part}" for part in (purpose, *values))
    return hmac.digest(secret, "".join(parts).encode(), "sha256")


def read_keys(path: Path) -> Keys:
    """Return the secrets in a file, one a line; ConfigError when one is too short to be any."""
    found = tuple(line.strip() for line in read_secret(path).splitlines() if line.strip())
    if any(len(line) < SHORTEST_SECRET for line in found):
        raise ConfigError(
            f"{path}: a secret has to have {SHORTEST_SECRET} characters or more;"
            " `openssl rand -hex 32` makes one"
        )
    return Keys(tuple(line.encode() for line in found))
