# SPDX-License-Identifier: MIT
"""Bombs, passwords and garbage give a note: no exception, no hang, and the next file is read."""

import gzip
import io
import os
import signal
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from extract_files import DRAWING, OLE, WORD, every_kind, open_document, packed, slides, tar, word
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from archiver.demo import office
from archiver.demo.pdf import pdf
from archiver.extract import Extractor, File

NOTES = {
    "",
    "encrypted",
    "too large",
    "took too long",
    "not readable",
    "old format",
    "limit reached",
}
KINDS = every_kind()
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 100}">' for n in range(9))


@pytest.fixture(scope="module")
def shared() -> Iterator[Extractor]:
    with Extractor() as opened:
        yield opened


def note(extractor: Extractor, data: bytes) -> str:
    """Return the note on *data*, sure that a good file is read after it."""
    found = extractor.extract(data, "a", "")
    assert extractor.extract(office.docx("Další\n"), "", "").text == "Další\n"
    return found.note


def pdf_objects(*objects: bytes) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    xref = b"xref\n0 %d\n0000000000 65535 f \n%b" % (count, table)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + xref + trailer % (count, len(data))


def stream(data: bytes) -> bytes:
    packed_data = zlib.compress(data)
    head = b"<< /Length %d /Filter /FlateDecode >>\nstream\n" % len(packed_data)
    return head + packed_data + b"\nendstream"


def page_of(content: bytes) -> bytes:
    return pdf_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        content,
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )


def test_a_document_that_unpacks_a_thousandfold_is_too_large(extractor: Extractor) -> None:
    paragraph = "<w:p><w:r><w:t>" + " " * 100_000 + "</w:t></w:r></w:p>"
    assert note(extractor, word(paragraph * 1000)) == "too large"


def test_text_before_the_limit_is_kept(extractor: Extractor) -> None:
    found = extractor.extract(("slovo " * 300_000).encode(), "", "")
    assert (len(found.text), found.note) == (1_000_000, "too large")


def test_an_archive_in_an_archive_is_not_opened(extractor: Extractor) -> None:
    bomb = packed({"nuly": bytes(50_000_000)})
    for _ in range(5):
        bomb = packed({f"{n}.zip": bomb for n in range(10)})
    found = extractor.extract(bomb, "", "")
    assert (found.text.split(), found.note) == ([f"{n}.zip" for n in range(10)], "")


@pytest.mark.parametrize("extra", [{}, {"word/document.xml": f"<w:document {WORD}/>"}])
def test_too_many_files_in_one(extra: dict[str, str], extractor: Extractor) -> None:
    many = {f"{number}": "" for number in range(10_001)}
    assert note(extractor, packed({**extra, **many})) == "too large"
    assert note(extractor, tar(dict.fromkeys(many, b""))) == "too large"


def test_a_packed_archive_that_grows_too_much(extractor: Extractor) -> None:
    data = gzip.compress(tar({"nuly": bytes(90_000_000)}), 9)
    assert note(extractor, data) == "too large"


def test_entities_that_multiply_give_no_text(extractor: Extractor) -> None:
    text = f"<!DOCTYPE w:d [{LAUGHS}]><w:d {WORD}><w:p><w:r><w:t>&l8;</w:t></w:r></w:p></w:d>"
    found = extractor.extract(packed({"word/document.xml": text}), "", "")
    assert (found.text, found.note) in {("", "not readable"), ("", "too large")}


def test_xml_of_great_depth_gives_a_note(extractor: Extractor) -> None:
    assert note(extractor, word("<w:p>" * 1_000_000)) in {
        "too large",
        "not readable",
        "took too long",
    }


def test_memory_that_runs_out_is_noted(extractor: Extractor) -> None:
    # Each of the many short lines becomes an object of its own.
    mail = b"From: a@obec.example\nTo: b@obec.example\nSubject: x\n\n" + b"x\n" * 20_000_000
    assert note(extractor, mail) == "too large"


def test_a_large_attachment_does_not_suffer_from_one_before_it(extractor: Extractor) -> None:
    large = packed({"a.txt": os.urandom(60_000_000)}, store=True)
    assert note(extractor, word("<w:p>" * 1_000_000)) == "not readable"
    assert note(extractor, large) == ""


def test_a_long_text_is_read_as_far_as_its_limit(extractor: Extractor) -> None:
    for head in (b"", b"<html>"):
        found = extractor.extract(head + b"slovo\n" * 10_000_000, "", "")
        assert (found.text[:5], found.note) == ("slovo", "too large")


def test_a_pdf_whose_pages_contain_themselves(extractor: Extractor) -> None:
    loop = pdf_objects(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    )
    assert note(extractor, loop) in {"", "not readable"}


def test_a_pdf_of_arrays_in_arrays(extractor: Extractor) -> None:
    assert note(extractor, page_of(b"[" * 100_000)) == "not readable"
    assert note(extractor, page_of(stream(b"[" * 1_000_000))) in {"", "not readable"}


def test_a_pdf_with_a_huge_stream(extractor: Extractor) -> None:
    assert note(extractor, page_of(stream(bytes(400_000_000)))) == "not readable"


def test_a_pdf_of_too_many_pages(extractor: Extractor) -> None:
    kids = b" ".join(b"%d 0 R" % n for n in range(3, 700))
    page = b"<< /Type /Page /Parent 2 0 R /Resources << >> >>"
    pages = b"<< /Type /Pages /Kids [%b] /Count 697 >>" % kids
    data = pdf_objects(b"<< /Type /Catalog /Pages 2 0 R >>", pages, *[page] * 697)
    assert note(extractor, data) == "too large"


