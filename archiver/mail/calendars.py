# SPDX-License-Identifier: MIT
"""Names of months and time zones in the dates of real mail, folded (no capitals, no accents)."""

from __future__ import annotations

from collections.abc import Mapping

_NAMES = (
    "jan january led leden ledna januar januara janner jaenner",
    "feb february uno unor unora februar februara",
    "mar march bre brezen brezna marec marca marz maerz mrz",
    "apr april dub duben dubna aprila",
    "may kve kveten kvetna maj maja mai",
    "jun june cvn cer cen cerven cervna jun juna juni",
    "jul july cvc cec cervenec cervence jula juli",
    "aug august srp srpen srpna augusta",
    "sep sept september zar zari septembra",
    "oct october rij rijen rijna okt oktober oktobra",
    "nov november lis listopad listopadu novembra",
    "dec december pro prosinec prosince decembra dez dezember",
)
MONTHS: Mapping[str, int] = {
    name: number for number, names in enumerate(_NAMES, 1) for name in names.split()
}
# Hours east of Greenwich. The names of RFC 5322, 4.3, then those of Europe, then what Windows
# writes in its own language.
ZONES: Mapping[str, float] = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0,
    "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
    "cet": 1, "met": 1, "mez": 1, "sec": 1, "cest": 2, "mest": 2, "mesz": 2, "selc": 2,
    "wet": 0, "west": 1, "bst": 1, "eet": 2, "eest": 3, "msk": 3, "msd": 4, "ist": 5.5,
    "jst": 9, "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13,
    "central europe standard time": 1, "central europe daylight time": 2,
    "central european standard time": 1, "central european daylight time": 2,
    "central european time": 1, "central european summer time": 2,
    "w. europe standard time": 1, "w. europe daylight time": 2,
    "stredni evropa": 1, "stredoevropsky cas": 1, "stredoevropsky letni cas": 2,
    "stredoevropsky standardni cas": 1, "stredni evropa (bezny cas)": 1,
    "stredni evropa (letni cas)": 2, "letni cas - stredni evropa": 2,
    "stredna europa": 1, "stredna europa (letny cas)": 2, "stredoeuropsky cas": 1,
    "stredoeuropsky letny cas": 2, "mitteleuropaische zeit": 1,
    "mitteleuropaische sommerzeit": 2,
}  # fmt: skip
