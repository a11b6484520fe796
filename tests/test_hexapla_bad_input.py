"""Bad input: a clear line in result and report, the right exit status; the other documents are built."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from hexapla import building
from hexapla.build_results import BuildResult
from hexapla.exit_statuses import Status

Build = Callable[[Path], BuildResult]

GOOD = {
    "fr": "Note sur les écoles\n\nLes enfants ont besoin de livres et de salles de classe.\n\n"
    "Les maîtres sont formés à la ville.\n",
    "en": "Note on schools\n\nChildren need books and classrooms.\n\nTeachers are trained in the city.\n",
}
PARAGRAPHS = {
    "ar": "يحتاج الأطفال إلى الكتب وإلى فصول دراسية، ويتلقى المعلمون تدريبهم في المدينة.",
    "zh": "儿童需要书籍和教室，教师在城里接受培训，村庄建造新的学校。",
    "en": "Children need books and classrooms, and their teachers are trained in the city.",
    "fr": "Les enfants ont besoin de livres et de salles de classe, et les maîtres sont formés à la ville.",
    "ru": "Детям нужны книги и классные комнаты, а учителя проходят подготовку в городе.",
    "es": "Los niños necesitan libros y aulas, y los maestros se forman en la ciudad.",
}
# One page with a rectangle and no text at all.
_PDF_OBJECTS = (
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << >> >>",
    b"<< /Length 22 >>\nstream\n10 10 90 90 re f 0 0 m\nendstream",
)


def pdf_without_text() -> bytes:
    data = b"%PDF-1.4\n"
    offsets = []
    for number, content in enumerate(_PDF_OBJECTS, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(_PDF_OBJECTS) + 1
    return data + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, len(data))
    )


def nested_html() -> bytes:
    return b"<html><body>" + b"<div>" * 100_000 + b"text" + b"</div>" * 100_000 + b"</body></html>"


@pytest.fixture
def docs(tmp_path: Path) -> Path:
    """A folder with one good set of two versions."""
    folder = tmp_path / "docs"
    folder.mkdir()
    for code, text in GOOD.items():
        (folder / f"schools.{code}.txt").write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, hash_encoders: ModuleType) -> Build:
    """Builds a folder into `tmp_path / "memory"` with an encoder that needs no model."""
    monkeypatch.setattr(building, "load_encoder", lambda _name: hash_encoders.HashEncoder())
    return lambda folder: building.build([folder], tmp_path / "memory")


def report_of(result: BuildResult) -> str:
    assert result.generation is not None
    path = result.memory / "generations" / result.generation / "report.html"
    return path.read_text(encoding="utf-8")


def nothing_half_written(memory: Path) -> bool:
    return not list(memory.rglob(".tmp-*"))


def docx_without_zip() -> bytes:
    return "Ceci n’est pas une archive.".encode()


def zip_without_document(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("notes.txt", "hello")


ENTITIES = (
    b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "boum"><!ENTITY c "&b;&b;&b;&b;">]><a><p>&c;</p></a>'
)
XHTML_ENTITIES = (
    b'<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<html xmlns="http://www.w3.org/1999/xhtml"><body><p>&x;</p></body></html>'
)
JUNK = bytes((number * 37 + number // 7) % 256 for number in range(5000))


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.fr.txt", b"", ("empty",)),
        ("blank.fr.txt", b" \n\n\t\n", ("empty",)),
        ("empty.fr.html", b"<html><head><title></title></head><body></body></html>", ("text",)),
        ("junk.fr.txt", JUNK, ("text",)),
        ("junk.fr.html", b"<html>" + JUNK, ("text",)),
        ("junk.fr.pdf", b"%PDF-1.4\n" + JUNK, ("PDF",)),
        ("scan.fr.pdf", pdf_without_text(), ("text", "OCR")),
        ("letter.fr.docx", docx_without_zip(), ("ZIP",)),
        ("deep.fr.html", nested_html(), ("nest",)),
        ("bomb.fr.xml", ENTITIES, ("entit",)),
        ("bomb.fr.html", XHTML_ENTITIES, ("entit",)),
        ("photo.fr.txt", b"\x89PNG\r\n\x1a\n" + JUNK, ("image",)),
        ("old.fr.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + JUNK, ("Office", ".docx")),
        ("broken.fr.xml", b"<a><b>Un paragraphe</a>", ("XML",)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_file_is_left_out_with_its_reason_and_the_others_are_built(
    docs: Path, build: Build, name: str, content: bytes, words: tuple[str, ...]
) -> None:
    (docs / name).write_bytes(content)

    result = build(docs)

    assert result.exit_status == Status.DONE_WITH_FINDINGS
    assert [one.name for one in result.sets] == ["schools"]
    (left_out,) = result.left_out
    assert left_out.path == str(docs / name)
    assert left_out.severity == "error"
    assert all(word.casefold() in left_out.reason.casefold() for word in words), left_out.reason
    assert "fault of this program" not in left_out.reason
    assert name in report_of(result)
    assert nothing_half_written(result.memory)


def test_a_zip_that_is_no_docx_is_left_out(docs: Path, build: Build) -> None:
    zip_without_document(docs / "letter.fr.docx")

    result = build(docs)

    assert [Path(one.path).name for one in result.left_out] == ["letter.fr.docx"]
    assert result.exit_status == Status.DONE_WITH_FINDINGS


@pytest.mark.long
def test_fifty_megabytes_on_one_line_do_not_stop_a_build(docs: Path, build: Build) -> None:
    sentence = "Les enfants ont besoin de livres et de salles de classe. "
    (docs / "long.fr.txt").write_text(sentence * (50_000_000 // len(sentence)), encoding="utf-8")

    result = build(docs)

    assert "schools" in {one.name for one in result.sets}
    told = {Path(one.path).name for one in (*result.left_out, *result.findings)}
    assert "long.fr.txt" in told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("other.fr.txt", "<html><body><p>{0}</p><p>{0}</p></body></html>"),
        ("other.fr.html", "{0}\n\n{0}\n"),
        ("other.fr.pdf", "{0}\n\n{0}\n"),
    ],
)
def test_a_wrong_extension_is_read_for_what_it_is_and_reported(
    docs: Path, build: Build, name: str, content: str
) -> None:
    (docs / name).write_text(content.format(PARAGRAPHS["fr"]), encoding="utf-8")

    result = build(docs)

    assert {one.name for one in result.sets} == {"other", "schools"}
    reasons = [one.reason for one in result.warnings if Path(one.path).name == name]
    assert any("extension" in reason for reason in reasons), reasons


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege on Windows")
def test_an_unreadable_file_is_left_out(docs: Path, build: Build) -> None:
    (docs / "lost.fr.txt").symlink_to(docs / "nowhere.txt")

    result = build(docs)

    assert [(Path(one.path).name, "points nowhere" in one.reason) for one in result.left_out] == [
        ("lost.fr.txt", True)
    ]
    assert result.exit_status == Status.DONE_WITH_FINDINGS


def test_a_file_that_may_not_be_opened_is_left_out(
    docs: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    (docs / "secret.fr.txt").write_text(PARAGRAPHS["fr"], encoding="utf-8")
    opened = Path.open

    def refuse(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == "secret.fr.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, *how, **more)

    monkeypatch.setattr(Path, "open", refuse)

    result = build(docs)

    assert [Path(one.path).name for one in result.left_out] == ["secret.fr.txt"]
    assert "Permission denied" in result.left_out[0].reason


def test_two_files_for_one_language_keep_one_and_report_the_other(docs: Path, build: Build) -> None:
    html = "<html><body><h1>Note sur les écoles</h1><p>{}</p></body></html>".format(PARAGRAPHS["fr"])
    (docs / "schools.fr.html").write_text(html, encoding="utf-8")

    result = build(docs)

    assert result.sets[0].files == {"fr": "schools.fr.html", "en": "schools.en.txt"}
    assert [Path(one.path).name for one in result.left_out] == ["schools.fr.txt"]
    assert "a second fr version beside schools.fr.html" in result.left_out[0].reason
    assert result.exit_status == Status.DONE_WITH_FINDINGS


def test_a_set_with_one_language_only_is_kept_with_a_warning(docs: Path, build: Build) -> None:
    (docs / "alone.ru.txt").write_text("\n\n".join([PARAGRAPHS["ru"]] * 2), encoding="utf-8")

    result = build(docs)

    assert result.exit_status == Status.DONE
    assert {one.name: one.units for one in result.sets}["alone"] == 0
    (warning,) = result.warnings
    assert (warning.path, warning.severity) == ("alone.ru.txt", "warning")
    assert "one language only, Russian" in warning.reason


@pytest.mark.parametrize(("first", "second"), [("fr", "en"), ("ar", "zh"), ("ru", "es")])
def test_mixed_languages_in_one_file_are_reported(docs: Path, build: Build, first: str, second: str) -> None:
    texts = [PARAGRAPHS[first], PARAGRAPHS[second], PARAGRAPHS[first], PARAGRAPHS[second]]
    (docs / "both.txt").write_text("\n\n".join(texts), encoding="utf-8")

    result = build(docs)

    reasons = [one.reason for one in (*result.warnings, *result.left_out) if one.path.endswith("both.txt")]
    assert any("mixes languages" in reason and first in reason for reason in reasons), reasons
    assert "schools" in {one.name for one in result.sets}


def test_a_file_without_any_hint_of_its_language_is_left_out(docs: Path, build: Build) -> None:
    (docs / "figures.txt").write_text("12 345\n\n67 890\n", encoding="utf-8")

    result = build(docs)

    assert [Path(one.path).name for one in result.left_out] == ["figures.txt"]
    assert "language" in result.left_out[0].reason


def test_where_nothing_can_be_read_nothing_is_written(tmp_path: Path, build: Build) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "empty.fr.txt").write_bytes(b"")

    result = build(tmp_path / "docs")

    assert result.exit_status == Status.NOTHING_DONE
    assert result.generation is None
    assert len(result.left_out) == 1
    assert not (tmp_path / "memory").exists()


def test_an_empty_folder_and_a_missing_one_are_said_so(tmp_path: Path, build: Build) -> None:
    (tmp_path / "docs").mkdir()

    empty = build(tmp_path / "docs")
    missing = build(tmp_path / "gone")

    assert (empty.exit_status, empty.findings[0].reason) == (
        Status.NOTHING_DONE,
        "no document was found among the inputs",
    )
    assert missing.exit_status == Status.NOTHING_DONE
    assert "there is no such file or folder" in missing.left_out[0].reason


def test_a_memory_stays_as_it_is_where_a_later_build_can_do_nothing(docs: Path, build: Build) -> None:
    first = build(docs)
    for path in docs.iterdir():
        path.write_bytes(b"")

    second = build(docs)

    assert second.exit_status == Status.NOTHING_DONE
    assert (first.memory / "CURRENT").read_text(encoding="utf-8") == "000001\n"


def test_a_defect_of_a_reader_costs_one_file_and_not_the_build(
    docs: Path, build: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    import corpora.read_document

    (docs / "odd.fr.txt").write_text(PARAGRAPHS["fr"], encoding="utf-8")
    whole = corpora.read_document.read_document

    def failing(path: Path, *arguments: object) -> object:
        if path.name == "odd.fr.txt":
            raise IndexError("list index out of range")
        return whole(path, *arguments)

    monkeypatch.setattr(corpora.read_document, "read_document", failing)

    result = build(docs)

    assert [one.name for one in result.sets] == ["schools"]
    assert "failed by a fault of this program (IndexError" in result.left_out[0].reason
