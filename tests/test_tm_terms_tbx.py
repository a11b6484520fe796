"""TBX of extracted terminology: valid by the rules of the standard, read back the same, hostile texts."""

from __future__ import annotations

import io
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from tm.clean_text import clean_text
from tm.errors import ExportError
from tm.language_codes import memory_language
from tm.tbx_reading import TermEntry, read_tbx
from tm.terms.concepts import TermContext
from tm.terms.exported_concepts import (
    ExportedConcept,
    ExportedTerm,
    TermStatus,
    concept_name,
    exported_concepts,
    ordered_terms,
    term_name,
)
from tm.terms.tbx_writing import TbxOptions, write_tbx

VERSIONS = (3, 2)
LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def written(concepts: list[ExportedConcept], version: int) -> bytes:
    stream = io.BytesIO()
    write_tbx(concepts, stream, TbxOptions(version=version))
    return stream.getvalue()


def read(tmp_path: Path, data: bytes) -> list[TermEntry]:
    path = tmp_path / "out.tbx"
    path.write_bytes(data)
    return list(read_tbx(path))


def terms_of(entry: TermEntry) -> list[tuple[str | None, str, str]]:
    return [(memory_language(form.language), form.term, form.status) for form in entry.terms]


@pytest.mark.parametrize("version", VERSIONS)
def test_six_languages_are_written_and_read_back_admitted_and_never_preferred(
    tmp_path: Path, term_concepts: ModuleType, version: int
) -> None:
    first, second = read(tmp_path, written(exported_concepts(term_concepts.both()), version))
    assert (first.identifier, second.identifier) == ("c-eaux-usees", "c-secretaire")
    admitted = "admittedTerm-admn-sts"
    assert terms_of(first) == [
        ("fr", "eaux usées", admitted), ("ar", "المياه المستعملة", admitted), ("en", "waste water", admitted),
        ("en", "sewage", admitted), ("es", "aguas residuales", admitted), ("ru", "сточные воды", admitted),
        ("zh", "废水", admitted), ("zh", "污水", admitted),
    ]  # fmt: skip
    assert {language: term for language, term, _ in terms_of(second)} == term_concepts.SECRETARY


