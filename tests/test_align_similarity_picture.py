"""The matrix and the marks of a picture of an alignment."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from numpy.typing import NDArray

from align.aligning import align_documents, segments_of
from align.beads import Bead, PairAlignment
from align.encoders import Encoder
from align.segments import measure
from align.similarity_picture import (
    Mark,
    MarkKind,
    document_vectors,
    group_means,
    marks_of,
    mean_cosines,
    path_corners,
    similarity_picture,
)
from corpora.documents import Document

# Line i says the same in all six languages.
TEXTS = {
    "ar": ["يجب حماية الأنهار من التلوث.", "تفتح المكتبة أبوابها كل صباح.", "السفينة أبحرت إلى الميناء."],
    "en": [
        "Rivers must be protected from pollution.",
        "The library opens every morning.",
        "The ship sailed to port.",
    ],
    "es": [
        "Los ríos deben protegerse de la contaminación.",
        "La biblioteca abre todas las mañanas.",
        "El barco zarpó hacia el puerto.",
    ],
    "fr": [
        "Les rivières doivent être protégées de la pollution.",
        "La bibliothèque ouvre tous les matins.",
        "Le navire a fait voile vers le port.",
    ],
    "ru": [
        "Реки должны быть защищены от загрязнения.",
        "Библиотека открывается каждое утро.",
        "Корабль отплыл в порт.",
    ],
    "zh": ["河流必须免受污染。", "图书馆每天早上开门。", "船驶向港口。"],
}


def unit_vectors(count: int, dimension: int, seed: int) -> NDArray[np.float32]:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(full: NDArray[np.float32], rows: int, columns: int) -> NDArray[np.float32]:
    down = [k * full.shape[0] // rows for k in range(rows + 1)]
    across = [k * full.shape[1] // columns for k in range(columns + 1)]
    return np.array(
        [
            [full[down[r] : down[r + 1], across[c] : across[c + 1]].mean() for c in range(columns)]
            for r in range(rows)
        ],
        dtype=np.float32,
    )


@pytest.mark.parametrize(("n", "m", "side"), [(7, 5, 10), (7, 5, 3), (40, 9, 16), (1, 30, 7), (16, 16, 16)])
def test_the_reduced_matrix_is_the_mean_of_all_cosines_of_a_cell(n: int, m: int, side: int) -> None:
    source, target = unit_vectors(n, 8, 1), unit_vectors(m, 8, 2)
    found = mean_cosines(source, target, side)
    assert found.dtype == np.float32
    assert found.shape == (min(n, side), min(m, side))
    np.testing.assert_allclose(found, brute_force(source @ target.T, *found.shape), atol=1e-6)


def test_groups_begin_where_the_picture_says() -> None:
    vectors = np.arange(7, dtype=np.float32)[:, np.newaxis]
    assert group_means(vectors, 3).ravel().tolist() == [0.5, 2.5, 5.0]


def test_a_matrix_of_20_000_blocks_a_side_is_never_made_whole() -> None:
    source, target = unit_vectors(20_000, 16, 1), unit_vectors(20_000, 16, 2)
    tracemalloc.start()
    found = mean_cosines(source, target, 1500)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.shape == (1500, 1500)
    assert peak < 40_000_000  # the whole matrix has 1.6 GB, the reduced one 9 MB
    expected = (source[:13] @ target[-14:].T).mean()
    assert found[0, -1] == pytest.approx(float(expected), abs=1e-6)


def test_a_document_without_blocks_gives_an_empty_matrix() -> None:
    nothing = np.zeros((0, 8), dtype=np.float32)
    assert mean_cosines(nothing, unit_vectors(3, 8, 1), 10).shape == (0, 3)


def test_a_moved_bead_knows_where_order_would_have_put_it() -> None:
    beads = (
        Bead((0, 1), (0, 2), 0.9, 1, "label"),
        Bead((1, 2), (4, 5), 0.8, 1, "moved"),
        Bead((2, 3), (2, 2), 0.7, 1, "null"),
        Bead((3, 4), (2, 3), 0.6, 1, "similarity"),
        Bead((4, 4), (3, 4), 0.5, 1, "null"),
    )
    assert marks_of(PairAlignment("fr", "en", beads)) == (
        Mark(0, MarkKind.BEAD, (0, 1), (0, 2), 0.9),
        Mark(1, MarkKind.MOVED, (1, 2), (4, 5), 0.8, in_order=2),
        Mark(2, MarkKind.NULL, (2, 3), (2, 2), 0.7),
        Mark(3, MarkKind.BEAD, (3, 4), (2, 3), 0.6),
        Mark(4, MarkKind.NULL, (4, 4), (3, 4), 0.5),
    )


def test_the_path_turns_at_its_corners_only_and_leaves_out_what_moved() -> None:
    beads = (
        Bead((0, 1), (0, 1), 1, 1, "label"),
        Bead((1, 2), (1, 2), 1, 1, "label"),
        Bead((2, 3), (5, 6), 1, 1, "moved"),
        Bead((3, 4), (2, 4), 1, 1, "label"),
        Bead((4, 4), (4, 5), 1, 1, "null"),
    )
    corners = path_corners(PairAlignment("fr", "en", beads), 4, 6)
    assert corners == ((0, 0), (2, 2), (3, 2), (4, 4), (4, 6))


def test_vectors_are_those_that_the_aligner_compares(encoder: Encoder, plotted_pairs: object) -> None:
    made: Document = plotted_pairs.document("ru", TEXTS["ru"])  # type: ignore[attr-defined]
    stream = measure(segments_of(made.blocks, "ru"), encoder)
    np.testing.assert_allclose(document_vectors(made, encoder), stream.spans[0], atol=1e-5)


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_translations_are_the_most_alike_in_every_language(
    language: str, encoder: Encoder, plotted_pairs: object
) -> None:
    source, target = (
        plotted_pairs.document(code, TEXTS[code])  # type: ignore[attr-defined]
        for code in ("fr" if language != "fr" else "en", language)
    )
    picture = similarity_picture(source, target, align_documents(source, target, encoder), encoder)
    assert picture.matrix.shape == (3, 3)
    assert picture.matrix.argmax(axis=1).tolist() == [0, 1, 2]
    assert picture.matrix.argmax(axis=0).tolist() == [0, 1, 2]
    assert [(mark.kind, mark.source, mark.target) for mark in picture.marks] == [
        (MarkKind.BEAD, (k, k + 1), (k, k + 1)) for k in range(3)
    ]


def test_a_confirmed_bead_that_crosses_the_others_is_drawn_as_moved() -> None:
    def bead(source: tuple[int, int], target: tuple[int, int], rule: str) -> Bead:
        return Bead(source, target, 1.0, 0.0, rule)

    beads = (
        bead((0, 1), (0, 1), "lock"),
        bead((1, 2), (3, 4), "lock"),
        bead((2, 3), (1, 2), "similarity"),
        bead((3, 4), (2, 3), "label"),
        bead((4, 5), (4, 5), "lock"),
    )
    alignment = PairAlignment("fr", "ar", beads)
    marks = marks_of(alignment)
    in_order, moved = MarkKind.BEAD, MarkKind.MOVED
    assert [mark.kind for mark in marks] == [in_order, moved, in_order, in_order, in_order]
    assert [mark.in_order for mark in marks] == [None, 1, None, None, None]
    assert all(corner != (1, 3) for corner in path_corners(alignment, 5, 5))
