"""Checks of terms: cases in six languages, homographs, several renderings, foreign termbases, speed."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest

from tm.checks.checked_units import CheckedUnit, CheckedVariant
from tm.checks.checking import check_units, choose_checks
from tm.checks.running import check_tmx
from tm.checks.term_checks import TermChecks
from tm.errors import ReviewError, TbxError
from tm.tbx_reading import TermEntry, TermForm
from tm.terms.exported_concepts import ExportedConcept, ExportedTerm, TermStatus
from tm.terms.term_tables import write_terms_csv
from tm.terms.termbase_reading import is_approved, is_preferred, read_termbase

CASES = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "cases" / "checks" / "terms.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
]
OLD = "deprecatedTerm-admn-sts"
NEW = "admittedTerm-admn-sts"


def entry(name: str, *terms: tuple[str, str] | tuple[str, str, str]) -> TermEntry:
    return TermEntry(name, 1, tuple(TermForm(*term) for term in terms))


TERMBASE = [
    entry(
        "c1", ("fr", "eaux usées"), ("fr", "eaux-vannes", OLD), ("en", "waste water"), ("en", "sewage", NEW),
        ("en", "drainage", "supersededTerm-admn-sts"),
        ("es", "aguas residuales"), ("es", "aguas negras", OLD),
        ("ru", "сточные воды"), ("ru", "нечистоты", OLD), ("zh-Hans", "废水"), ("zh-Hans", "污水"),
        ("zh-Hans", "脏水", OLD), ("ar", "المياه المستعملة"), ("ar", "المجارير", OLD),
    ),
    entry("c2", ("fr", "eaux usées domestiques"), ("en", "household effluent")),
    entry("c3", ("fr", "bassin versant"), ("en", "drainage basin")),
]  # fmt: skip


def unit(name: str, *texts: tuple[str, str], group: str = "", date: str = "") -> CheckedUnit:
    variants = tuple(CheckedVariant(language, text) for language, text in texts)
    return CheckedUnit(name, variants, source_language=texts[0][0], group=group, date=date)


def found(
    units: list[CheckedUnit], termbase: list[TermEntry], pair: tuple[str, str] | None = None
) -> list[tuple[str, str, str]]:
    choice = choose_checks(["term"], pair=pair)
    return [(one.unit, one.check, one.message) for one in check_units(units, choice, TermChecks(termbase))]


@pytest.mark.parametrize(("sign", "check", "source", "text", "target", "other"), CASES)
def test_a_check_of_terms(sign: str, check: str, source: str, text: str, target: str, other: str) -> None:
    seen = [one for _, one, _ in found([unit("u", (source, text), (target, other))], TERMBASE)]
    assert (check in seen) == (sign == "+")


def test_the_cases_have_both_signs_in_all_six_languages() -> None:
    for check in ("term.not-used", "term.forbidden"):
        for sign in "+-":
            targets = {case[4] for case in CASES if case[:2] == (sign, check)}
            assert targets == {"ar", "en", "es", "fr", "ru", "zh"}


def test_messages_name_the_term_the_concept_and_what_to_use() -> None:
    bad = unit("u", ("fr", "Les eaux usées"), ("en-US", "The drainage"), ("zh-CN", "水"))
    assert found([bad], TERMBASE) == [
        ("u", "term.forbidden",
         "“drainage” is not to be used (c1). Use “waste water” or “sewage”."),
        ("u", "term.not-used",
         "“eaux usées” is “废水” or “污水” (c1), which the translation does not have."),
    ]  # fmt: skip


def test_a_pair_is_checked_in_both_directions() -> None:
    one = unit("u", ("fr", "Les eaux usées"), ("ru", "Грязь"))
    assert [check for _, check, _ in found([one], TERMBASE, ("fr", "ru"))] == ["term.not-used"]
    other = unit("u", ("fr", "La boue"), ("ru", "Сточные воды"))
    assert found([other], TERMBASE, ("fr", "ru")) == []
    assert [check for _, check, _ in found([other], TERMBASE, ("ru", "fr"))] == ["term.not-used"]


def test_a_homograph_may_have_the_renderings_of_any_of_its_concepts() -> None:
    banks = [
        entry("money", ("fr", "banque"), ("en", "bank")),
        entry("blood", ("fr", "banque"), ("en", "store")),
    ]
    for text, expected in (("the bank", 0), ("the store", 0), ("the house", 1)):
        assert len(found([unit("u", ("fr", "la banque"), ("en", text))], banks)) == expected


def test_a_word_that_another_concept_may_use_is_not_forbidden() -> None:
    terms = [entry("a", ("en", "mill", OLD), ("en", "factory")), entry("b", ("en", "mill"), ("fr", "moulin"))]
    assert found([unit("u", ("fr", "le moulin"), ("en", "the mill"))], terms) == []


def test_several_renderings_are_told_once_with_units_documents_and_dates() -> None:
    units = [
        unit("a:1", ("fr", "eaux usées"), ("en", "waste water"), group="a", date="2001-02-03"),
        unit("b:1", ("fr", "l'eau usée"), ("en", "Waste waters"), group="b", date="2005-01-01"),
        unit("c:1", ("fr", "eaux usées"), ("en", "sewage"), group="c", date="2007-05-05"),
        unit("c:2", ("fr", "eaux usées"), ("en", "sewage"), group="c", date="2007-05-05"),
        unit("c:3", ("fr", "eaux usées"), ("en", "waste water"), group="c", date="2007-05-05"),
    ]
    assert found(units, TERMBASE) == [
        ("c:1", "term.several-renderings",
         "“eaux usées” (c1) has several renderings: “waste water” in 3 units of 3 documents "
         "(2001-02-03 to 2007-05-05); “sewage” in 2 units (2007-05-05)."),
    ]  # fmt: skip
    assert found(units[:2], TERMBASE) == []
    together = unit("d:1", ("fr", "eaux usées"), ("en", "waste water (sewage)"), group="d")
    assert found([units[0], together], TERMBASE) == []
    backward = [
        unit("x", ("zh", "废水"), ("ar", "المياه المستعملة")),
        unit("y", ("zh", "污水"), ("en", "sewage")),
    ]
    assert found(backward, TERMBASE) == []


def test_documents_and_dates_of_a_tmx_file_are_told(tmp_path: Path) -> None:
    def tu(tuid: str, english: str, date: str, prop: str) -> str:
        return (
            f'<tu tuid="{tuid}"{date}><prop type="x-document">{tuid}</prop>{prop}'
            '<tuv xml:lang="fr"><seg>eaux usées</seg></tuv>'
            f'<tuv xml:lang="en"><seg>{english}</seg></tuv></tu>'
        )

    units = tu("a", "waste water", ' creationdate="20010203T000000Z"', "")
    units += tu("b", "waste water", "", '<prop type="x-date">2005-01-01</prop>') + tu("c", "sewage", "", "")
    header = (
        'creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" srclang="fr"'
    )
    path = tmp_path / "x.tmx"
    text = f'<tmx version="1.4"><header {header} datatype="plaintext"/><body>{units}</body></tmx>'
    path.write_text(text, encoding="utf-8")
    (one,) = check_tmx(path, choose_checks(["term"]), terms=TermChecks(TERMBASE))
    assert one.message.endswith(
        "“waste water” in 2 units of 2 documents (2001-02-03 to 2005-01-01); “sewage” in 1 unit."
    )


def test_a_language_without_terms_is_not_checked_and_one_beyond_the_six_is_by_its_words() -> None:
    terms = [entry("c", ("en", "bridge"), ("sv", "bro"))]
    assert found([unit("u", ("en", "the bridge"), ("de", "das Haus"))], terms) == []
    assert found([unit("u", ("en", "the bridge"), ("sv", "en bro"))], terms) == []
    assert len(found([unit("u", ("en", "the bridge"), ("sv-SE", "ett hus"))], terms)) == 1


@pytest.mark.parametrize(
    ("status", "approved", "preferred"),
    [
        ("", True, False), ("preferredTerm-admn-sts", True, True), ("preferred", True, True),
        (NEW, True, False),
        (OLD, False, False), ("supersededTerm-admn-sts", False, False), ("forbidden", False, False),
        ("obsolete", False, False), ("notRecommended", False, False), ("Not-Recommended", False, False),
        ("not recommended", False, False), ("Do not use", False, False), ("forbid", False, False),
    ],
)  # fmt: skip
def test_statuses_of_several_tools_are_known(status: str, approved: bool, preferred: bool) -> None:
    form = TermForm("en", "x", status)
    assert (is_approved(form), is_preferred(form)) == (approved, preferred)


def test_every_foreign_termbase_can_be_checked_with(shared_data: Path) -> None:
    paths = sorted((shared_data / "tbx").glob("*.tbx"))
    entries = [one for path in paths for one in read_termbase(path)]
    assert len(entries) == 8
    scribe = unit("u", ("fr", "Le copiste"), ("es", "El autor"))
    assert [check for _, check, _ in found([scribe], entries)] == ["term.not-used"]
    assert found([unit("u", ("fr", "Le copiste"), ("es", "Los escribanos"))], entries) == []
    plan = unit("u", ("en", "Scheduled operations"), ("fr", "Les opérations planifiées"))
    assert found([plan], entries) == []


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", "fr,en,not to use en,id\neaux usées,waste water | sewage,drainage,7\n"),
        ("utf-8-sig", "French;English;forbidden English;concept_id\r\n"
         "eaux usées;waste water|sewage;drainage;7\r\n"),
        ("utf-16", "id\tfr-FR\ten_GB\tnot to use en_GB\r\n7\teaux usées\twaste water | sewage\tdrainage\r\n"),
    ],
)  # fmt: skip
def test_a_table_with_languages_is_a_termbase(tmp_path: Path, encoding: str, text: str) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes(text.encode(encoding))
    (one,) = read_termbase(path)
    assert one.identifier == "7"
    assert [(form.language[:2], form.term, is_approved(form)) for form in one.terms] == [
        ("fr", "eaux usées", True), ("en", "waste water", True), ("en", "sewage", True),
        ("en", "drainage", False),
    ]  # fmt: skip


SYNONYMS = {
    "fr": ("eaux usées", "effluents"), "ar": ("المياه المستعملة", "مياه الصرف"),
    "en": ("waste water", "sewage"), "es": ("aguas residuales", "efluentes"),
    "ru": ("сточные воды", "стоки"), "zh": ("废水", "污水"),
}  # fmt: skip


def test_a_language_with_two_columns_has_synonyms_and_what_else_a_row_says_is_kept(tmp_path: Path) -> None:
    header = [*SYNONYMS, *SYNONYMS, "Subject", "definition fr", "English_Def", "note", "status"]
    first = [*(one for one, _ in SYNONYMS.values()), *(other for _, other in SYNONYMS.values())]
    rows = [header, [*first, "eau", "Ce que la ville rejette.", "What a town lets out.", "v. aussi « eau »",
                     "forbidden"], [*first, "", "", "", "", "preferred"]]  # fmt: skip
    (tmp_path / "t.tsv").write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    book = openpyxl.Workbook()
    book.create_sheet("About", 0).append(["made by", "hand"])
    sheet = book["Sheet"]
    for row in rows:
        sheet.append(row)
    book.save(tmp_path / "t.xlsx")
    for name in ("t.tsv", "t.xlsx"):
        one, other = read_termbase(tmp_path / name)
        for language, texts in SYNONYMS.items():
            forms = [form for form in one.terms if form.language == language]
            assert tuple(form.term for form in forms) == texts
            assert not any(map(is_approved, forms))
        assert (one.line, one.subject, one.note) == (2, "eau", "v. aussi « eau »")
        assert one.definitions == ("Ce que la ville rejette.", "What a town lets out.")
        assert all(map(is_preferred, other.terms))


def test_the_status_of_each_term_of_a_table_of_the_command_comes_back(tmp_path: Path) -> None:
    terms = [
        ExportedTerm(language, text, status)
        for language, texts in SYNONYMS.items()
        for text, status in zip(texts, (TermStatus.ADMITTED, TermStatus.PREFERRED), strict=True)
    ]
    old = ExportedTerm("en", "drainage", TermStatus.DEPRECATED)
    write_terms_csv([ExportedConcept("c", "fr", (*terms, old))], tmp_path / "t.csv", list(SYNONYMS))
    (one,) = read_termbase(tmp_path / "t.csv")
    assert {form.term for form in one.terms if is_preferred(form)} == {
        other for _, other in SYNONYMS.values()
    }
    assert [form.term for form in one.terms if not is_approved(form)] == ["drainage"]


def test_a_workbook_without_languages_and_another_encoding_say_what_to_do(tmp_path: Path) -> None:
    openpyxl.Workbook().save(tmp_path / "x.xlsx")
    with pytest.raises(TbxError, match="no sheet whose first line names languages"):
        read_termbase(tmp_path / "x.xlsx")
    (tmp_path / "x.csv").write_bytes("fr,en\nété,summer\n".encode("latin-1"))
    with pytest.raises(ReviewError, match=r"is not UTF-8\. Save it again as CSV in UTF-8"):
        read_termbase(tmp_path / "x.csv")


def test_what_is_no_termbase_says_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(TbxError, match="first line names languages"):
        read_termbase(path)
    path.write_bytes(b"\x00\x01\x02")
    with pytest.raises(TbxError):
        read_termbase(path)
    path.write_text('fr,en\n"open,x\n', encoding="utf-8")
    with pytest.raises(ReviewError, match="damaged"):
        read_termbase(path)


@pytest.mark.long
def test_a_million_units_take_minutes() -> None:
    """20 000 units of 25 words with 10 000 concepts: the checks of terms alone, without the others."""
    terms = [
        entry(f"c{n}", ("fr", f"terme numéro{n} usé"), ("en", f"worn term number{n}")) for n in range(10_000)
    ]
    checks = TermChecks([*terms, *TERMBASE])
    text = (
        "La ville traite ses eaux usées avant que la rivière ne les porte vers la mer et vers le port du sud"
    )
    other = "The town treats its waste water before the river carries it to the sea and to the southern port"
    units = [unit(str(n), ("fr", f"{text} {n}"), ("en", f"{other} {n}")) for n in range(20_000)]
    start = time.process_time()
    seen = sum(1 for one in units for _ in checks.observe(one, [(one.variants[0], one.variants[1])]))
    seconds = time.process_time() - start
    assert seen == 0
    # 600 seconds of the processor a million units.
    assert seconds < 12
