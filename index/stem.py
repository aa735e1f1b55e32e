# SPDX-License-Identifier: MIT
"""A light stemmer of Czech: the forms of a word to one stem.

One case ending goes, longest first, then a possessive suffix; alternations at the end of the stem
are undone (k/c, h/z, a fleeting e, ů/o). The idea of a light stemmer is Dolamic and Savoy,
*Indexing and stemming approaches for the Czech language*, Information Processing & Management 45
(2009); the rules here also join obec/obce, smlouva/smluv and systém/systému, and work for words
typed without diacritics, where an ending may be read in several ways.
"""

from __future__ import annotations

import unicodedata


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PLAIN = str.maketrans(
    dict(zip("áčďéěíňóřšťúůýžäöüľĺŕôłøđð", "acdeeinorstuuyzaoullrolodd", strict=True))
    | {"ß": "ss", "þ": "th", "æ": "ae", "œ": "oe"}
)

_ENDINGS_3 = _words("ech ích ého ěmi emi ému ího ími ímu ách ých ama ami ovi ými ýma íma")
_ENDINGS_2 = _words("em ém ěm ím ům ám ým mi ou um")
_SHORTEST_ROOT = 3
_VOWELS = frozenset("aeiouyáéíóúýěů")
_SONORANTS = frozenset("rl")
_SYLLABIC = frozenset("aeiouyáéěíóúůýäöüôlr")

# words whose last letters only look like an ending
_WHOLE = ("systém", "system", "problém", "problem", "extrém", "výzkum", "průzkum", "rozum")

# suffixes of verbs and of nouns and adjectives made of them, as they stand in keys
_VERBAL = _words("ovan ovat oval ovaj en an at al it il el et")

_IRREGULAR = {
    form: stem
    for stem, forms in {
        "den": "den dne dni dnu dny dní dnů dnem dnům dnech",
        "smlouv": "smluv",
        "jmen": "jmen",
        "pes": "pes psa psi psu psy psů psem psům psech",
        "det": "dítě dítěte dítěti dítětem děti dětí dětem dětmi dětech",
        "form": "forem",
        "firm": "firem",
        "norm": "norem",
        "reform": "reforem",
        "platform": "platforem",
        "prist": "příští příštího příštímu příštím příštích příštími",
        "penez": "peníze peněz penězům penězi penězích",
        "zajm": "zájem",
        "najm": "nájem",
        "pronajm": "pronájem",
        "podnajm": "podnájem",
        "prijm": "příjem",
        "dojm": "dojem",
        "pojm": "pojem",
        "objm": "objem",
        "hr": "hra hry hře hru hrou her hrám hrách hrami",
        "stolet": "století stoletích stoletím stoletími",
    }.items()
    for form in forms.split()
}


def fold(text: str) -> str:
    """Return the text in lower case and without diacritics; folding twice changes nothing."""
    if text.isascii():
        return text.lower()
    plain = text.casefold().translate(_PLAIN)
    if plain.isascii():
        return plain
    parts = unicodedata.normalize("NFKD", plain).casefold().translate(_PLAIN)
    marks = {ord(sign): None for sign in set(parts) if unicodedata.combining(sign)}
    return parts.translate(marks) if marks else parts


_WHOLE_PLAIN = tuple(map(fold, _WHOLE))
_ENDINGS_3_PLAIN = tuple(sorted(set(map(fold, _ENDINGS_3))))
_ENDINGS_2_PLAIN = tuple(sorted(set(map(fold, _ENDINGS_2))))
# endings of other lengths that are written the same with and without diacritics
_ENDINGS_3_SURE = tuple(ending for ending in _ENDINGS_3 if ending.isascii())
_ENDINGS_2_SURE = tuple(ending for ending in _ENDINGS_2 if ending.isascii())
_IRREGULAR_PLAIN = {fold(form): stem for form, stem in _IRREGULAR.items()}


def stem(word: str) -> str:
    """Return the stem of a word in lower case, written with diacritics; they are kept in it."""
    irregular = _IRREGULAR.get(word)
    if irregular:
        return irregular
    if _SYLLABIC.isdisjoint(word):
        return word
    return _undo_alternation(_without_possessive(_without_ending(word)))


def strict(word: str) -> str:
    """Return the key of a word in lower case from text that is written with diacritics."""
    return fold(stem(word))


def loose(word: str) -> tuple[str, ...]:
    """Return the keys of a word whose diacritics are not written, one for each reading.

    For almost every word ``strict(word) in loose(fold(word))`` (0.2 % of Czech words apart).
    """
    plain = fold(word)
    irregular = _IRREGULAR_PLAIN.get(plain)
    if irregular:
        return (irregular,)
    if _SYLLABIC.isdisjoint(plain):
        return (plain,)
    keys: dict[str, None] = {}
    for base in _readings(plain):
        keys.update(dict.fromkeys(_alternations(base)))
    if len(plain) >= 5 and plain.endswith(("sti", "cti")):
        keys[plain[:-2] + "k"] = None
    return tuple(keys)


