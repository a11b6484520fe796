"""A termbase against a memory: confirmed, contradicted, extended, forbidden, not confirmed, not found."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.memory import Memory
from tm.tbx_reading import TermEntry, TermForm, read_tbx
from tm.terms.decided_concepts import apply_term_decisions
from tm.terms.decision_journal import TermDecision, TermVerdict
from tm.terms.exported_concepts import ExportedConcept, ExportedTerm, TermStatus, exported_concepts
from tm.terms.seeding import SeedOutcome, SeedReport, seed_concepts
from tm.terms.tbx_writing import write_tbx

SIX = ("fr", "ar", "en", "es", "ru", "zh")
# Sentences with eaux usées in six languages; in English twice as "waste water" and once as "sewage".
SENTENCES = [
    {
        "fr": "La ville traite ses eaux usées.", "en": "The town treats its waste water.",
        "es": "La ciudad trata sus aguas residuales.", "ru": "Город очищает сточные воды.",
        "zh": "该市处理废水。", "ar": "تعالج المدينة المياه المستعملة.",
    },
    {
        "fr": "L'eau usée coule vers la mer.", "en": "Waste water flows to the sea.",
        "es": "El agua residual corre al mar.", "ru": "Сточная вода течет в море.",
        "zh": "废水流向大海。", "ar": "تتدفق المياه المستعملة إلى البحر.",
    },
    {
        "fr": "Les eaux usées sentent.", "en": "The sewage smells.", "es": "Las aguas residuales huelen.",
        "ru": "Сточные воды пахнут.", "zh": "废水有味。", "ar": "للمياه المستعملة رائحة.",
    },
    {"fr": "Le moulin tourne.", "en": "The mill turns.", "zh": "磨坊在转动。", "ru": "Мельница вертится."},
]  # fmt: skip


@pytest.fixture
def memory(tmp_path: Path, tm_sets: ModuleType, office_memories: ModuleType, hash_encoder: Encoder) -> Memory:
    made: Memory = office_memories.memory_of(
        tmp_path / "memory", hash_encoder, tm_sets.simple_set("water", SENTENCES)
    )
    return made


@pytest.fixture
def concepts(term_concepts: ModuleType) -> list[ExportedConcept]:
    return exported_concepts(term_concepts.both())


def entry(name: str, *terms: tuple[str, str] | tuple[str, str, str]) -> TermEntry:
    return TermEntry(name, 1, tuple(TermForm(*term) for term in terms))


def seeded(memory: Memory, concepts: list[ExportedConcept], *entries: TermEntry) -> SeedReport:
    return seed_concepts(memory, entries, concepts, pivot="fr", languages=SIX)


def told(report: SeedReport) -> list[tuple[str, str, str, str, int, int]]:
    return [
        (str(row.outcome), row.language, row.term, row.found, row.count, row.out_of) for row in report.rows
    ]


def test_a_term_beside_its_rendering_is_confirmed_and_missing_languages_are_proposed(
    memory: Memory, concepts: list[ExportedConcept]
) -> None:
    report = seeded(memory, concepts, entry("w", ("fr-FR", "eaux usées"), ("es", "aguas residuales")))
    assert told(report) == [
        ("extended", "ar", "", "المياه المستعملة", 3, 3), ("extended", "en", "", "waste water", 2, 3),
        ("confirmed", "es", "aguas residuales", "aguas residuales", 3, 3),
        ("extended", "ru", "", "сточные воды", 3, 3), ("extended", "zh", "", "废水", 3, 3),
    ]  # fmt: skip
    assert report.rows[2].probability == report.rows[0].probability == 0.95
    assert report.counts[SeedOutcome.EXTENDED] == 4


def test_another_rendering_in_more_units_contradicts(memory: Memory, concepts: list[ExportedConcept]) -> None:
    report = seeded(memory, concepts, entry("w", ("fr", "eaux usées"), ("ru", "грязная вода")))
    row = next(row for row in report.rows if row.language == "ru")
    assert (row.outcome, row.found, row.count, row.probability) == (
        SeedOutcome.CONTRADICTED, "сточные воды", 3, 0.95,
    )  # fmt: skip
    # The rarer of two renderings that the memory has is contradicted by the other.
    report = seeded(memory, concepts, entry("w", ("fr", "eaux usées"), ("en", "sewage")))
    row = next(row for row in report.rows if row.language == "en")
    assert (row.outcome, row.found, row.count, row.out_of) == (SeedOutcome.CONTRADICTED, "waste water", 2, 3)


def test_a_forbidden_term_in_use_is_told_with_its_units_and_never_proposed(
    memory: Memory, concepts: list[ExportedConcept]
) -> None:
    old = "deprecatedTerm-admn-sts"
    one = entry(
        "w", ("fr", "eaux usées"), ("en", "effluent"), ("en", "waste water", old),
        ("ar", "مياه مستعملة", old),
        ("es", "agua residual", "supersededTerm-admn-sts"), ("ru", "сточная вода", old), ("zh", "废水", old),
    )  # fmt: skip
    report = seeded(memory, concepts, one)
    assert told(report) == [
        ("forbidden term in use", "ar", "مياه مستعملة", "مياه مستعملة", 3, 3),
        ("forbidden term in use", "en", "waste water", "waste water", 2, 3),
        ("forbidden term in use", "es", "agua residual", "agua residual", 3, 3),
        ("forbidden term in use", "ru", "сточная вода", "сточная вода", 3, 3),
        ("forbidden term in use", "zh", "废水", "废水", 3, 3),
        # Another rendering that is not forbidden; the memory never has the one in Chinese.
        ("contradicted", "en", "effluent", "sewage", 1, 3),
    ]  # fmt: skip
    written = {(term.language, term.text): term for term in report.concepts[0].terms}
    assert ("ru", "сточные воды") not in written
    assert (written["en", "waste water"].status, written["en", "waste water"].count) == (
        TermStatus.DEPRECATED, 2,
    )  # fmt: skip


def test_an_entry_of_forbidden_terms_only_is_no_extension_and_not_missing(
    memory: Memory, concepts: list[ExportedConcept]
) -> None:
    report = seeded(
        memory, concepts, entry("w", ("fr", "eaux usées", "forbidden"), ("en", "sewage", "forbidden"))
    )
    assert told(report) == [
        ("forbidden term in use", "fr", "eaux usées", "eaux usées", 3, 3),
        ("forbidden term in use", "en", "sewage", "sewage", 1, 1),
    ]  # fmt: skip
    # The concept of the memory is that of the entry: it does not come again as one that may be used.
    assert [concept.concept_id for concept in report.concepts] == ["w", "c-secretaire"]


def test_counts_of_the_pivot_are_those_of_the_search_too(
    memory: Memory, concepts: list[ExportedConcept]
) -> None:
    report = seeded(memory, concepts, entry("w", ("en", "sewage")))
    assert {(row.language, row.found, row.count, row.out_of) for row in report.rows} == {
        ("fr", "eaux usées", 1, 1), ("ar", "المياه المستعملة", 1, 1), ("es", "aguas residuales", 1, 1),
        ("ru", "сточные воды", 1, 1), ("zh", "废水", 1, 1),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("short", "long"),
    [
        (("fr", "eau"), ("fr", "eaux usées")), (("ar", "المياه"), ("ar", "المياه المستعملة")),
        (("en", "water"), ("en", "waste water")), (("es", "aguas"), ("es", "aguas residuales")),
        (("ru", "вода"), ("ru", "сточные воды")), (("zh", "水"), ("zh", "废水")),
    ],
)  # fmt: skip
def test_a_term_inside_a_longer_one_of_another_entry_is_found(
    memory: Memory, short: tuple[str, str], long: tuple[str, str]
) -> None:
    other = ("fr", "ville") if short[0] != "fr" else ("en", "town")
    report = seeded(memory, [], entry("s", short, other), entry("l", long))
    outcomes = [row.outcome for row in report.rows if row.entry == "s"]
    assert outcomes == [SeedOutcome.CONFIRMED]
    # A forbidden one is not in use there: a check of the translations says the same.
    report = seeded(memory, [], entry("s", (*short, "forbidden")), entry("l", long))
    assert [row.outcome for row in report.rows if row.entry == "s"] == [SeedOutcome.NOT_FOUND]


def test_a_rare_term_is_found_without_any_concept(memory: Memory) -> None:
    mill = entry("m", ("en", "mill"), ("zh", "磨坊"), ("es", "molino"), ("fr", "moulins"))
    assert told(seeded(memory, [], mill)) == [
        ("confirmed", "en", "mill", "mill", 1, 1), ("not confirmed", "es", "molino", "", 0, 0),
        ("confirmed", "zh", "磨坊", "磨坊", 1, 1),
    ]  # fmt: skip


def test_without_the_pivot_the_entry_is_seen_from_its_most_frequent_language(memory: Memory) -> None:
    water = entry("w", ("zh-Hans", "废水"), ("ar", "مياه مستعملة"), ("fr", "tonnerre"))
    assert told(seeded(memory, [], water)) == [
        ("not confirmed", "fr", "tonnerre", "", 0, 3),
        ("confirmed", "ar", "مياه مستعملة", "مياه مستعملة", 3, 3),
    ]  # fmt: skip


def test_what_the_memory_does_not_have_is_not_found(memory: Memory, concepts: list[ExportedConcept]) -> None:
    report = seeded(
        memory, concepts, entry("t", ("fr", "tonnerre"), ("en", "thunder")), entry("", ("sv", "bro"))
    )
    assert told(report) == [("not found", "fr", "tonnerre", "", 0, 0), ("not found", "sv", "bro", "", 0, 0)]


def test_the_extended_termbase_keeps_the_terms_and_statuses_of_the_seed_and_adds_concepts(
    tmp_path: Path, memory: Memory, concepts: list[ExportedConcept], tbx_rules: ModuleType
) -> None:
    one = TermEntry(
        "entry 1", 3,
        (
            TermForm("fr", "eaux usées", "preferredTerm-admn-sts"),
            TermForm("en", "slops", "supersededTerm-admn-sts"),
        ),
        "eau", ("Ce que la ville rejette.",), "voir aussi : eau",
    )  # fmt: skip
    report = seeded(memory, concepts, one, entry("c-secretaire", ("fr", "moulin")))
    first, second, third = report.concepts
    assert (first.status, first.subject, first.definitions) == (
        "accepted",
        "eau",
        ("Ce que la ville rejette.",),
    )
    assert [(term.language, term.text, term.status) for term in first.terms[:3]] == [
        ("fr", "eaux usées", TermStatus.PREFERRED), ("ar", "المياه المستعملة", TermStatus.ADMITTED),
        ("en", "slops", TermStatus.SUPERSEDED),
    ]  # fmt: skip
    assert first.comment == "voir aussi : eau"
    assert first.terms[0].frequency == 3
    context = first.terms[0].contexts[1]
    assert context.text[context.start : context.end] == "eau usée"
    assert "waste water" in [term.text for term in first.terms_in("en")]
    # Ids stay apart where the termbase has one of ours for something else.
    assert [second.concept_id, second.terms[0].text] == ["c-secretaire", "moulin"]
    assert third.terms[0].text == "Secrétaire général"
    assert third.concept_id.startswith("c-c-secretaire-2-")
    write_tbx(report.concepts, tmp_path / "out.tbx")
    assert tbx_rules.problems(tmp_path / "out.tbx") == []
    assert [len(found.terms) for found in read_tbx(tmp_path / "out.tbx")] == [8, 1, 6]


def mill(name: str, english: str, russian: str, probability: float) -> ExportedConcept:
    terms = (ExportedTerm("fr", "moulin"), ExportedTerm("en", english), ExportedTerm("ru", russian, count=1))
    return ExportedConcept(name, "fr", terms, probability)


def test_homographs_go_to_the_concept_with_most_terms_in_common(memory: Memory) -> None:
    both = [mill("other", "grinder", "жернов", 0.99), mill("mine", "mill", "мельница", 0.9)]
    report = seeded(memory, both, entry("m", ("fr", "moulin"), ("en", "mill")))
    assert [row.found for row in report.rows if row.outcome is SeedOutcome.EXTENDED] == ["мельница"]
    assert [concept.concept_id for concept in report.concepts] == ["m", "other"]


def test_a_decision_about_a_concept_of_the_termbase_goes_before_it(
    memory: Memory, concepts: list[ExportedConcept]
) -> None:
    terms = {"fr": ("moulin",), "en": ("mill",)}
    journal = [
        TermDecision("m", "fr", TermVerdict.PREFER, terms, moment="2026-11-23T10:00:00Z"),
        TermDecision("t", "fr", TermVerdict.REJECT, {"fr": ("tonnerre",)}),
    ]
    decided = apply_term_decisions(concepts, journal)
    report = seed_concepts(
        memory,
        [entry("m", ("fr", "moulin"), ("en", "grinder")), entry("t", ("fr", "tonnerre"))],
        decided.concepts,
        pivot="fr",
        languages=SIX,
        gone=decided.gone,
    )
    assert [one.concept_id for one in report.concepts] == ["m", "c-eaux-usees", "c-secretaire"]
    assert [(one.text, one.status) for one in report.concepts[0].terms] == [
        ("moulin", TermStatus.PREFERRED), ("mill", TermStatus.PREFERRED),
    ]  # fmt: skip
