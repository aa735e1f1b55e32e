# SPDX-License-Identifier: MIT
"""What the analyser makes of a text: words to keys, names and numbers kept whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.czech import Analyser, chunks, is_accented
from index.stem import fold, loose, related, strict


def keys(text: str) -> set[str]:
    analyser = Analyser()
    analysed = [analyser.analyse(chunk, accented=is_accented(text)) for chunk in chunks(text)]
    return {key for one in analysed for _, key, _ in one.placed()}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("zákona č. 111/2009 Sb.", {"zakon", "c", "111/2009", "111", "2009", "sb"}),
        ("111 / 2009", {"111/2009", "111", "2009"}),
        (
            "jan.novak@praha8.cz",
            {"jan.novak@praha8.cz", "praha8.cz", "jan", "novak", "praha8", "cz"},
        ),
        ("https://www.gov.cz/a", {"gov.cz/a", "gov.cz", "https", "www", "gov", "cz", "a"}),
        ("čj. MHMP 123456/2019", {"cj", "mhmp", "123456/2019", "123456", "2019"}),
        ("smlouva.pdf", {"smlouva.pdf", "smlouv", "pdf"}),
        ("konec.Další", {"konk", "dals"}),
        ("ISO 27001", {"iso27001", "iso", "27001"}),
        ("ISO/IEC 27001", {"iso27001", "iso", "27001"}),
        ("Czech POINT", {"czechpoint", "czech", "point"}),
        ("CzechPOINTu", {"czechpoint", "czech", "point"}),
        ("IPv6", {"ipv6", "ipv", "6"}),
        ("C# a C++", {"c#", "a", "c++"}),
        ("e-mailem", {"email", "mail"}),
        ("emailem", {"email"}),
        ("e-podatelnou", {"epodateln", "podateln"}),
        ("ISVS", {"isvs"}),
        ("NAPu", {"nap"}),
        ("PSČ", {"psc"}),
        ("česko-slovenský", {"cesk", "slovensk"}),
        ("10.2.1", {"10.2.1", "10", "2", "1"}),
        ("soft\xadware č", {"softwar", "c"}),
        ("kůň", {"kon"}),
        ("ﬁrma ě", {"firm", "e"}),
        ("\ud800 \x00", set()),
    ],
)
def test_keys(text: str, expected: set[str]) -> None:
    assert keys(text) >= expected
    assert len(keys(text)) <= len(expected) + 1


@pytest.mark.parametrize(
    ("text", "accented"),
    [
        ("", False),
        ("smlouva", False),
        ("Dobrý", True),
        ("Dobry den, posilam slibenou smlouvu a prosim o jeji rychle vyrizeni, dekuji.", False),
        ("Dobrý den, posílám slíbenou smlouvu a prosím o její rychlé vyřízení, děkuji.", True),
        ("Posilam vsechny dokumenty, o ktere jste si vcera psal do kancelare, Novák " * 3, False),
    ],
)
def test_text_without_diacritics_is_recognised(text: str, accented: bool) -> None:  # noqa: FBT001
    assert is_accented(text) is accented


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text("aábcčdďeéěfghiíjklmnňoóprřsštťuúůvyýzž", min_size=1, max_size=12))
def test_stemming_never_fails_and_leaves_something(word: str) -> None:
    assert strict(word)
    assert all(loose(word))
    assert 1 <= len(loose(word)) <= 6


def test_words_of_a_verb_are_related() -> None:
    assert strict("vyplnit") in related(strict("vyplňování"))
    assert strict("vyplňování") in related(strict("vyplňovat"))
    assert strict("smlouva") not in related(strict("mluvit"))
