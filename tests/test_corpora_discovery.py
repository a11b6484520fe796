"""Which files are documents, what their names say, and how they are put together into sets."""

from __future__ import annotations

import datetime
import os
from pathlib import Path

import pytest

from corpora.discovery import FoundFile, discover
from corpora.errors import ManifestError
from corpora.grouping import FileSet, Grouping, ReadFile, group_files
from corpora.manifest import read_manifest
from corpora.set_names import clue_of_name, name_sets
from corpora.text_sketch import SAME_TEXT, sketch_similarity, sketch_text

SIX = ("ar", "en", "es", "fr", "ru", "zh")


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def grouped(
    folder: Path, symbols: dict[str, str] | None = None, languages: dict[str, str] | None = None
) -> Grouping:
    """Group the files of a folder as if they had been read."""
    files = []
    for found in discover([folder]).files:
        language = (languages or {}).get(found.name) or found.clue.language or "en"
        symbol = (symbols or {}).get(found.name) or found.clue.symbol
        text = found.path.read_text(encoding="utf-8")
        files.append(ReadFile(found, language, symbol, text, sketch_text([text])))
    return group_files(files)


def shown(sets: tuple[FileSet, ...]) -> dict[str, dict[str, str]]:
    return {one.name: {file.language: file.found.name for file in one.files} for one in sets}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ([f"A_RES_68_187.{code}.txt" for code in SIX], "A/RES/68/187"),
        ([f"{code}/A_RES_68_187.html" for code in SIX], "A/RES/68/187"),
        ([f"N1345678_{code.upper()}.docx" for code in SIX], "N1345678"),
        ([f"UN_A_RES_55_100.{code}.txt" for code in SIX], "A/RES/55/100"),
        (["eng_U-2.xml", "fra_U-2.xml"], "U-2"),
        (["by_4.0_fr.html", "by_4.0_zh-Hans.html", "by_4.0_ar.html"], "by_4.0"),
        (["charter/fra.html", "charter/eng.html", "charter/arb.html", "charter/cmn_hans.html"], "charter"),
        (["français/2013/rapport annuel.docx", "English/2013/rapport annuel.docx"], "rapport annuel"),
        (["report.docx", "report_fr.docx"], "report"),
    ],
    ids=["suffix", "folder", "job", "prefix UN", "ISO 639-2", "script", "alone", "folder above", "unmarked"],
)
def test_versions_whose_names_differ_in_the_language_alone_are_one_set(
    tmp_path: Path, names: list[str], expected: str
) -> None:
    touch(tmp_path, *names)

    sets = grouped(tmp_path).sets

    assert [one.name for one in sets] == [expected]
    assert len(sets[0].files) == len(names)


def test_the_language_of_a_name_is_told_in_all_six_languages(tmp_path: Path) -> None:
    touch(tmp_path, *(f"{code}/decision.html" for code in SIX))

    assert {file.name: file.clue.language for file in discover([tmp_path]).files} == {
        f"{code}/decision.html": code for code in SIX
    }


def test_the_order_of_inputs_does_not_matter(tmp_path: Path) -> None:
    touch(tmp_path, "a/x.fr.txt", "b/x.en.txt", "b/y.txt")
    inputs = [tmp_path / "b", tmp_path / "a", tmp_path / "b" / "y.txt"]

    assert discover(inputs) == discover(inputs[::-1])
    assert [file.name for file in discover(inputs).files] == ["x.en.txt", "x.fr.txt", "y.txt"]


def test_a_file_reached_twice_is_found_once(tmp_path: Path) -> None:
    touch(tmp_path, "docs/x.fr.txt")

    found = discover([tmp_path, tmp_path / "docs", tmp_path / "docs" / "x.fr.txt"])

    assert [file.name for file in found.files] == ["x.fr.txt"]


def test_two_inputs_with_files_of_one_name_keep_them_apart(tmp_path: Path) -> None:
    touch(tmp_path, "one/x.fr.txt", "two/x.fr.txt")

    found = discover([tmp_path / "one", tmp_path / "two"])

    assert [file.name for file in found.files] == ["one/x.fr.txt", "two/x.fr.txt"]


