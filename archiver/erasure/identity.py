# SPDX-License-Identifier: MIT
"""Who somebody is: the addresses and names that are to be found, however they are written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from archiver.erasure.same_length import WORD, folded, spelled, unaccented
from archiver.mail.message import message_id_hash
from archiver.people import full_name, name_words

ERASED_DOMAIN = "erased.invalid"
"""RFC 6761 keeps "invalid" free for good: such an id can never be somebody else's."""

_NOTHING = re.compile(r"(?!)")
_AT = r"\s{0,2}(?:@|=|%40|\(at\)|\[at\]|\bat\b|\(zavinac\)|\[zavinac\])\s{0,2}"
# Between the words of a name there may be a line break and quote marks.
_BETWEEN = r"[\W_]{1,6}"
_SHORTEST = 3
# Czech endings of names by case, behind what the first form ends with.
_AFTER_CONSONANT = "(?:a|u|ovi|em|e|y|i|um)?"
_INSTEAD_OF_A = "(?:a|y|e|u|o|ou|i|ovi|am)"
_INSTEAD_OF_Y = "(?:y|eho|emu|ym|em|i)"


@dataclass(frozen=True)
class Identity:
    """Somebody's addresses, the names they wrote under, and what is theirs in some threads only."""

    addresses: frozenset[str] = frozenset()
    """In lower case."""
    names: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    """Names that stand for them alone, where it is known that they are meant."""

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where names and addresses stand in a text, in order."""
        plain = folded(text)
        return (match.span() for match in self._pattern.finditer(plain if self._may(plain) else ""))

    def is_in(self, text: str) -> bool:
        """Tell whether a name or an address stands in a text."""
        plain = folded(text)
        return self._may(plain) and self._pattern.search(plain) is not None

    def _may(self, plain: str) -> bool:
        """Tell quickly of most texts that nothing stands in them."""
        bare = unaccented(plain)
        return any(part in bare for part in self._parts)

    @cached_property
    def _parts(self) -> tuple[str, ...]:
        """A piece of each name and address that every form of it has."""
        names = [max(_words(name), key=len) for name in self.names if full_name(name)]
        pieces = [word[:-2] for word in (*names, *map(folded, self.surnames))]
        return (*pieces, *(folded(address.rpartition("@")[0]) for address in self.addresses))

    def is_in_id(self, text: str) -> bool:
        """Tell whether a Message-ID tells who they are, or one of many, folded or not."""
        return self._id_pattern.search("".join(folded(text).split())) is not None

    def id_without(self, message_id: str) -> str:
        """Return a Message-ID as it is, or one in its place when it tells who they are.

        The same id always gives the same other one, so that threads stay together.
        """
        if self.is_in_id(message_id):
            return f"{message_id_hash(message_id)}@{ERASED_DOMAIN}"
        return message_id

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        names = [_name(name) for name in sorted(self.names) if full_name(name)]
        surnames = [_word(folded(name)) for name in sorted(self.surnames)]
        bounded = [rf"(?<![^\W_])(?:{one})(?![^\W_])" for one in (*names, *surnames)]
        addresses = [_address(address) for address in sorted(self.addresses)]
        return _any(addresses + bounded)

    @cached_property
    def _id_pattern(self) -> re.Pattern[str]:
        locals_ = {folded(address.rpartition("@")[0]) for address in self.addresses}
        names = {word for name in self.names if full_name(name) for word in _words(name)}
        known = sorted(one for one in locals_ | names if len(one) >= _SHORTEST)
        return _any([rf"(?<![^\W\d_]){re.escape(one)}(?![^\W\d_])" for one in known])


def surname(name: str) -> str:
    """Return the surname in a full name, "" when there is none: the last word before a comma."""
    words = _words(name.partition(",")[0])
    return words[-1] if words and full_name(name) and len(words[-1]) > _SHORTEST else ""


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    joined = "|".join(patterns)
    return re.compile(joined) if joined else _NOTHING


def _address(address: str) -> str:
    local, _, domain = folded(address).rpartition("@")
    return rf"(?<![\w.-]){re.escape(local)}{_AT}{re.escape(domain)}(?![\w-]|\.\w)"


def _words(name: str) -> list[str]:
    return [word for part in name_words(folded(name)) for word in WORD.findall(part)]


def _name(name: str) -> str:
    """Return a pattern for a full name in any case, first name first or last."""
    words = [_word(word) for word in _words(name)]
    orders = [words, [words[-1], *words[:-1]], [*words[1:], words[0]], [words[0], words[-1]]]
    return "|".join(dict.fromkeys(_BETWEEN.join(order) for order in orders))


def _word(word: str) -> str:
    if len(word) < _SHORTEST:
        return spelled(word)
    if word[-1] == "a":
        return spelled(word[:-1]) + _INSTEAD_OF_A
    if word[-1] == "y":
        return spelled(word[:-1]) + _INSTEAD_OF_Y
    if word[-1] in "eio":
        return spelled(word) + "(?:ho|mu|m)?"
    shortened = word[:-2] + word[-1] if word[-2] == "e" else word
    forms = dict.fromkeys((word, shortened))
    return "(?:" + "|".join(spelled(form) for form in forms) + ")" + _AFTER_CONSONANT
