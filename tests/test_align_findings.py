"""Findings of every kind in the six languages: what is told, about which version, where, and how surely."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from align.aligning import align_documents, align_set
from align.beads import AlignedSet, Bead, PairAlignment, Row
from align.encoders import Encoder
from align.finding import Finding, FindingKind, Severity
from align.findings import find_in_pair, find_in_set
from corpora.documents import Block, BlockKind, Document, Place

_spec = importlib.util.spec_from_file_location(
    "aligned_versions", Path(__file__).with_name("aligned_versions.py")
)
versions = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(versions)
VERSIONS, document = versions.VERSIONS, versions.document
SIX = ("fr", "en", "es", "ru", "ar", "zh")
OTHERS = SIX[1:]
NAMES = {"fr": "French", "en": "English", "es": "Spanish", "ru": "Russian", "ar": "Arabic", "zh": "Chinese"}
# The fund of paragraph 5 and the session of paragraph 7, with another number.
OTHER_FUND = {
    "fr": ("2 500 000", "2 600 000"), "en": ("2,500,000", "2,600,000"), "es": ("2.500.000", "2.600.000"),
    "ru": ("2 500 000", "2 600 000"), "ar": ("٢ ٥٠٠ ٠٠٠", "٢ ٦٠٠ ٠٠٠"), "zh": ("2 500 000", "2 600 000"),
}  # fmt: skip
OTHER_DATE = {
    "fr": ("17 décembre 1999", "17 novembre 1999"), "en": ("17 December 1999", "17 November 1999"),
    "es": ("17 de diciembre", "17 de noviembre"), "ru": ("17 декабря", "17 ноября"),
    "ar": ("كانون الأول/ديسمبر", "تشرين الثاني/نوفمبر"), "zh": ("1999年12月17日", "1999年11月17日"),
}  # fmt: skip

Lines = list[tuple[str, str]]


def rows_of(made: Mapping[str, Sequence[tuple[str, str]]], table: Sequence[Mapping[str, int]]) -> AlignedSet:
    """A set with these rows: for each language the index of its block, all beads sure."""
    rows = []
    for places in table:
        ranges = {code: (k, k + 1) for code, k in places.items()}
        sure = {code: 0.99 for code in places if code != "fr"}
        rows.append(
            Row(ranges=ranges, probability=0.99, probabilities=sure, rules=dict.fromkeys(sure, "label"))
        )
    documents = {code: document(code, lines) for code, lines in made.items()}
    return AlignedSet(name="made", pivot="fr", documents=documents, rows=tuple(rows))


def six(**changed: Lines) -> dict[str, Lines]:
    return {code: list(VERSIONS[code]) for code in SIX} | changed


def straight(count: int = 7) -> list[dict[str, int]]:
    return [dict.fromkeys(SIX, k) for k in range(count)]


def told(findings: Sequence[Finding]) -> list[tuple[str, str, tuple[int, int], tuple[int, int]]]:
    return [(f.kind.value, f.language, f.place.blocks, f.counterpart.blocks) for f in findings]


def test_versions_that_correspond_have_no_findings(encoder: Encoder) -> None:
    aligned = align_set("clean", {code: document(code, VERSIONS[code]) for code in SIX}, encoder)
    assert find_in_set(aligned) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_clean_pair_has_no_findings(language: str, encoder: Encoder) -> None:
    source, target = document("fr", VERSIONS["fr"]), document(language, VERSIONS[language])
    assert find_in_pair(align_documents(source, target, encoder), source, target) == []


@pytest.mark.parametrize("language", SIX)
def test_what_one_version_lacks_and_all_others_have_is_omitted_there(language: str) -> None:
    made = six(**{language: [*VERSIONS[language][:4], *VERSIONS[language][5:]]})
    table = straight()
    for k in (4, 5, 6):
        table[k] = {code: j for code, j in table[k].items() if code != language} | {language: k - 1}
    del table[4][language]
    (finding,) = find_in_set(rows_of(made, table))
    reference = "en" if language == "fr" else "fr"
    assert told([finding]) == [("omitted", language, (4, 4), (4, 5))]
    assert finding.counterpart.language == reference
    assert finding.evidence == (
        f"A paragraph that {NAMES[reference]} and the 4 other versions have, {NAMES[language]} has not "
        "(probability 0.990)."
    )
    assert (finding.severity, finding.place.text) == (Severity.WARNING, "")
    assert finding.counterpart.text == VERSIONS[reference][4][1]


@pytest.mark.parametrize("language", SIX)
def test_what_only_one_version_has_is_added_there(language: str) -> None:
    lines = list(VERSIONS[language])
    lines.insert(3, ("", versions.VERSIONS[language][3][1] + " " + VERSIONS[language][5][1]))
    table = [*straight(3), {language: 3}]
    table += [dict.fromkeys(SIX, k) | {language: k + 1} for k in (3, 4, 5, 6)]
    (finding,) = find_in_set(rows_of(six(**{language: lines}), table))
    assert told([finding]) == [("added", language, (3, 4), (3, 3))]
    reference = "English" if language == "fr" else "French"
    assert finding.evidence == (
        f"A paragraph in {NAMES[language]}, not in {reference} or the 4 other versions (probability 0.990)."
    )


@pytest.mark.parametrize("language", OTHERS)
def test_without_a_third_version_nobody_is_right(language: str, encoder: Encoder) -> None:
    shorter = [*VERSIONS[language][:4], *VERSIONS[language][5:]]
    source, target = document("fr", VERSIONS["fr"]), document(language, shorter)
    (finding,) = find_in_pair(align_documents(source, target, encoder), source, target)
    assert told([finding]) == [("omitted", language, (4, 4), (4, 5))]
    assert finding.evidence.startswith(f"A paragraph in French, not in {NAMES[language]} (probability ")
    assert finding.probability > 0.9
    (finding,) = find_in_pair(align_documents(target, source, encoder), target, source)
    assert told([finding]) == [("added", "fr", (4, 5), (4, 4))]
    assert finding.evidence.startswith(f"A paragraph in French, not in {NAMES[language]} (probability ")
    assert finding.probability > 0.9


@pytest.mark.parametrize("language", OTHERS)
def test_paragraphs_left_out_together_are_one_finding(language: str) -> None:
    made = six(**{language: [*VERSIONS[language][:3], *VERSIONS[language][5:]]})
    table = [
        {
            code: k - (2 if code == language and k > 4 else 0)
            for code in SIX
            if code != language or k not in (3, 4)
        }
        for k in range(7)
    ]
    (finding,) = find_in_set(rows_of(made, table))
    assert told([finding]) == [("omitted", language, (3, 3), (3, 5))]
    assert finding.evidence.startswith("2 paragraphs that French and the 4 other versions have")


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("place", [3, 6])
def test_a_paragraph_twice_is_duplicated_and_not_added(language: str, place: int, encoder: Encoder) -> None:
    lines = list(VERSIONS[language])
    lines.insert(place, ("", lines[2][1]))
    source, target = document("fr", VERSIONS["fr"]), document(language, lines)
    (finding,) = find_in_pair(align_documents(source, target, encoder), source, target)
    assert (finding.kind, finding.language) == (FindingKind.DUPLICATED, language)
    assert finding.place.blocks in {(2, 3), (place, place + 1)}
    assert f"A paragraph stands twice in {NAMES[language]} (blocks " in finding.evidence
    assert "once in French: the same text" in finding.evidence


@pytest.mark.parametrize("language", SIX)
def test_a_paragraph_that_all_versions_repeat_is_no_finding(language: str, encoder: Encoder) -> None:
    made = {code: [*VERSIONS[code], VERSIONS[code][2]] for code in {language, "fr"}}
    aligned = align_set("twice", {code: document(code, lines) for code, lines in made.items()}, encoder)
    assert find_in_set(aligned) == []


@pytest.mark.parametrize("language", OTHERS)
def test_a_moved_paragraph_is_told_with_both_places(language: str, encoder: Encoder) -> None:
    lines = [("", text) for _, text in VERSIONS[language]]
    moved = [lines[0], *lines[2:6], lines[1], lines[6]]
    source, target = document("fr", VERSIONS["fr"]), document(language, moved)
    alignment = align_documents(source, target, encoder, ignore_labels=True)
    (finding,) = find_in_pair(alignment, source, target)
    assert told([finding]) == [("moved", language, (5, 6), (1, 2))]
    assert "after “L’Assemblée générale,” in French" in finding.evidence


def test_what_all_others_have_elsewhere_is_moved_in_the_pivot() -> None:
    aligned = rows_of(six(), straight())
    rules = dict.fromkeys(OTHERS, "moved")
    row = aligned.rows[1]
    moved = Row(ranges=row.ranges, probability=0.99, probabilities=row.probabilities, rules=rules)
    changed = AlignedSet(
        name="made", pivot="fr", documents=aligned.documents, rows=(aligned.rows[0], moved, *aligned.rows[2:])
    )
    assert told(find_in_set(changed)) == [("moved", "fr", (1, 2), (1, 2))]


@pytest.mark.parametrize("language", SIX)
def test_a_number_that_differs_is_renumbered_and_neighbours_are_not(language: str) -> None:
    lines = list(VERSIONS[language])
    lines[4] = ("OP7", lines[4][1])
    (finding,) = find_in_set(rows_of(six(**{language: lines}), straight()))
    assert told([finding]) == [("renumbered", language, (4, 5), (4, 5))]
    reference = "English" if language == "fr" else "French"
    assert finding.evidence == (
        f"OP7 in {NAMES[language]} is OP2 in {reference} and the 4 other versions (probability 0.990)."
    )


@pytest.mark.parametrize("language", OTHERS)
def test_numbers_that_run_ahead_are_one_finding(language: str) -> None:
    lines = [*VERSIONS[language][:4], *((f"OP{k + 3}", VERSIONS[language][k + 4][1]) for k in range(3))]
    (finding,) = find_in_set(rows_of(six(**{language: lines}), straight()))
    assert told([finding]) == [("renumbered", language, (4, 7), (4, 7))]
    assert "from here to OP5 (3 numbers) the numbers run 1 ahead of French" in finding.evidence


@pytest.mark.parametrize(
    ("own", "theirs"),
    [("", "OP2"), ("OP2", ""), ("OP2/i", "OP2/a"), ("ART2", "SEC2"), ("OP2/b", "OP2/ii"), ("HB", "HII")],
)
def test_no_number_or_another_style_of_it_is_no_renumbering(own: str, theirs: str) -> None:
    made = {code: [(path, VERSIONS[code][4][1])] for code, path in (("fr", theirs), ("ru", own))}
    assert find_in_set(rows_of(made, [{"fr": 0, "ru": 0}])) == []


@pytest.mark.parametrize("language", SIX)
@pytest.mark.parametrize(
    ("block", "other", "values"),
    [(4, OTHER_FUND, ("2600000", "2500000")), (1, OTHER_DATE, ("1999-11-17", "1999-12-17"))],
)
def test_a_figure_with_another_value_is_told_with_both(
    language: str, block: int, other: Mapping[str, tuple[str, str]], values: tuple[str, str]
) -> None:
    lines = list(VERSIONS[language])
    lines[block] = (lines[block][0], lines[block][1].replace(*other[language]))
    assert lines[block] != VERSIONS[language][block]
    (finding,) = find_in_set(rows_of(six(**{language: lines}), straight()))
    assert told([finding]) == [("figures", language, (block, block + 1), (block, block + 1))]
    has, _, lacks = finding.evidence.partition(" where ")
    assert has.startswith(f"{NAMES[language]} has {values[0]}")
    assert f"and the 4 other versions have {values[1]}" in lacks
    assert finding.severity is Severity.WARNING


def pair(source: Lines, target: Lines, probability: float) -> list[Finding]:
    documents = document("fr", source), document("zh", target)
    bead = Bead((0, 1), (0, 1), probability, 1.0, "similarity")
    return find_in_pair(PairAlignment("fr", "zh", (bead,)), *documents)


def test_a_doubtful_pairing_gives_no_certain_finding() -> None:
    source, target = [("", "au plus tard en 2030")], [("", "至迟在2025年")]
    (sure,) = pair(source, target, 0.95)
    (doubtful,) = pair(source, target, 0.6)
    assert (sure.severity, sure.evidence[:8]) == (Severity.WARNING, "Chinese ")
    assert (doubtful.severity, doubtful.evidence[:9]) == (Severity.INFO, "Perhaps: ")
    assert pair(source, target, 0.1) == []


def test_a_doubtful_gap_is_hedged() -> None:
    documents = document("fr", [("", "Un paragraphe.")]), document("ar", [])
    alignment = PairAlignment("fr", "ar", (Bead((0, 1), (0, 0), 0.7, 1.0, "null"),))
    (finding,) = find_in_pair(alignment, *documents)
    assert finding.evidence == "Perhaps: A paragraph in French, not in Arabic (probability 0.700)."
    assert finding.severity is Severity.INFO


def test_page_furniture_and_rules_are_nothing_to_leave_out() -> None:
    source = Document(
        path=Path("a.fr.txt"), sha256="0" * 64, language="fr", symbol=None,
        blocks=(
            Block(BlockKind.FURNITURE, "Nations Unies", Place(0, 13)),
            Block(BlockKind.PARAGRAPH, "* * *", Place(14, 19)),
        ),
    )  # fmt: skip
    beads = tuple(Bead((k, k + 1), (0, 0), 0.99, 1.0, "null") for k in range(2))
    assert find_in_pair(PairAlignment("fr", "en", beads), source, document("en", [])) == []


def test_a_paragraph_missing_in_a_row_that_joins_two_is_omitted() -> None:
    """Chinese has merged paragraphs 4 and 5, so that they are one row; Arabic lacks the second."""
    made = {code: list(VERSIONS[code]) for code in ("fr", "ar", "zh")}
    made["zh"] = [*made["zh"][:3], ("OP1", made["zh"][3][1] + made["zh"][4][1]), *made["zh"][5:]]
    made["ar"] = [*made["ar"][:4], *made["ar"][5:]]
    row = Row({"fr": (3, 5), "ar": (3, 4), "zh": (3, 4)}, 0.9, probabilities={"ar": 0.95, "zh": 0.9})
    beads = (Bead((3, 4), (3, 4), 0.95, 1.0, "label"), Bead((4, 5), (4, 4), 0.97, 1.0, "null"))
    aligned = AlignedSet(
        name="made", pivot="fr", documents={code: document(code, lines) for code, lines in made.items()},
        rows=(row,), pairs={"ar": PairAlignment("fr", "ar", beads)},
    )  # fmt: skip
    (finding,) = find_in_set(aligned)
    assert told([finding]) == [("omitted", "ar", (4, 4), (4, 5))]
    assert finding.probability == 0.97


def test_footnotes_are_compared_among_the_versions_that_have_any() -> None:
    def with_note(language: str, note: str | None) -> Document:
        notes = () if note is None else (Block(BlockKind.FOOTNOTE, note, Place(0, len(note))),)
        made = document(language, VERSIONS[language][:1])
        return Document(**{**{k: getattr(made, k) for k in made.__slots__}, "footnotes": notes})

    documents = {
        "fr": with_note("fr", "Voir résolution 54/169."),
        "ru": with_note("ru", "См. резолюцию 54/170."),
        "zh": with_note("zh", None),
    }
    rows = (
        Row({"fr": (0, 1), "ru": (0, 1), "zh": (0, 1)}, 0.99, probabilities={"ru": 0.99, "zh": 0.99}),
        Row({"fr": (0, 1), "ru": (0, 1)}, 0.99, stream="footnotes", probabilities={"ru": 0.99}),
    )
    (finding,) = find_in_set(AlignedSet("made", "fr", documents, rows))
    assert (finding.kind, finding.stream, finding.row) == (FindingKind.FIGURES_DIFFER, "footnotes", 1)


def test_two_drafts_of_one_language_can_be_compared() -> None:
    first, second = document("en", VERSIONS["en"]), document("en", VERSIONS["en"][:-1])
    beads = [Bead((k, k + 1), (k, k + 1), 0.99, 1.0, "label") for k in range(6)]
    alignment = PairAlignment("en", "en", (*beads, Bead((6, 7), (6, 6), 0.99, 1.0, "null")))
    assert told(find_in_pair(alignment, first, second)) == [("omitted", "en", (6, 6), (6, 7))]


def test_a_set_with_one_version_has_no_findings() -> None:
    assert find_in_set(rows_of({"ru": VERSIONS["ru"]}, [{"ru": 0}])) == []
