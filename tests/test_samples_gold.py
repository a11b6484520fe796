"""The gold of the samples agrees with their files, checked by text alone: no reader, no aligner."""

from __future__ import annotations

import csv
import hashlib
import itertools
import re
import subprocess
import sys
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import lxml.html
import pytest

from corpora.documents import BlockKind

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY / "samples"
LANGUAGES = ("fr", "en", "es", "ru", "ar", "zh")
RESOLUTION, AGREEMENT = "A_RES_68_187", "accord_archives"
VERSIONS = [(name, language) for name in (RESOLUTION, AGREEMENT) for language in LANGUAGES]
SEED_SHA256 = "c5ed5e213ac400d5d6e1137c4a2c6cb3049e3a8314c817361e33cfa7c6dbee19"
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

FURNITURE_LINE = re.compile(r"\s*(?:https?://\S+|_+|\d/\d|A/RES/68/187 \S.*)\s*")
RESOLUTION_MARK = re.compile(r"(?<=Unies)1|(?<=Strategy)1|(?<=Наций)1|¹|\(١\)")
LABELS = (
    r"Article premier\.|Article \d\.|Статья \d\.|المادة \d -|第[一二三四五六七]条",
    r"\d+\.|\d+ -|\d+．",
    r"\(?[abc]\)|[абв]\)|\([أبج]\)",
    r"i+\)|'\d'|[㈠㈡㈢]",
    r"\(\d\)|\d\.?|↩",  # a footnote's own mark, its link back
)
LEFT_OVER = re.compile("|".join(LABELS))


def gold_rows(name: str) -> list[dict[str, str]]:
    """The rows of a gold file as column -> cell."""
    with (SAMPLES / "gold" / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def pieces(cell: str) -> list[str]:
    return cell.split(" ¶ ") if cell else []


def sample_path(name: str, language: str) -> Path:
    found = [*SAMPLES.glob(f"{name}.{language}.*"), *SAMPLES.glob(f"{name}_{language.upper()}.*")]
    assert len(found) == 1, (name, language, found)
    return found[0]


def plain_text(path: Path, language: str) -> str:
    """The running text of a hard-wrapped file, without page furniture and footnote marks."""
    content = path.read_bytes().decode("utf-8").replace("\f", "")
    lines = [line.strip() for line in content.split("\n") if not FURNITURE_LINE.fullmatch(line)]
    text = re.sub(r"-\n", "-", "\n".join(lines))
    if language == "zh":
        text = re.sub(r"(?<!\n)\n(?!\n)", "", text)
    return RESOLUTION_MARK.sub("", text).replace("70 e séance", "70e séance")


def html_text(path: Path) -> str:
    body = lxml.html.document_fromstring(path.read_bytes()).find("body")
    assert isinstance(body, lxml.html.HtmlElement)
    for element in list(body.iter("nav", "sup")):
        assert isinstance(element, lxml.html.HtmlElement)
        element.drop_tree()
    return str(body.text_content())


def docx_text(path: Path) -> str:
    paragraphs: list[str] = []
    with zipfile.ZipFile(path) as archive:
        for part in ("word/document.xml", "word/footnotes.xml"):
            root = lxml.etree.fromstring(archive.read(part))
            paragraphs += [
                "".join(text.text or "" for text in paragraph.iter(f"{WORD}t"))
                for paragraph in root.iter(f"{WORD}p")
            ]
    return "\n".join(paragraphs)


def running_text(name: str, language: str) -> str:
    path = sample_path(name, language)
    readers = {".html": html_text, ".docx": docx_text}
    text = readers[path.suffix](path) if path.suffix in readers else plain_text(path, language)
    return " ".join(text.split())


def remainder(text: str, expected: Iterator[str]) -> list[str]:
    """What stands between the expected passages, which must follow each other in the text."""
    rest, position = [], 0
    for passage in expected:
        found = text.find(passage, position)
        assert found >= 0, f"not found in order: {passage!r}; the text goes on {text[position:][:120]!r}"
        rest.append(text[position:found].strip())
        position = found + len(passage)
    return [*rest, text[position:].strip()]


def figures(text: str) -> Counter[str]:
    """Symbols and numbers of three digits or more, in ASCII digits without grouping."""
    ascii_digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)
    return Counter(re.findall(r"\d+/\d+|\d{3,}", re.sub(r"(?<=\d)[ .,](?=\d{3}(?!\d))", "", ascii_digits)))


@pytest.mark.parametrize(("name", "language"), VERSIONS)
def test_every_word_of_a_version_is_in_its_gold_once_and_in_order_but_for_labels(
    name: str, language: str
) -> None:
    text = running_text(name, language)
    rows = gold_rows(name)
    for row in rows:
        if row["kind"] == BlockKind.FOOTNOTE:
            assert text.count(row[language]) == 1
            text = text.replace(row[language], "")
    body = (p for row in rows if row["kind"] != BlockKind.FOOTNOTE for p in pieces(row[language]))
    left = [word for gap in remainder(text, body) for word in LEFT_OVER.sub("", gap).split()]
    assert left == []