def test_a_folder_with_a_language_name_above_the_input_says_nothing(tmp_path: Path) -> None:
    folder = touch(tmp_path / "es" / "work", "notes.txt")

    assert discover([folder]).files[0].clue.language is None


def test_hidden_files_lock_files_and_memories_are_passed_over(tmp_path: Path) -> None:
    names = (".hidden.txt", "~$report.docx", ".git/x.txt", "Thumbs.db", "memory/CURRENT")
    touch(tmp_path, *names, "memory/generations/000001/report.html", "out/y.txt", "x.txt")

    found = discover([tmp_path], exclude=[tmp_path / "out"])

    assert [file.name for file in found.files] == ["x.txt"]
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("name", "severity", "reason"),
    [
        ("scan.png", "info", "skipped: files of the type .png are not documents"),
        ("gold/x.tsv", "info", "skipped: files of the type .tsv are not documents"),
        ("x.gold", "info", "skipped: files of the type .gold are not documents"),
        ("README.md", "info", "skipped: by its name this is not a document"),
        ("LICENSE", "info", "skipped: by its name this is not a document"),
        ("Makefile", "info", "skipped: files without an extension are not documents"),
        ("letter.wps", "error", "files of the type .wps are not read"),
        ("letter.odp", "error", "files of the type .odp are not read"),
        ("all.7z", "error", "files of the type .7z are not read"),
    ],
)
def test_what_is_no_document_is_listed_with_its_reason(
    tmp_path: Path, name: str, severity: str, reason: str
) -> None:
    touch(tmp_path, name)

    found = discover([tmp_path])

    assert found.files == ()
    assert [(one.path, one.severity, one.reason) for one in found.remarks] == [
        (tmp_path / name, severity, reason)
    ]


def test_a_file_named_itself_is_taken_whatever_its_extension(tmp_path: Path) -> None:
    touch(tmp_path, "LICENSE", "notes.fr")

    found = discover([tmp_path / "LICENSE", tmp_path / "notes.fr"])

    assert [(file.name, file.clue.language) for file in found.files] == [
        ("LICENSE", None),
        ("notes.fr", "fr"),
    ]


def test_an_input_that_is_not_there_is_listed(tmp_path: Path) -> None:
    remark = discover([tmp_path / "nowhere.txt"]).remarks[0]

    assert (remark.reason, remark.severity) == ("there is no such file or folder", "error")


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_links_that_run_in_circles_or_nowhere_do_no_harm(tmp_path: Path) -> None:
    touch(tmp_path, "docs/x.txt")
    (tmp_path / "docs" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "docs" / "lost.txt").symlink_to(tmp_path / "gone.txt")

    found = discover([tmp_path])

    assert [file.name for file in found.files] == ["docs/x.txt"]
    assert [(one.path.name, one.reason) for one in found.remarks] == [("lost.txt", "the link points nowhere")]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_named_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")

    assert discover([tmp_path]).remarks[0].reason == "this is neither a file nor a folder"


def test_a_symbol_in_the_content_puts_job_numbers_together(tmp_path: Path) -> None:
    touch(tmp_path, "N1345678.docx", "N1345679.docx", "N1345680.docx")
    names = ("N1345678.docx", "N1345679.docx", "N1345680.docx")

    sets = grouped(
        tmp_path, dict.fromkeys(names, "A/68/457"), dict(zip(names, ("fr", "en", "ar"), strict=True))
    ).sets

    assert shown(sets) == {"A/68/457": {"fr": names[0], "en": names[1], "ar": names[2]}}


def test_another_text_with_the_same_symbol_and_language_stays_a_set_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "Nous décidons de nous réunir chaque année au printemps.", encoding="utf-8"
    )
    (tmp_path / "b.txt").write_text("Le présent corrigendum remplace la page sept.", encoding="utf-8")
    symbols = {"a.txt": "A/68/457", "b.txt": "A/68/457"}

    grouping = grouped(tmp_path, symbols, {"a.txt": "fr", "b.txt": "fr"})

    assert shown(grouping.sets) == {"A/68/457": {"fr": "a.txt"}, "A/68/457~2": {"fr": "b.txt"}}
    assert grouping.left_out == ()
    assert [(one.path.name, one.severity) for one in grouping.remarks] == [("b.txt", "warning")]


