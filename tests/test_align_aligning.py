"""Pairs and rows, in six languages: what is merged, split, left out, added and moved."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from align.aligning import align_documents, align_set
from align.beads import AlignedSet, Bead, PairAlignment
from align.encoders import Encoder
from align.rows import choose_cuts
from align.runs import first_words, last_words
from align.sentence_rows import join_sentences

_spec = importlib.util.spec_from_file_location(
    "aligned_versions", Path(__file__).with_name("aligned_versions.py")
)
versions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(versions)
VERSIONS, document = versions.VERSIONS, versions.document
OTHERS = ("en", "es", "ru", "ar", "zh")


def spans(pair: PairAlignment) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    return [(bead.source, bead.target) for bead in pair.beads]


def without_labels(lines):
    return [("", text) for _, text in lines]


def joined(first, second, language):
    return (first[0], first[1] + ("" if language == "zh" else " ") + second[1])


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("ignore_labels", [False, True])
def test_versions_that_correspond_are_paired_one_to_one(
    language: str, ignore_labels: bool, encoder: Encoder
) -> None:
    pair = align_documents(
        document("fr", VERSIONS["fr"]),
        document(language, VERSIONS[language]),
        encoder,
        ignore_labels=ignore_labels,
    )
    assert spans(pair) == [((i, i + 1), (i, i + 1)) for i in range(7)]
    assert all(0.5 < bead.probability <= 1 for bead in pair.beads)
    assert {bead.rule for bead in pair.beads} == {"similarity"} | (set() if ignore_labels else {"label"})


@pytest.mark.parametrize("language", OTHERS)
def test_a_paragraph_that_the_target_leaves_out_stands_alone(language: str, encoder: Encoder) -> None:
    lines = [*VERSIONS[language][:4], *VERSIONS[language][5:]]
    pair = align_documents(
        document("fr", VERSIONS["fr"]), document(language, lines), encoder, ignore_labels=True
    )
    assert ((4, 5), (4, 4)) in spans(pair)
    assert [bead.rule for bead in pair.beads].count("null") == 1


@pytest.mark.parametrize("language", OTHERS)
def test_two_paragraphs_merged_in_the_target_make_one_bead(language: str, encoder: Encoder) -> None:
    lines = VERSIONS[language]
    merged = [*lines[:3], joined(lines[3], lines[4], language), *lines[5:]]
    pair = align_documents(
        document("fr", VERSIONS["fr"]), document(language, merged), encoder, ignore_labels=True
    )
    assert ((3, 5), (3, 4)) in spans(pair)


@pytest.mark.parametrize("language", OTHERS)
def test_the_terms_of_a_bead_sum_to_its_score(language: str, encoder: Encoder) -> None:
    lines = [*VERSIONS[language][:4], *VERSIONS[language][5:]]
    pair = align_documents(document("fr", VERSIONS["fr"]), document(language, lines), encoder)
    for bead in pair.beads:
        assert sum(term.value for term in bead.evidence) == pytest.approx(bead.score)
        assert bead.evidence


def test_paragraphs_that_look_parallel_and_are_not_are_left_alone(encoder: Encoder) -> None:
    other = [("", line) for line in UNRELATED[:2]]
    pair = align_documents(
        document("fr", VERSIONS["fr"][3:5]), document("en", other), encoder, ignore_labels=True
    )
    assert {bead.rule for bead in pair.beads} == {"null"}


UNRELATED = (
    "The weather was fine all week and the children swam in the lake.",
    "Two cups of flour, an egg and a pinch of salt make the dough.",
    "The orchestra tuned its instruments behind the curtain.",
    "Bees return to the hive before the rain.",
    "He sold his bicycle and bought an old piano.",
    "The bakery on the corner opens at six.",
    "Her grandmother told stories about the sea.",
)


def unrelated_pairs(encoder: Encoder) -> list[Bead]:
    """What is paired of seven paragraphs with seven that have nothing in common with them."""
    other = document("en", [("", line) for line in UNRELATED])
    pair = align_documents(document("fr", VERSIONS["fr"]), other, encoder, ignore_labels=True)
    return [bead for bead in pair.beads if bead.rule != "null"]


def test_what_is_paired_of_unrelated_documents_is_never_sure(encoder: Encoder) -> None:
    assert all(bead.probability < 0.5 for bead in unrelated_pairs(encoder))


def test_of_unrelated_documents_at_most_one_pair_is_left(encoder: Encoder) -> None:
    assert len(unrelated_pairs(encoder)) <= 1


def test_a_wrong_label_does_not_overrule_the_text(encoder: Encoder) -> None:
    lines = list(VERSIONS["en"])
    lines[4], lines[5] = ("OP3", lines[4][1]), ("OP2", lines[5][1])
    pair = align_documents(document("fr", VERSIONS["fr"]), document("en", lines), encoder)
    assert spans(pair) == [((i, i + 1), (i, i + 1)) for i in range(7)]


def test_a_moved_paragraph_is_found_and_marked(encoder: Encoder) -> None:
    lines = without_labels(VERSIONS["en"])
    moved = [lines[0], *lines[2:6], lines[1], lines[6]]
    pair = align_documents(document("fr", VERSIONS["fr"]), document("en", moved), encoder, ignore_labels=True)
    (bead,) = [bead for bead in pair.beads if bead.rule == "moved"]
    assert (bead.source, bead.target) == ((1, 2), (5, 6))


@pytest.mark.parametrize("language", OTHERS)
def test_segments_without_text_stand_alone(language: str, encoder: Encoder) -> None:
    source = [VERSIONS["fr"][0], ("", ""), *VERSIONS["fr"][1:4]]
    target = [*VERSIONS[language][:3], ("", ""), VERSIONS[language][3]]
    pair = align_documents(document("fr", source), document(language, target), encoder)
    nulls = [(bead.source, bead.target) for bead in pair.beads if bead.rule == "null"]
    assert nulls == [((1, 2), (1, 1)), ((4, 4), (3, 4))]
    assert len(pair.beads) == 6


@pytest.mark.parametrize(("source", "target"), [(0, 0), (0, 3), (3, 0)])
def test_an_empty_side_leaves_everything_alone(source: int, target: int, encoder: Encoder) -> None:
    pair = align_documents(
        document("fr", VERSIONS["fr"][:source]), document("zh", VERSIONS["zh"][:target]), encoder
    )
    assert [bead.rule for bead in pair.beads] == ["null"] * (source + target)


def assert_covers_everything_once(aligned: AlignedSet) -> None:
    for code, version in aligned.documents.items():
        taken = [
            k for row in aligned.rows if row.stream == "body" for k in range(*row.ranges.get(code, (0, 0)))
        ]
        assert sorted(taken) == list(range(len(version.blocks)))


def test_rows_hold_every_language_with_merges_splits_omissions_and_additions(encoder: Encoder) -> None:
    made = {code: list(lines) for code, lines in VERSIONS.items()}
    made["es"] = [*made["es"][:3], joined(made["es"][3], made["es"][4], "es"), *made["es"][5:]]
    made["ar"] = [*made["ar"][:2], *made["ar"][3:]]
    notice = {
        "ru": "Настоящий перевод опубликован издательством университета в Женеве.",
        "zh": "本译文由日内瓦大学出版社出版。",
    }
    for code, text in notice.items():
        made[code] = [("", text), *made[code]]
    aligned = align_set("test", {c: document(c, lines) for c, lines in made.items()}, encoder)
    assert aligned.pivot == "fr"
    assert_covers_everything_once(aligned)
    by_pivot = {row.ranges["fr"]: row for row in aligned.rows if "fr" in row.ranges}
    assert set(by_pivot) == {(0, 1), (1, 2), (2, 3), (3, 5), (5, 6), (6, 7)}
    assert by_pivot[3, 5].ranges == {
        "fr": (3, 5), "en": (3, 5), "es": (3, 4), "ru": (4, 6), "ar": (2, 4), "zh": (4, 6),
    }  # fmt: skip
    assert "merged beads" in by_pivot[3, 5].flags
    assert "ar" not in by_pivot[2, 3].ranges
    (extra,) = [row for row in aligned.rows if "fr" not in row.ranges]
    assert extra.ranges == {"ru": (0, 1), "zh": (0, 1)}
    assert "no pivot" in extra.flags
    assert aligned.rows[0] is extra
    assert all(
        row.probability == min(row.probabilities.values(), default=row.probability) for row in aligned.rows
    )


def test_no_bead_crosses_a_row(encoder: Encoder) -> None:
    made = {code: list(lines) for code, lines in VERSIONS.items()}
    made["zh"] = [*made["zh"][:5], joined(made["zh"][5], made["zh"][6], "zh")]
    aligned = align_set("test", {c: document(c, lines) for c, lines in made.items()}, encoder)
    bounds = [row.ranges["fr"] for row in aligned.rows if "fr" in row.ranges]
    for pair in aligned.pairs.values():
        for bead in pair.beads:
            if bead.source[1] > bead.source[0]:
                assert any(start <= bead.source[0] and bead.source[1] <= end for start, end in bounds)


def test_one_language_alone_has_a_row_for_each_block(encoder: Encoder) -> None:
    aligned = align_set("test", {"ru": document("ru", VERSIONS["ru"])}, encoder)
    assert [row.ranges for row in aligned.rows] == [{"ru": (i, i + 1)} for i in range(7)]
    assert aligned.pairs == {}


def test_the_pivot_is_the_wanted_one_or_the_first_of_the_fixed_order(encoder: Encoder) -> None:
    made = {code: document(code, VERSIONS[code][:2]) for code in ("ar", "es", "zh")}
    assert align_set("test", made, encoder).pivot == "es"
    assert align_set("test", made, encoder, pivot="zh").pivot == "zh"
    assert align_set("test", made, encoder, pivot="fr").pivot == "es"


def test_sentences_are_paired_inside_their_row(encoder: Encoder) -> None:
    texts = {
        "fr": "Le fleuve est long. Les archives sont anciennes. La bibliothèque ferme à midi.",
        "en": "The river is long. The archives are old. The library closes at noon.",
        "ru": "Река длинная. Архивы старинные. Библиотека закрывается в полдень.",
        "es": "El río es largo. Los archivos son antiguos. La biblioteca cierra a mediodía.",
        "zh": "这条河很长。档案很古老。图书馆中午关门。",
        "ar": "النهر طويل. المحفوظات قديمة. المكتبة تغلق عند الظهر.",
    }
    aligned = align_set("test", {c: document(c, [("OP1", text)]) for c, text in texts.items()}, encoder)
    (row,) = aligned.rows
    assert [sentence.texts["ru"] for sentence in row.sentences] == [
        "Река длинная.", "Архивы старинные.", "Библиотека закрывается в полдень.",
    ]  # fmt: skip
    assert [sentence.texts["zh"] for sentence in row.sentences] == [
        "这条河很长。",
        "档案很古老。",
        "图书馆中午关门。",
    ]
    assert row.sentences[1].texts["ar"] == "المحفوظات قديمة."


def test_certainty_of_one_language_outweighs_the_others_and_doubt_does_not() -> None:
    sure, doubt, merged = np.array([1, 1 - 1e-9, 1]), np.array([1, 0.3, 1]), np.array([1, 1e-5, 1])
    assert choose_cuts([sure, sure, doubt]).tolist() == [True, True, True]
    assert choose_cuts([sure, sure, sure, sure, merged]).tolist() == [True, False, True]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Rappelant sa résolution 54/169", "Rappelant", "54/169"),
        ("回顾其一九九九年十二月十七日第一号决议", "回顾其一九九九年十二", "月十七日第一号决议"),
        ("إذ تشير إلى قرارها السابق", "إذ تشير", "السابق"),
        ("court", "court", "court"),
    ],
)
def test_edges_are_cut_at_words_where_there_are_spaces(text: str, first: str, last: str) -> None:
    width = len(first) if " " not in text else 10
    assert first_words(text, width) == first
    assert last_words(text, len(last) if " " not in text else 10) == last


def test_joined_chinese_has_a_space_only_between_latin_text():
    assert join_sentences(["分发：", "Distr.: General", "11 February 2019", "中文"], "zh") == (
        "分发：Distr.: General 11 February 2019中文"
    )
    assert join_sentences(["Il a fini.", "Il part."], "fr") == "Il a fini. Il part."