def test_an_attachment_of_more_than_a_hundred_megabytes_is_not_read(extractor: Extractor) -> None:
    found = extractor.extract(b"%PDF-" + bytes(100 * 1024 * 1024), "", "")
    assert (found.type, found.note) == ("application/pdf", "too large")


def test_passwords_are_noted(extractor: Extractor) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Tajné"))))
    writer.encrypt("heslo", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    manifest = "<manifest:encryption-data/>"
    assert note(extractor, buffer.getvalue()) == "encrypted"
    assert note(extractor, OLE + "EncryptedPackage".encode("utf-16-le")) == "encrypted"
    assert note(extractor, open_document("text", "", manifest=manifest)) == "encrypted"


def test_a_pdf_with_an_empty_password_is_read(extractor: Extractor) -> None:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf("Veřejné"))))
    writer.encrypt("", "heslo", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    assert extractor.extract(buffer.getvalue(), "", "").text.strip() == "Veřejné"


def test_names_in_an_encrypted_archive_are_given_with_the_note(extractor: Extractor) -> None:
    data = bytearray(packed({"tajne.txt": "x"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    found = extractor.extract(bytes(data), "", "")
    assert (found.text, found.note) == ("tajne.txt\n", "encrypted")


def test_what_stands_before_the_broken_place_is_kept(extractor: Extractor) -> None:
    files = {"ppt/presentation.xml": "", "ppt/slides/slide2.xml": "<broken"}
    files["ppt/slides/slide1.xml"] = f"<sld {DRAWING}><a:p><a:t>První</a:t></a:p></sld>"
    found = extractor.extract(packed(files), "", "")
    assert (found.text, found.note) == ("První\n", "not readable")


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_cut_anywhere_gives_text_or_a_note(kind: str, extractor: Extractor) -> None:
    data = KINDS[kind]
    for tenth in range(1, 10):
        assert extractor.extract(data[: len(data) * tenth // 10], "", "").note in NOTES


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_a_file_with_changed_bytes_gives_text_or_a_note(
    kind: str, data: st.DataObject, shared: Extractor
) -> None:
    octets = bytearray(KINDS[kind])
    places = st.integers(0, len(octets) - 1)
    for place, value in data.draw(st.dictionaries(places, st.integers(0, 255), max_size=8)).items():
        octets[place] = value
    assert shared.extract(bytes(octets), "", "").note in NOTES


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from(
        [b"", b"%PDF-1.4\n", b"{\\rtf1", b"PK\x03\x04", OLE, b"\x1f\x8b\x08", b"<html>"]
    ),
    st.binary(max_size=2000),
    st.text(max_size=20),
)
def test_any_bytes_under_any_label_give_text_or_a_note(
    shared: Extractor, magic: bytes, data: bytes, label: str
) -> None:
    assert shared.extract(magic + data, label, label).note in NOTES


def children() -> set[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for task in tasks for pid in task.read_text("ascii").split()}


def child_of(extractor: Extractor) -> int:
    """Return the process that serves an extractor that was not used before."""
    before = children()
    extractor.extract(b"text", "", "")
    return (children() - before).pop()


def test_a_child_killed_while_it_waits_costs_no_attachment_its_text() -> None:
    with Extractor() as extractor:
        os.kill(child_of(extractor), signal.SIGKILL)
        found = extractor.extract(slides("Úvod"), "", "")
        assert (found.text.strip(), found.note) == ("Úvod", "")


def test_a_child_that_ends_is_replaced_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with Extractor() as extractor:
        os.kill(child_of(extractor), signal.SIGKILL)
        with monkeypatch.context() as patch:
            patch.setattr(sys, "executable", "/bin/false")
            assert extractor.extract(slides("Úvod"), "", "").note == "not readable"
        assert note(extractor, slides("Úvod")) == ""


def test_attachments_of_one_message_share_their_time() -> None:
    slow, good = File(b"<html>" + b"<b>" * 2_600_000, "", ""), File(office.docx("Text\n"), "", "")
    with Extractor(seconds=1, together=1.5) as extractor:
        notes = [found.note for found in extractor.extract_all([good, slow, slow, good])]
        assert notes == ["", "took too long", "limit reached", "limit reached"]
        assert extractor.extract_all([good])[0].text == "Text\n"


def test_a_child_that_does_not_answer_is_replaced() -> None:
    with Extractor(seconds=1) as extractor:
        os.kill(child_of(extractor), signal.SIGSTOP)
        assert note(extractor, slides("Úvod")) == "took too long"


def test_a_child_that_spends_its_processor_time_is_replaced() -> None:
    with Extractor() as extractor:
        os.kill(child_of(extractor), signal.SIGXCPU)
        assert note(extractor, slides("Úvod")) == "took too long"


def test_the_child_ends_with_its_extractor() -> None:
    with Extractor() as extractor:
        child = child_of(extractor)
    assert not Path(f"/proc/{child}").exists()


def test_a_child_writes_no_files_and_takes_no_more_memory_than_allowed() -> None:
    with Extractor() as extractor:
        limits = Path(f"/proc/{child_of(extractor)}/limits").read_text("ascii")
    rows = {line[:26].strip(): line[26:].split() for line in limits.splitlines()}
    assert rows["Max file size"][:2] == ["0", "0"]
    assert int(rows["Max address space"][1]) < 1024**3