def test_two_files_for_one_language_keep_the_better_format_and_report_the_other(tmp_path: Path) -> None:
    touch(tmp_path, "x.fr.pdf", "x.fr.docx", "x.en.html")

    grouping = grouped(tmp_path)

    assert shown(grouping.sets) == {"x": {"en": "x.en.html", "fr": "x.fr.docx"}}
    left_out = grouping.left_out[0]
    assert (left_out.path.name, left_out.severity) == ("x.fr.pdf", "error")
    assert left_out.reason == "a second fr version beside x.fr.docx, which is kept for its format"


def test_the_same_bytes_twice_are_a_remark_and_no_loss(tmp_path: Path) -> None:
    for name in ("x_fr.txt", "x-FRE.txt"):
        (tmp_path / name).write_text("Les mêmes mots.", encoding="utf-8")

    grouping = grouped(tmp_path)

    assert shown(grouping.sets) == {"x": {"fr": "x-FRE.txt"}}
    assert [(one.severity, one.reason) for one in grouping.left_out] == [
        ("info", "skipped: the same bytes as x-FRE.txt")
    ]


def test_a_version_with_another_symbol_is_reported_and_the_majority_names_the_set(tmp_path: Path) -> None:
    touch(tmp_path, "x.fr.txt", "x.en.txt", "x.es.txt")
    symbols = {"x.fr.txt": "A/1", "x.en.txt": "A/1", "x.es.txt": "A/2"}

    grouping = grouped(tmp_path, symbols)

    assert [one.name for one in grouping.sets] == ["A/1"]
    assert [one.path.name for one in grouping.remarks] == ["x.es.txt"]


def test_sets_of_one_name_in_two_folders_are_told_apart_by_the_folder(tmp_path: Path) -> None:
    touch(tmp_path, "2012/fr/report.txt", "2012/en/report.txt", "2013/fr/report.txt", "2013/en/report.txt")

    assert [one.name for one in grouped(tmp_path).sets] == ["2012/report", "2013/report"]


def test_numbered_annexes_are_different_documents(tmp_path: Path) -> None:
    touch(tmp_path, "Annex (1).txt", "Annex (2).txt")

    assert [one.name for one in grouped(tmp_path).sets] == ["Annex (1)", "Annex (2)"]


def test_set_names_differ_even_where_ids_would_write_them_alike() -> None:
    assert name_sets([("My report", ""), ("my:report", ""), ("other", "")]) == [
        "My report",
        "my:report~2",
        "other",
    ]


def test_a_clue_shows_a_name_without_its_language(tmp_path: Path) -> None:
    clue = clue_of_name(tmp_path / "fr" / "Rapport final.docx", tmp_path)

    assert (clue.title, clue.folder, clue.language, clue.symbol) == (
        "Rapport final",
        tmp_path.name,
        "fr",
        None,
    )


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("separator", [",", ";"])
def test_a_manifest_gives_set_language_date_and_title(tmp_path: Path, bom: bytes, separator: str) -> None:
    touch(tmp_path, "a.txt", "b.txt")
    rows = [
        ["Set", "Path", "Language", "Date", "Title"],
        ["Accord", "a.txt", "français", "2013-12-18", "Accord sur l’eau"],
        ["Accord", "b.txt", "zh-Hans", "", "水协定"],
    ]
    text = "\n".join(separator.join(row) for row in rows)
    manifest = tmp_path / "files.csv"
    manifest.write_bytes(bom + text.encode("utf-8"))

    entries = read_manifest(manifest)

    assert [(one.set_name, one.path, one.language, one.title) for one in entries] == [
        ("Accord", tmp_path / "a.txt", "fr", "Accord sur l’eau"),
        ("Accord", tmp_path / "b.txt", "zh", "水协定"),
    ]
    assert [one.date for one in entries] == [datetime.date(2013, 12, 18), None]


