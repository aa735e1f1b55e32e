# SPDX-License-Identifier: MIT
"""Words of the query language: names of fields, operators, and words that carry no meaning."""

from __future__ import annotations

from enum import StrEnum

from index.zones import Zone


class Field(StrEnum):
    """What a field restricts."""

    AUTHOR = "author"
    SUBJECT = "subject"
    ORGANISATION = "organisation"
    BEFORE = "before"
    AFTER = "after"
    YEAR = "year"
    ATTACHMENT = "attachment"
    LIST = "list"
    QUOTED = "quoted"
    TOPIC = "topic"


DATE_FIELDS = frozenset({Field.BEFORE, Field.AFTER, Field.YEAR})

# names are compared folded
FIELDS = {
    "od": Field.AUTHOR,
    "from": Field.AUTHOR,
    "autor": Field.AUTHOR,
    "author": Field.AUTHOR,
    "predmet": Field.SUBJECT,
    "subject": Field.SUBJECT,
    "organizace": Field.ORGANISATION,
    "org": Field.ORGANISATION,
    "organisation": Field.ORGANISATION,
    "organization": Field.ORGANISATION,
    "pred": Field.BEFORE,
    "before": Field.BEFORE,
    "po": Field.AFTER,
    "after": Field.AFTER,
    "rok": Field.YEAR,
    "year": Field.YEAR,
    "priloha": Field.ATTACHMENT,
    "attachment": Field.ATTACHMENT,
    "v": Field.LIST,
    "in": Field.LIST,
    "citace": Field.QUOTED,
    "quoted": Field.QUOTED,
    "tema": Field.TOPIC,
    "topic": Field.TOPIC,
}

FIELD_ZONES = {
    Field.AUTHOR: Zone.AUTHOR,
    Field.SUBJECT: Zone.SUBJECT,
    Field.ORGANISATION: Zone.ORGANISATION,
    Field.ATTACHMENT: Zone.ATTACHMENT_NAME | Zone.ATTACHMENT_TEXT,
    Field.QUOTED: Zone.QUOTED,
}

YES = frozenset({"ano", "yes", "1"})
NO = frozenset({"ne", "no", "0"})

_STOP_WORDS = """
    a aby ackoli ale ani asi az ba bez bude budou by byl byla bylo byly byt ci co coz cz da dnes do
    ho i jak jake jako jaka jaky jakou je jeho jej jeji jejich jen jeste ji jim jinak jsem jsi
    jsme jsou jste k kam kde kdo kdy kdyz ke ktera ktere kteri kterou ktery ku ma mate me mezi mi
    mit mne mnou muj muze my na nad nam nami nas nasi ne nebo nebot nejsou neni nez nic nim o od
    on ona oni ono ony pak po pod podle pokud potom prave pro proc proto protoze pred pri prosim
    s se si snad so sve svuj svych ta tak take takze tam te tedy ten tento teto ti tim timto to
    tohle toho tohoto tom tomto tomu tuto ty tyto u uz v vam vami vas vase ve vsak vsechno vy z za
    zda zde ze
    mame nekdo nekdy neco nejak nekde mel mela resi resite dekuji dekuju diky
    the of to and or in is are was were be for on with at by an as it its this that from what who
    how when where why which do does did has have had not you your we our any anyone can could
    sb č
"""
STOP_WORDS = frozenset(_STOP_WORDS.split())
"""Folded; words that are left out of a query that has others."""