def bare(word: str) -> str:
    """Return the stem of a word in lower case with its diacritics and its possessive suffix.

    Words that share `stem` but not this are made of each other: *Novák* and *Nováková*.
    """
    irregular = _IRREGULAR.get(word)
    return irregular or _undo_alternation(_without_ending(word))


def irregular(beginning: str) -> frozenset[str]:
    """Return the stems of irregular forms that begin so, folded."""
    return frozenset(key for form, key in _IRREGULAR_PLAIN.items() if form.startswith(beginning))


def hard(base: str) -> str:
    """Return the base with its last consonant as before endings that do not soften it."""
    if base.endswith(("c", "č")):
        return base[:-1] + "k"
    return base[:-1] + "h" if base.endswith(("z", "ž")) else base


def related(key: str) -> tuple[str, ...]:
    """Return the keys of words made of the same verb: ``vyplnovan`` gives ``vyplnit``, ``vypln``.

    They are too far off to find a message, but near enough to say which of two answers better.
    """
    root = next(
        (
            key[: -len(suffix)]
            for suffix in _VERBAL
            if key.endswith(suffix) and len(key) - len(suffix) >= _SHORTEST_ROOT
        ),
        key,
    )
    family = (root, *(root + suffix for suffix in _VERBAL))
    return tuple(other for other in family if other != key)


def _kept_whole(word: str, whole: tuple[str, ...]) -> str:
    if "m" not in word[-5:]:
        # all of them end so, and four letters may follow
        return ""
    for part in whole:
        start = word.find(part)
        if start >= 0 and len(word) - start - len(part) <= 4:
            return word[: start + len(part)]
    return ""


def _without_ending(word: str) -> str:
    length = len(word)
    if length >= 5 and word.endswith(("ští", "čtí")):
        return word[:-3] + ("sk" if word[-3] == "š" else "ck")
    if length > 7 and word.endswith(("štích", "čtích", "štími", "čtími")):
        return word[:-5] + ("sk" if word[-5] == "š" else "ck")
    kept = _kept_whole(word, _WHOLE)
    if kept:
        return kept
    if length > 5 and word.endswith(_ENDINGS_3):
        return word[:-3]
    if length > 4 and word.endswith(_ENDINGS_2):
        return word[:-2]
    return word[:-1] if length > 3 and word[-1] in _VOWELS else word


def _without_possessive(base: str) -> str:
    return base[:-2] if len(base) > 5 and base.endswith(("ov", "ův")) else base


def _undo_alternation(base: str) -> str:
    base = hard(base)
    if len(base) > 2 and base[-2] == "ů":
        return base[:-2] + "o" + base[-1]
    return without_fleeting_e(base)


def without_fleeting_e(base: str) -> str:
    """Return the base less an e before its last letter, if a syllable is left without it."""
    if len(base) > 2 and base[-2] == "e" and (_VOWELS & {*base[:-2]} or _SONORANTS & {*base[1:-2]}):
        return base[:-2] + base[-1]
    return base


def _readings(plain: str) -> list[str]:
    """Return the word less its ending, once for each way its ending can be read."""
    kept = _kept_whole(plain, _WHOLE_PLAIN)
    if kept:
        return [kept]
    bases = [_longest_ending_off(plain)]
    length = len(plain)
    sure = (length > 5 and plain.endswith(_ENDINGS_3_SURE)) or (
        length > 4 and plain.endswith(_ENDINGS_2_SURE)
    )
    if not sure and length > 4 and plain.endswith(("am", "im", "ym", "ach")):
        bases.append(plain)
    if length > 5 and plain.endswith(("ech", "ich", "ych")):
        bases.append(plain)
    elif length > 4 and plain.endswith(("emi", "imi", "imu", "emu", "ima", "omi", "ami")):
        bases.append(plain[:-1])
    return bases


def _longest_ending_off(plain: str) -> str:
    length = len(plain)
    if length > 5 and plain.endswith(_ENDINGS_3_PLAIN):
        return plain[:-3]
    if length > 4 and plain.endswith(_ENDINGS_2_PLAIN):
        return plain[:-2]
    return plain[:-1] if length > 3 and plain[-1] in _VOWELS else plain


def _alternations(base: str) -> list[str]:
    """Return the stems a base without diacritics may stand for."""
    if len(base) > 5 and base.endswith("uv") and base[-3] != "o":
        return [*_alternations(base[:-2]), *_ends(base)]
    return _ends(_without_possessive(base))


def _ends(base: str) -> list[str]:
    base = hard(base)
    shorter = without_fleeting_e(base)
    if shorter != base:
        return [shorter, base]
    if 2 < len(base) <= 5 and base[-2] == "u":
        return [base[:-2] + "o" + base[-1], base]
    return [base]
