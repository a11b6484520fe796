"""The tokens of the score S1 in six languages, and that they are those of a slow, obvious tokeniser."""

from __future__ import annotations

import csv
import random
from pathlib import Path
from types import ModuleType

import pytest

from tm.matching.read_fragments import read_chunk
from tm.matching.token_kinds import KIND_NAMES, PUNCTUATION, WORD_SEED, token_hash
from tm.matching.tokens import Tokeniser

CASES = Path(__file__).parent / "cases" / "matching" / "sentences.tsv"
SIX = ("ar", "en", "es", "fr", "ru", "zh")


def sentences() -> list[tuple[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as lines:
        return [(row[0], row[1]) for row in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]


def words(text: str, language: str) -> list[int]:
    return [int(one) for one in Tokeniser(language).tokenise_one(text).words]


def written(text: str, language: str) -> list[str]:
    """Each token as written, with the first letter of its kind."""
    tokens = Tokeniser(language).tokenise_one(text)
    pairs = zip(tokens.spans, tokens.kinds.tolist(), strict=True)
    return [f"{KIND_NAMES[kind][0]}:{text[start:end]}" for (start, end), kind in pairs]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "See A/RES/68/187, CO2 of 1,000.5.",
         ["w:See", "s:A/RES/68/187", "p:,", "w:CO2", "w:of", "n:1,000.5", "p:."]),
        ("fr", "l’État verse 1 000 € ;", ["w:l", "p:’", "w:État", "w:verse", "n:1 000", "p:€", "p:;"]),
        ("es", "www.example.org/a, 2,5 %", ["a:www.example.org/a", "p:,", "n:2,5", "p:%"]),
        ("ru", "резолюция 66/171, п. 3", ["w:резолюция", "s:66/171", "p:,", "w:п", "p:.", "n:3"]),
        ("ar", "الـقَرار ٦٦/١٧١ و١٩", ["w:الـقَرار", "s:٦٦/١٧١", "w:و", "n:١٩"]),
        ("zh", "第十九条，A/68/12号", ["h:第", "n:十九", "h:条", "p:，", "s:A/68/12", "h:号"]),
    ],
)  # fmt: skip
def test_a_text_is_cut_into_words_numbers_symbols_and_marks(
    language: str, text: str, expected: list[str]
) -> None:
    assert written(text, language) == expected


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("ar", "المادة ١٩", "المادة 19"),
        ("zh", "第19条", "第十九条"),
        ("zh", "2011年12月", "二〇一一年十二月"),
        ("fr", "1 000 000 d’euros", "1000000 d'euros"),
        ("en", "1,000,000 books", "1000000 BOOKS"),
        ("es", "1.000 libros", "1000 libros"),
        ("ru", "«Реки» — 007", "\"реки\" - 7"),
        ("ar", "كَتَبَ الأنهـــار", "كتب الأنهار"),
        ("en", "see http://EXAMPLE.org/a.", "see http://example.org/a"),
        ("ru", "документ А/68/12", "документ A/68/12"),
        ("fr", "ﬁn", "fin"),
    ],
)  # fmt: skip
def test_what_is_written_otherwise_has_the_same_words(language: str, one: str, other: str) -> None:
    assert words(one, language) == words(other, language)
    assert words(one, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", "1.5 metres", "15 metres"),
        ("fr", "article 19", "article 20"),
        ("zh", "千万", "一千万元"),
        ("ru", "A/68/12", "A/68/13"),
        ("ar", "١٩", "٩١"),
        ("es", "año", "ano"),
    ],
)
def test_what_has_another_value_has_other_words(language: str, one: str, other: str) -> None:
    assert words(one, language) != words(other, language)


@pytest.mark.parametrize("language", SIX)
def test_tokens_are_those_of_a_slow_tokeniser(language: str, naive_matching: ModuleType) -> None:
    chance = random.Random(11)
    texts = [text for code, text in sentences() if code == language]
    pieces = [piece for text in texts for piece in text.split(" ")]
    texts += [" ".join(chance.choices(pieces, k=chance.randint(1, 12))) for _ in range(300)]
    # One number for each token that the slow tokeniser tells apart, and the other way round.
    ours: dict[int, object] = {}
    theirs: dict[object, int] = {}
    for text in texts:
        tokens = Tokeniser(language).tokenise_one(text)
        expected = naive_matching.naive_tokens(text, language)
        assert len(tokens.hashes) == len(expected), (text, expected, written(text, language))
        marks = [kind == "mark" for kind, _ in expected]
        assert [kind == PUNCTUATION for kind in tokens.kinds.tolist()] == marks
        for number, token in zip(tokens.hashes.tolist(), expected, strict=True):
            assert ours.setdefault(number, token) == token
            assert theirs.setdefault(token, number) == number
    assert len(ours) > 20


def test_texts_at_once_have_the_tokens_of_each_alone() -> None:
    texts = [text for _, text in sentences()] + ["", " ", "…", "\x00"]
    for language in SIX:
        tokeniser = Tokeniser(language)
        batch = tokeniser.tokenise(texts)
        for number, text in enumerate(texts):
            alone = Tokeniser(language).tokenise_one(text)
            part = slice(int(batch.places[number]), int(batch.places[number + 1]))
            assert batch.hashes[part].tolist() == alone.hashes.tolist()
            assert batch.kinds[part].tolist() == alone.kinds.tolist()
            assert (int(batch.words[number]), int(batch.surfaces[number])) == (
                alone.words_hash,
                alone.surface_hash,
            )


def test_case_and_punctuation_change_the_form_and_not_the_words() -> None:
    tokeniser = Tokeniser("fr")
    plain = tokeniser.tokenise_one("Prie les États ;")
    for other in ("prie les États ;", "Prie les États.", "Prie, les États ;"):
        changed = tokeniser.tokenise_one(other)
        assert changed.words_hash == plain.words_hash
        assert changed.surface_hash != plain.surface_hash
    spaced = tokeniser.tokenise_one("Prie  les États;")
    assert spaced.surface_hash == plain.surface_hash


@pytest.mark.parametrize("text", ["", "   ", "\x00\x01\x1f", "\ud800", "\u202e\u2066"])
def test_what_has_no_character_to_show_has_no_token(text: str) -> None:
    assert len(Tokeniser("en").tokenise_one(text).hashes) == 0


@pytest.mark.parametrize(
    "text", ["1," * 200_000, "/" * 300_000, "一" * 300_000, "a/1 " * 50_000, "é" * 400_000]
)
@pytest.mark.parametrize("language", ["fr", "zh"])
def test_a_text_made_to_exhaust_the_tokeniser_is_cut_soon(text: str, language: str) -> None:
    tokens = Tokeniser(language).tokenise_one(text)
    assert tokens.spans[-1][1] == len(text.rstrip())
    assert all(start < end for start, end in tokens.spans)


def test_the_hash_of_a_fragment_is_that_of_compiled_loops() -> None:
    assert words("rivière", "fr") == [token_hash(WORD_SEED, "rivière")]


def test_a_symbol_inside_an_address_is_not_a_token_of_its_own() -> None:
    assert [one.kind for one in read_chunk("http://undocs.org/A/RES/66/171.")] == [4]
    assert read_chunk("and/or") == ()