def test_version_3_is_valid_by_the_rules_of_the_standard(
    tmp_path: Path, term_concepts: ModuleType, tbx_rules: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1385337600")
    path = tmp_path / "out.tbx"
    path.write_bytes(written(decided(term_concepts), 3))
    assert tbx_rules.problems(path) == []
    assert path.read_text(encoding="utf-8").count("<date>2013-11-25</date>") == 1
    assert "<date>2026-11-23</date>" in path.read_text(encoding="utf-8")


def decided(term_concepts: ModuleType) -> list[ExportedConcept]:
    """One concept as the machine made it, one of a person with every status, a subject and a definition."""
    made = exported_concepts(term_concepts.both())
    terms = tuple(
        ExportedTerm("en", f"term {number}", status, "acronym" if number == 1 else "")
        for number, status in enumerate(TermStatus)
    )
    person = ExportedConcept(
        "decided", "en", terms, 1.0, "accepted", "A. N. Other", "2026-11-23T10:00:00Z", "seen", "eau",
        ("Ce qui coule.",),
    )  # fmt: skip
    return [made[0], person]


def test_the_rules_refuse_what_the_standard_does_not_have(
    tmp_path: Path, term_concepts: ModuleType, tbx_rules: ModuleType
) -> None:
    good = written(decided(term_concepts), 3).decode()
    wrong = {
        'type="TBX-Basic"': 'type="TBX"',
        "urn:iso:std:iso:30042:ed-2": "urn:other",
        'id="decided"': 'id="1 2"',
        "admittedTerm-admn-sts": "admitted",
        "langSec xml:lang": "langSec lang",
        'type="context"': 'type="definition"',
        "<date>2026-11-23</date>": "<date>2026</date>",
        "<p>": "<q>",
        "<body>": "<body>text",
        'type="termType">acronym': 'type="termType">Acronym',
        "<descrip type=\"subjectField\">": "<descrip type=\"domain\">",
    }  # fmt: skip
    path = tmp_path / "bad.tbx"
    for old, new in wrong.items():
        assert old in good
        path.write_text(good.replace(old, new).replace("</p>", "</q>" if new == "<q>" else "</p>"), "utf-8")
        assert tbx_rules.problems(path), old
    moved = good.replace("<termSec ", "<note>early</note><termSec ", 1).replace(
        "<term>", "<note>before</note><term>", 1
    )
    path.write_text(moved, "utf-8")
    assert tbx_rules.problems(path)


@pytest.mark.parametrize("version", VERSIONS)
def test_a_term_has_one_context_with_its_source_and_the_scores_in_a_note(
    term_concepts: ModuleType, version: int
) -> None:
    root = etree.fromstring(written(exported_concepts(term_concepts.both()), version))
    groups = list(root.iter("{*}termSec", "{*}tig"))
    for group in groups:
        (context,) = group.iter("{*}descrip")
        (source,) = group.iter("{*}admin")
        (note,) = group.iter("{*}note")
        term = group.findtext("{*}term")
        assert context.get("type") == "context"
        assert term is not None
        assert term in (context.text or "")
        assert source.text == "A/RES/68/999, OP1, p. 2 (A/RES/68/999:OP1)"
        assert "7 occurrences" in (note.text or "")
    assert "probability 0.850; together in 2 units" in "".join(root.itertext())


def test_the_same_concepts_give_the_same_bytes_and_other_orders_the_same_ids(
    term_concepts: ModuleType,
) -> None:
    made = exported_concepts(term_concepts.both())
    assert written(made, 3) == written(exported_concepts(term_concepts.both()), 3)
    ids = {element.get("id") for element in etree.fromstring(written(made, 3)).iter("{*}termSec")}
    back = {element.get("id") for element in etree.fromstring(written(made[::-1], 3)).iter("{*}termSec")}
    assert ids == back
    assert len(ids) == 14


def test_what_cannot_be_written_says_so(term_concepts: ModuleType) -> None:
    made = exported_concepts(term_concepts.both())
    with pytest.raises(ExportError, match="no concept to write"):
        written([], 3)
    with pytest.raises(ExportError, match='two concepts have the id "c-eaux-usees"'):
        written([made[0], made[0]], 3)
    with pytest.raises(ExportError, match="no version 4"):
        written(made, 4)


@pytest.mark.parametrize("identifier", ["1", "a b", "", "A/RES/68:1", "名", "x:y", "-a", "\ud800"])
def test_any_id_becomes_a_name_and_two_stay_two(identifier: str, tbx_rules: ModuleType) -> None:
    name = concept_name(identifier, [ExportedTerm("fr", "eau")])
    assert tbx_rules.NCNAME.fullmatch(name)
    assert name.isascii()
    assert name != concept_name(identifier + "2", [ExportedTerm("fr", "eau")])
    assert concept_name("c.1-a_b", []) == "c.1-a_b"


# Text of any kind: lone surrogates, control and direction characters, markup, beginnings of formulas.
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=()), min_size=1, max_size=12),
    st.sampled_from(
        ["<b>&amp;</b>", "]]>", "=1+1", "\u202eabc", "a\tb\nc", "\ud800x", "\x00", "&#65;", '"\'', "—", "é",
         "الماء", "水", "вода", "\u200b", "ÿ\ufffe"]
    ),
)  # fmt: skip
TERMS = st.builds(
    lambda language, text, status: (language, clean_text(text)[0], status),
    st.sampled_from(LANGUAGES), TEXTS, st.sampled_from(list(TermStatus)),
)  # fmt: skip


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(st.tuples(TEXTS, st.lists(TERMS, min_size=1, max_size=6), TEXTS), min_size=1, max_size=4))
def test_whatever_the_texts_the_file_is_valid_and_gives_them_back(
    tmp_path: Path, tbx_rules: ModuleType, drawn: list[tuple[str, list[tuple[str, str, TermStatus]], str]]
) -> None:
    concepts: list[ExportedConcept] = []
    for number, (identifier, terms, more) in enumerate(drawn):
        context = TermContext(more, f"x{more}", 0, 1, more, None, more, None)
        made = ordered_terms(
            (
                ExportedTerm(language, text, status, contexts=(context,))
                for language, text, status in terms
                # A reader puts white space of any kind into one space.
                if text and " ".join(text.split()) == text
            ),
            "fr",
        )
        if made:
            name = concept_name(f"{number} {identifier}", made)
            concepts.append(
                ExportedConcept(name, "fr", made, comment=more, reviewer=more, moment="2026-01-02")
            )
    if not concepts:
        return
    path = tmp_path / "any.tbx"
    path.write_bytes(written(concepts, 3))
    assert tbx_rules.problems(path) == []
    for version in VERSIONS:
        entries = read(tmp_path, written(concepts, version))
        assert [entry.identifier for entry in entries] == [one.concept_id for one in concepts]
        assert [terms_of(entry) for entry in entries] == [
            [(term.language, term.text, str(term.status)) for term in one.terms] for one in concepts
        ]


def test_ids_of_terms_tell_languages_and_texts_apart() -> None:
    same = [ExportedTerm("en", "agent"), ExportedTerm("fr", "agent"), ExportedTerm("en", "agents")]
    assert len({term_name("c", term) for term in same}) == 3
