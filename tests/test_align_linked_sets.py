"""Sets whose links join some versions: locks for these, and the aligner for the rest, every block once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from align.given_links import DocumentLinks, place_links, version_sentences
from align.linked_sets import align_linked_set, locks_of_links
from align.locks import Lock
from corpora.documents import Block, BlockKind, Document, GivenSentence, Place
from corpora.link_files import GivenLink

LANGUAGES = ("fr", "en", "es", "ru", "zh", "ar")
WORDS = ["river", "law", "state", "committee", "report", "year", "school", "book", "city", "peace"]


def document(language: str, paragraphs: Sequence[Sequence[str]]) -> Document:
    """The sentences are "0:0", "0:1", ... by paragraph."""
    blocks = []
    for number, sentences in enumerate(paragraphs):
        named: list[GivenSentence] = []
        for place, text in enumerate(sentences):
            start = named[-1].end + 1 if named else 0
            named.append(GivenSentence(f"{number}:{place}", start, start + len(text)))
        text = " ".join(sentences)
        kind, place_of = BlockKind.PARAGRAPH, Place(0, len(text))
        blocks.append(Block(kind, text, place_of, given_id=str(number), sentences=tuple(named)))
    return Document(Path(f"{language}.xml"), "0" * 64, language, None, tuple(blocks))


def links(source: str, target: str, *pairs: tuple[str, str]) -> DocumentLinks:
    given = tuple(GivenLink(tuple(a.split()), tuple(b.split()), None, k) for k, (a, b) in enumerate(pairs, 1))
    return DocumentLinks(source, target, "links.xml", given)


def locks(documents: dict[str, Document], *given: DocumentLinks) -> dict[tuple[str, str], list[Lock]]:
    sentences = {code: version_sentences(one) for code, one in documents.items()}
    placed, _ = place_links(sentences, given)
    return locks_of_links(sentences, placed, [code for code in LANGUAGES if code in documents])


def test_linked_paragraphs_are_confirmed_and_those_without_a_word_are_left_to_the_aligner() -> None:
    documents = {code: document(code, [["A."], ["B.", "C."], ["D."], ["E."]]) for code in ("fr", "en", "ru")}
    given = links("en", "fr", ("0:0", "0:0"), ("1:0 1:1", "1:1"), ("2:0", ""), ("", "3:0"))
    assert locks(documents, given) == {
        ("fr", "en"): [
            Lock((0, 1), (0, 1), confirmed=True),
            Lock((1, 2), (1, 2), confirmed=True),
            Lock((3, 4), (0, 0), confirmed=True),
            Lock((0, 0), (2, 3), confirmed=True),
        ]
    }


def test_the_id_of_a_paragraph_stands_for_its_sentences() -> None:
    documents = {code: document(code, [["A."], ["B.", "C."]]) for code in ("fr", "en", "es")}
    assert locks(documents, links("fr", "en", ("0", "0"), ("1", "1:0")))["fr", "en"] == [
        Lock((0, 1), (0, 1), confirmed=True),
        Lock((1, 2), (1, 2), confirmed=True),
    ]


# The paragraphs of 26 were in two rows each: a moved one within the range of a row that locks hold together.
@pytest.mark.parametrize("seed", [26, *range(10)])
def test_every_block_is_in_one_row_whatever_the_links_say(seed: int, hash_encoder: Encoder) -> None:
    chance = random.Random(seed)
    codes = LANGUAGES[:4]
    lengths = {code: chance.randint(1, 9) for code in codes}
    documents = {
        code: document(
            code,
            [
                [" ".join(chance.choices(WORDS, k=5)) + "." for _ in range(chance.randint(1, 2))]
                for _ in range(lengths[code])
            ],
        )
        for code in codes
    }
    pairs = chance.sample([(a, b) for a in codes for b in codes if a < b], chance.randint(1, 2))
    given = [links(a, b, *_random_links(chance, lengths[a], lengths[b])) for a, b in pairs]

    aligned, problems = align_linked_set("x", documents, hash_encoder, given, pivot="fr")

    assert problems == ()
    for code in codes:
        found = [k for row in aligned.rows for k in range(*row.ranges.get(code, (0, 0)))]
        assert sorted(found) == list(range(lengths[code]))


def _random_links(chance: random.Random, sources: int, targets: int) -> list[tuple[str, str]]:
    in_order = chance.random() < 0.7
    found = []
    for _ in range(chance.randint(1, 8)):
        i = chance.randrange(sources)
        j = min(targets - 1, i) if in_order else chance.randrange(targets)
        sides = (f"{i}:0" if chance.random() < 0.9 else "", f"{j}:0" if chance.random() < 0.9 else "")
        found += [sides] if any(sides) else []
    return found


def test_a_person_has_the_last_word(hash_encoders: ModuleType) -> None:
    documents = {code: document(code, [["A."], ["B."]]) for code in ("fr", "en")}
    given = [links("fr", "en", ("0:0", "0:0"), ("1:0", "1:0"))]
    of_person = {("en", "fr"): [Lock((0, 2), (0, 1), confirmed=True)]}
    aligned, _ = align_linked_set("x", documents, hash_encoders.HashEncoder(), given, locks=of_person)
    assert {"fr": (0, 1), "en": (0, 2)} in [dict(row.ranges) for row in aligned.rows]
