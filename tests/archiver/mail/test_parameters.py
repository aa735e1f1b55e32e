# SPDX-License-Identifier: MIT
"""File names and other parameters, by the standards and as programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from reading_mail import names, read

from archiver.mail.parameters import parameter, parameters
from mail import letter, multipart, part


def named(disposition: str | bytes | None, kind: str = "application/pdf") -> str:
    file = part(b"%PDF", kind, headers={"Content-Disposition": disposition})
    return names(read(letter(multipart("mixed", part("text\n"), file))))[0]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ('attachment; filename="smlouva.pdf"', "smlouva.pdf"),
        ("attachment; filename=smlouva.pdf", "smlouva.pdf"),
        ("attachment; filename=nova smlouva 2.pdf", "nova smlouva 2.pdf"),
        ("attachment; filename*=utf-8''P%C5%99%C3%ADloha.pdf", "Příloha.pdf"),
        ("attachment; filename*=windows-1250'cs'P%F8%EDloha.pdf", "Příloha.pdf"),
        ('attachment; filename*0="P"; filename*1="riloha.pdf"', "Priloha.pdf"),
        ("attachment; filename*0*=utf-8''P%C5; filename*1*=%99%C3%ADloha.pdf", "Příloha.pdf"),
        ("attachment; filename*1*=loha.pdf; filename*0*=utf-8''P%C5%99%C3%AD", "Příloha.pdf"),
        ('attachment; filename="=?utf-8?q?P=C5=99=C3=ADloha=2Epdf?="', "Příloha.pdf"),
        ("attachment; filename==?windows-1250?Q?P=F8=EDloha.pdf?=", "Příloha.pdf"),
        ('attachment; filename="Příloha.pdf"', "Příloha.pdf"),
        ('attachment; filename="a;b\\"c\\".pdf"', 'a;b"c".pdf'),
        ('attachment; filename="C:\\Dokumenty\\smlouva.pdf"', "smlouva.pdf"),
        ('attachment; filename="../../etc/passwd"', "passwd"),
        ('attachment; filename="bez konce.pdf', "bez konce.pdf"),
        ("attachment; FILENAME=velka.pdf; filename=mala.pdf", "velka.pdf"),
        ('attachment;\n\tfilename="na\n dva.pdf"', "na dva.pdf"),
        ("attachment; size=5", ""),
    ],
)
def test_a_file_name_is_read_as_it_was_meant(disposition: str, name: str) -> None:
    assert named(disposition) == name


def test_a_name_of_raw_windows_1250_is_read() -> None:
    assert named('attachment; filename="Příloha účtu.pdf"'.encode("cp1250")) == "Příloha účtu.pdf"


def test_the_type_names_the_file_when_the_disposition_does_not() -> None:
    assert named(None, 'application/pdf; name="smlouva.pdf"') == "smlouva.pdf"
    assert named("attachment", "application/pdf; name=smlouva.pdf") == "smlouva.pdf"


@given(st.binary(max_size=300))
def test_no_octets_raise(field: bytes) -> None:
    found = parameters(b"text/plain; " + field)
    assert all(isinstance(parameter(found, name.partition("*")[0]), str) for name in found)