@pytest.mark.parametrize(("name", "language"), VERSIONS)
def test_a_version_is_composed_and_has_no_hidden_characters(name: str, language: str) -> None:
    text = running_text(name, language)
    assert unicodedata.normalize("NFC", text) == text
    assert [c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Co", "Cn"} or c == "\ufffd"] == []


@pytest.mark.parametrize("name", [RESOLUTION, AGREEMENT])
def test_gold_has_known_kinds_clean_cells_and_unique_nested_labels(name: str) -> None:
    rows = gold_rows(name)
    assert list(rows[0]) == ["kind", "label", *LANGUAGES]
    assert {row["kind"] for row in rows} <= {str(kind) for kind in BlockKind}
    for row, language in itertools.product(rows, LANGUAGES):
        assert all(piece and piece == " ".join(piece.split()) for piece in pieces(row[language]))
    labels = [row["label"] for row in rows if row["label"]]
    assert len(labels) == len(set(labels))
    assert {label.rpartition("/")[0] for label in labels} - {""} <= set(labels)


@pytest.mark.parametrize("name", [RESOLUTION, AGREEMENT])
def test_symbols_and_figures_agree_by_value_in_all_languages(name: str) -> None:
    for row in gold_rows(name):
        if row["kind"] == BlockKind.TITLE:  # the Chinese one leaves its number to the masthead
            continue
        values = {language: figures(row[language]) for language in LANGUAGES if row[language]}
        assert len({tuple(sorted(value.items())) for value in values.values()}) == 1, values


def test_the_french_resolution_has_the_parts_a_reader_must_find() -> None:
    rows = [row for row in gold_rows(RESOLUTION) if row["fr"]]
    assert Counter(row["kind"] for row in rows for _ in pieces(row["fr"])) == {
        "source note": 1,
        "title": 1,
        "enacting words": 1,
        "preambular": 10,
        "operative": 15,
        "closing": 2,
        "footnote": 1,
    }
    assert [row["label"] for row in rows if row["label"]] == [f"OP{n}" for n in range(1, 16)]
    french = " ".join(row["fr"] for row in rows)
    for compound in ("et sous-régionales,", "et sous-régionaux,", "soixante-neuvième"):
        assert compound in french, "a compound broken at its hyphen keeps it"


def test_the_french_resolution_is_the_seed_byte_for_byte(shared_data: Path) -> None:
    content = (SAMPLES / f"{RESOLUTION}.fr.txt").read_bytes()
    assert content == (shared_data / "seed" / "000_f5a6619dfb9974a0.txt").read_bytes()


def test_the_french_resolution_keeps_its_line_ends_and_spaces() -> None:
    content = (SAMPLES / f"{RESOLUTION}.fr.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() == SEED_SHA256


def shape(name: str) -> dict[str, str]:
    """Rows that are not one block in every language, as label or first words -> numbers of blocks."""
    shapes = {}
    for row in gold_rows(name):
        counts = [len(pieces(row[language])) for language in LANGUAGES]
        if set(counts) != {1}:
            key = row["label"] or " ".join((row["fr"] or row["en"]).split()[:3])
            shapes[key] = " ".join(map(str, counts))
    return shapes


def test_the_versions_differ_where_the_readme_says() -> None:
    # Numbers of blocks in fr, en, es, ru, ar, zh.
    assert shape(RESOLUTION) == {
        "United Nations": "0 1 0 0 0 1",
        "A/RES/68/187": "0 1 0 0 0 1",
        "General Assembly": "0 1 0 0 0 1",
        "Sixty-eighth session": "0 1 0 0 0 1",
        "Resolution adopted by": "0 1 0 0 0 1",
        "Rappelant sa résolution": "2 2 1 2 2 2",
        "Rappelant en outre": "1 1 1 1 0 1",
        "OP2": "1 1 1 2 1 1",
    }
    assert shape(AGREEMENT) == {
        "Rappelant la Déclaration": "2 2 2 2 2 1",
        "ART3/1/b/ii": "1 1 0 1 1 1",
        "ART4/1": "1 1 1 2 1 1",
        "ART6/3": "0 1 0 0 0 0",
    }


def test_the_word_files_are_what_their_script_makes(tmp_path: Path) -> None:
    script = REPOSITORY / "scripts" / "make_samples.py"
    subprocess.run([sys.executable, str(script), "--out", str(tmp_path)], check=True, capture_output=True)
    made = sorted(tmp_path.iterdir())
    assert [path.name for path in made] == ["accord_archives_ES.docx", "accord_archives_RU.docx"]
    for path in made:
        assert path.read_bytes() == (SAMPLES / path.name).read_bytes()