def test_a_manifest_overrides_names_and_leaves_other_files_alone(tmp_path: Path) -> None:
    touch(tmp_path, "x.fr.txt", "x.en.txt", "old.txt")
    (tmp_path / "files.csv").write_text("set,path,language\nMine,x.fr.txt,es\nMine,old.txt,fr\n", "utf-8")

    files = {file.name: file for file in discover([tmp_path], manifest=tmp_path / "files.csv").files}

    assert {name: (file.set_name, file.language) for name, file in files.items()} == {
        "x.fr.txt": ("Mine", "es"),
        "old.txt": ("Mine", "fr"),
        "x.en.txt": (None, None),
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("set,language\nA,fr\n", "line 1: the column path is missing"),
        ("set,path,colour\nA,a.txt,red\n", 'line 1: there is no column "colour"'),
        ("set,path\nA,\n", "line 2: the cell path is empty"),
        ("set,path\n\nA,a.txt\nA,a.txt\n", "line 4: "),
        ("set,path,language\nA,a.txt,???\n", 'line 2: "???" is no language'),
        ("set,path,date\nA,a.txt,18/12/2013\n", 'line 2: "18/12/2013" is no date'),
        ("set,path\nA,a.txt,b.txt\n", "line 2: 3 cells under 2 columns"),
        ('set,path\n"A\nB",a.txt\nA,\n', "line 4: the cell path is empty"),
        ("", "names no file"),
    ],
)
def test_a_wrong_manifest_names_file_and_line(tmp_path: Path, text: str, message: str) -> None:
    manifest = tmp_path / "files.csv"
    manifest.write_text(text, encoding="utf-8", newline="\n")

    with pytest.raises(ManifestError) as caught:
        read_manifest(manifest)

    assert str(manifest) in str(caught.value)
    assert message in str(caught.value)


def test_a_manifest_in_another_encoding_says_how_to_save_it(tmp_path: Path) -> None:
    (tmp_path / "files.csv").write_bytes("set,path\nA,é.txt\n".encode("latin-1"))

    with pytest.raises(ManifestError, match=r"line 2: the manifest is not in UTF-8\. Save it as"):
        read_manifest(tmp_path / "files.csv")


def test_a_file_of_the_manifest_that_is_not_there_is_listed_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "files.csv").write_text("set,path\nA,gone.txt\n", encoding="utf-8")

    remark = discover([], manifest=tmp_path / "files.csv").remarks[0]

    assert remark.reason == "there is no such file or folder (files.csv, line 2)"


@pytest.mark.parametrize(
    "text",
    [
        "تقرر الجمعية أن تعقد دورتها المقبلة في مقر المنظمة خلال فصل الربيع.",
        "大会决定明年春天在本组织总部举行下一届会议，并请秘书处作出必要安排。",
        "The Assembly decides to hold its next session at headquarters in the spring.",
        "L’Assemblée décide de tenir sa prochaine session au siège, au printemps.",
        "Ассамблея постановляет провести следующую сессию в штаб-квартире весной.",
        "La Asamblea decide celebrar su próximo período de sesiones en la sede, en primavera.",
    ],
)
def test_a_sketch_knows_a_text_again_across_line_breaks_and_no_other(text: str) -> None:
    again = sketch_text([text[:20], text[20:] + "!"])
    other = sketch_text(["Quite another paragraph about rivers and lakes, and who may fish in them."])

    assert sketch_similarity(sketch_text([text]), again) > SAME_TEXT
    assert sketch_similarity(sketch_text([text]), other) < 0.1
    assert sketch_similarity((), ()) == 0.0


def test_found_files_are_plain_values(tmp_path: Path) -> None:
    touch(tmp_path, "x.fr.txt")
    found = discover([tmp_path]).files[0]

    assert found == FoundFile(tmp_path / "x.fr.txt", "x.fr.txt", found.clue, tmp_path)
