# SPDX-License-Identifier: MIT
"""The clauses of a query as a Czech or English sentence."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from typing import Literal

from index.explain import Clause

Language = Literal["cs", "en"]

_SAYS: Mapping[Language, Mapping[str, str]] = {
    "cs": {
        "": "zprávy {}",
        "contain": "obsahující {}",
        "lack": "neobsahující {}",
        "but": ", ale ne {}",
        "nor": " ani ",
        "word": "„{}“",
        "phrase": "„{}“",
        "prefix": "slovo začínající na „{}“",
        "author": "od autora {}",
        "subject": "s předmětem obsahujícím {}",
        "organisation": "z organizace {}",
        "attachment": "s přílohou, ve které je {}",
        "quoted": "citující {}",
        "since": "od {}",
        "until": "do {}",
        "since_year": "od roku {}",
        "until_year": "do konce roku {}",
        "between": "od {} do {}",
        "year": "z roku {}",
        "years": "z let {}–{}",
        "month": "z měsíce {}/{}",
        "day": "ze dne {}",
        "list": "v konferenci „{}“",
        "topic": "k tématu „{}“",
        "has_attachment": "s přílohou",
        "no_attachment": "bez přílohy",
        "type": "s přílohou typu {}",
        "not": "ne {}",
        "any": " nebo ",
        "all": " a ",
        "date": "{day}. {month}. {year}",
        "picture": "obrázek",
        "sound": "zvuk",
        "other": "jiná",
    },
    "en": {
        "": "messages {}",
        "contain": "containing {}",
        "lack": "not containing {}",
        "but": ", but not {}",
        "nor": " or ",
        "word": "“{}”",
        "phrase": "“{}”",
        "prefix": "a word beginning with “{}”",
        "author": "from the author {}",
        "subject": "with a subject containing {}",
        "organisation": "from the organisation {}",
        "attachment": "with an attachment that has {}",
        "quoted": "quoting {}",
        "since": "since {}",
        "until": "until {}",
        "since_year": "since {}",
        "until_year": "until the end of {}",
        "between": "between {} and {}",
        "year": "of the year {}",
        "years": "of the years {}–{}",
        "month": "of the month {}/{}",
        "day": "of the day {}",
        "list": "in the list “{}”",
        "topic": "on the topic “{}”",
        "has_attachment": "with an attachment",
        "no_attachment": "without an attachment",
        "type": "with an attachment of type {}",
        "not": "not {}",
        "any": " or ",
        "all": " and ",
        "date": "{year}-{month:02}-{day:02}",
    },
}


def sentence(found: Sequence[Clause], language: Language) -> str:
    """Return the clauses as a sentence without a full stop, ``""`` without clauses."""
    if not found:
        return ""
    says = _SAYS[language]
    held = [clause for clause in found if _is_content(clause)]
    lacked = [clause.parts[0] for clause in found if _is_lacking(clause)]
    others = [clause for clause in found if clause not in held and not _is_lacking(clause)]
    said = [_say(clause, says, inside=len(others) > 1) for clause in others]
    content = _content(held, lacked, says)
    return says[""].format(", ".join([content, *said] if content else said))


def _is_content(clause: Clause) -> bool:
    if clause.kind in {"any", "all"}:
        return all(map(_is_content, clause.parts))
    return clause.kind in {"word", "phrase", "prefix"} and not clause.zone


def _is_lacking(clause: Clause) -> bool:
    return clause.kind == "not" and _is_content(clause.parts[0])


def _content(held: Sequence[Clause], lacked: Sequence[Clause], says: Mapping[str, str]) -> str:
    """Say what messages contain and what they do not."""
    lack = says["nor"].join(_say(clause, says, inside=True) for clause in lacked)
    if not held:
        return says["lack"].format(lack) if lack else ""
    has = _row([_say(clause, says, inside=len(held) > 1) for clause in held], says["all"])
    return says["contain"].format(has) + (says["but"].format(lack) if lack else "")


def _say(clause: Clause, says: Mapping[str, str], *, inside: bool) -> str:
    """Say a clause; one of several parts stands in parentheses inside another."""
    if clause.kind == "not":
        return _say_not(clause.parts[0], says)
    if clause.parts:
        said = _row([_say(part, says, inside=True) for part in clause.parts], says[clause.kind])
        return f"({said})" if inside else said
    if clause.kind in {"since", "until", "between"}:
        return _say_dates(clause, says)
    values = clause.values
    if clause.kind == "type":
        values = tuple(says.get(value, value) for value in values)
    said = says[clause.kind].format(*values)
    return says[clause.zone].format(said) if clause.zone else said


def _say_not(clause: Clause, says: Mapping[str, str]) -> str:
    if clause.kind == "has_attachment":
        return says["no_attachment"]
    return says["not"].format(_say(clause, says, inside=True))


def _row(said: Sequence[str], last: str) -> str:
    """Join with commas, and the word that is said before the last one."""
    *first, end = said
    return f"{', '.join(first)}{last}{end}" if first else end


def _say_dates(clause: Clause, says: Mapping[str, str]) -> str:
    first, last = clause.values[0], clause.values[-1]
    if clause.kind == "between":
        whole = _say_whole(first, last, says)
        return whole or says["between"].format(_day(first, says), _day(last, says))
    if first.endswith("-01-01" if clause.kind == "since" else "-12-31"):
        return says[f"{clause.kind}_year"].format(first[:4])
    return says[clause.kind].format(_day(first, says))


def _say_whole(first: str, last: str, says: Mapping[str, str]) -> str:
    """Say a span that is a whole day or month, or whole years; "" if it is none."""
    if first == last:
        return says["day"].format(_day(first, says))
    if first.endswith("-01-01") and last.endswith("-12-31"):
        years = (first[:4], last[:4])
        return says["year" if years[0] == years[1] else "years"].format(*years)
    year, month, day = map(int, last.split("-"))
    if first == f"{last[:7]}-01" and day == monthrange(year, month)[1]:
        return says["month"].format(month, year)
    return ""


def _day(value: str, says: Mapping[str, str]) -> str:
    year, month, day = map(int, value.split("-"))
    return says["date"].format(year=year, month=month, day=day)
