# SPDX-License-Identifier: MIT
"""The OpenAPI 3.1 document of the JSON API, made from the operations that answer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import msgspec

from web.api_operations import READABLE, Operation, Parameter, Text
from web.api_types import Refusal

Document = dict[str, Any]

VERSION = "3.1.0"
_REFERENCES = "#/components/schemas/{name}"
_IN_PATH = re.compile(r"<(\w+?)_?>")
_PLACES = {"address": "The address of a list.", "hash": "A Message-ID-Hash."}
_REFUSALS = {
    "400": "A parameter is wrong.",
    "403": "The list may not be read.",
    "404": "There is no such thing.",
    "410": "It was erased.",
    "503": "The search is out of order.",
}


def document(operations: Sequence[Operation], title: str, root: str) -> Document:
    """Return what describes the operations below the address *root*."""
    types = [operation.answer for operation in operations]
    _, schemas = msgspec.json.schema_components([*types, Refusal], ref_template=_REFERENCES)
    return {
        "openapi": VERSION,
        "info": {"title": title, "version": "1"},
        "servers": [{"url": root}],
        "paths": {_IN_PATH.sub(r"{\1}", one.path): {"get": _operation(one)} for one in operations},
        "components": {"schemas": schemas},
    }


def _operation(operation: Operation) -> Document:
    named = _IN_PATH.findall(operation.path)
    answers = {"200": _answer(operation.answer.__name__, "The answer.")}
    refusals = {status: _answer(Refusal.__name__, why) for status, why in _REFUSALS.items()}
    return {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [*map(_in_path, named), *map(_in_query, operation.parameters)],
        "responses": answers | refusals,
    }


def _answer(name: str, why: str) -> Document:
    schema = {"$ref": _REFERENCES.format(name=name)}
    return {"description": why, "content": {"application/json": {"schema": schema}}}


def _in_path(name: str) -> Document:
    return {
        "name": name,
        "in": "path",
        "required": True,
        "description": _PLACES[name],
        "schema": {"type": "string", "pattern": READABLE},
    }


def _in_query(parameter: Parameter) -> Document:
    return {
        "name": parameter.name,
        "in": "query",
        "required": isinstance(parameter, Text) and parameter.required,
        "description": parameter.means,
        "schema": parameter.schema(),
    }
