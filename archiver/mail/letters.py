# SPDX-License-Identifier: MIT
"""How well a reading of undeclared octets looks like Czech or Slovak text.

Octets beyond ASCII are judged by the letters they give and by these letters' neighbours: in every
encoding but the right one, accented letters stand where no Czech or Slovak word has them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import islice

_VOWELS = "aáeéěiíoóôuúůyýä"
_CONSONANTS = "bcčdďfghjkklľmnňprřsštťvxzž"
_INSIDE = _VOWELS + _CONSONANTS
_ANY = "^" + _INSIDE
Surroundings = tuple[tuple[str, str], ...]
# Which letters stand before and after a letter, as pairs of sets; ^ is the edge of a word. Counted
# in Czech texts and widened by the rules of Czech and Slovak spelling (no ľ before e or i, ě only
# after its consonants, ů and ý never first).
SURROUNDINGS: Mapping[str, Surroundings] = {
    **dict.fromkeys("áéíóú", ((_ANY, _ANY),)),
    "ý": ((_INSIDE, _ANY),),
    "č": (
        ("^" + _VOWELS, "^aceiklmnorstuvňáéíóúůô"),
        ("bdhjklmnprstvŕľ", "^aeiouáéíóúůôkn"),
    ),
    "ď": (("^aeiouyáéíóúýěřžjrlôn", "^aákmtsojueěčžp"),),
    "ě": (("bdfmnptv", "^" + _CONSONANTS),),
    "ň": (("^abdehijklmoprstuvzáéíóúýěčšžô", "^aácdkostuúů"),),
    "ř": (("^abdefghijkmoptuvyzáéíóúýčěů", "^abcdeijklmnostuvzáéíóúůč"),),
    "š": (("^abcdeijklmnoprtuvyzáéíóúýěčšžôľŕ", "^aceiklmnoprtuvňťčďáéíóúů"),),
    "ť": (("^aeijlnorsuyáéíóúýěšľ", "^aácikmnostuúv"),),
    "ů": ((_CONSONANTS, "^" + _CONSONANTS),),
    "ž": (("^abdehiklmnorstuvyzáéíóúýěůřčäôľŕ", "^abcdeijklmnorstuvňšďľáéíóúů"),),
    "ľ": (
        ("^bdfghkmpstvz", "aáuúoó"),
        ("aáeéiíoóuúyýôä", "cčkmnsštvhz"),
        ("eioíô", "a"),
        ("eô", "^uo"),
    ),
    "ĺ": (("bdhjkmpstvčšž", "bcdhkmnpstvzčšž"),),
    "ŕ": (("bcdfghkmpstvzčšž", "bcdhkmnpstvzčňšžľ"),),
    "ô": ((_CONSONANTS, _CONSONANTS),),
}
# A letter in its surroundings: those that all encodings share say least.
_VALUES = {**dict.fromkeys(SURROUNDINGS, 2.0), **dict.fromkeys("áéíóúý", 1.5), "ĺ": 0.6, "ŕ": 0.6}
# Letters of other languages; where two encodings have them for one octet, the likelier.
_FOREIGN = {
    **dict.fromkeys("őű", 0.9),
    **dict.fromkeys("àâäãåæçèêëîïñøÿœ", 0.7),
    **dict.fromkeys("öüßõû", 0.5),
    **dict.fromkeys("ìòù", 0.3),
    **dict.fromkeys("ąćęłńśźż", 0.0),
}
_TYPOGRAPHY = "„“”‚‘’–—…§°€«»•·×±©®™\xad\xa0"
# Signs that are misread letters where they touch a letter.
_BETWEEN_WORDS = "¡¿¢£¥¤µ¦¼½¾¹²³"
_CZECH_ONLY = re.compile("[áíýúšžÁÍÝÚŠŽ]")
_POLISH_ONLY = re.compile("[ąćęłńśźżĄĆĘŁŃŚŹŻ]")
_HIGH = re.compile(rb"[\x80-\xff]+")
_MOST_RUNS = 300
_LONGEST_RUN = 30


def sample(data: bytes) -> bytes:
    """Return the octets beyond ASCII with their neighbours, a line each; of a long text some."""
    runs = islice(_HIGH.finditer(data), _MOST_RUNS)
    return b"\n".join(
        data[max(0, run.start() - 1) : min(run.end(), run.start() + _LONGEST_RUN) + 1]
        for run in runs
    )


def czechness(octets: bytes, codec: str) -> float:
    """Return how much a sample read by *codec* looks like Czech or Slovak; below 0 it does not."""
    text = f" {octets.decode(codec, 'replace')} "
    return sum(
        _value(text[place - 1], sign, text[place + 1])
        for place, sign in enumerate(text)
        if sign > "\x7f"
    )


def speaks_for_czech(octets: bytes, codec: str) -> bool:
    """Tell whether a sample has letters of Czech or Slovak that French and Italian have not."""
    return bool(_CZECH_ONLY.search(octets.decode(codec, "replace")))


def speaks_for_polish(octets: bytes, codec: str) -> bool:
    """Tell whether a sample has letters that only Polish has."""
    return bool(_POLISH_ONLY.search(octets.decode(codec, "replace")))


def _value(left: str, sign: str, right: str) -> float:
    if not sign.isalpha():
        return _value_of_sign(left, sign, right)
    if left.isdigit() or right.isdigit():
        return -1.0
    letter = sign.lower()
    # An accented capital inside a word betrays a wrong guess, and so does a small one in capitals.
    if _torn(left, sign, right):
        return -2.0
    if letter in SURROUNDINGS:
        if not left.isalpha() and not right.isalpha():
            # No letter is a word of its own, but "č." is short for number.
            return 2.0 if letter + right == "č." else 0.0
        return _value_of_czech(_edge(left), letter, _edge(right))
    return _FOREIGN.get(letter, -1.5)


def _value_of_czech(left: str, letter: str, right: str) -> float:
    pairs = SURROUNDINGS[letter]
    if any(left in before and right in after for before, after in pairs):
        return _VALUES[letter]
    return -1.0 if any(left in before or right in after for before, after in pairs) else -2.0


def _torn(left: str, sign: str, right: str) -> bool:
    if sign.isupper():
        return left.islower()
    return right.isupper() and left.isalpha()


def _value_of_sign(left: str, sign: str, right: str) -> float:
    inside = left.isalpha() and right.isalpha()
    if sign == "’" or (sign == "\xa0" and inside):
        return 1.5
    if (inside and sign in _TYPOGRAPHY) or (sign in "„‚" and left.isalpha()):
        return -2.0
    if sign in _TYPOGRAPHY:
        return 0.7
    if sign in _BETWEEN_WORDS and not left.isalpha() and not right.isalpha():
        return 0.7
    return -4.0 if "\x80" <= sign <= "\x9f" or sign == "\ufffd" else -1.5


def _edge(sign: str) -> str:
    return sign.lower() if sign.isalpha() else "^"
