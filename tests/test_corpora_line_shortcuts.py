"""What is told of most lines and paragraphs without a pattern is what the patterns would tell of them.

The openings of `altered_openings.py` are altered by chance, the same ones each time.
"""

from __future__ import annotations

import itertools
import random
from pathlib import Path

import pytest

from corpora import block_kinds, footnote_marks, furniture, labels, line_joining, paragraphs
from corpora.document_names import language_from_name, symbol_from_name
from corpora.footnote_marks import marks_as_written, marks_in, sure_hits
from corpora.label_beginnings import begins_without_label, plain_label
from corpora.label_forms import Label, LabelForm, LabelStyle
from corpora.label_paths import assign_paths_under
from corpora.labels import split_label
from corpora.languages import identify_mixture
from corpora.letter_counts import SCRIPTS, count_letters
from corpora.readers.plain import read_plain_text
from corpora.text_lines import clean_text, display_width, split_lines
from corpora.text_tables import find_rows
from tests.altered_openings import TEXTS

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
SENTENCES = {
    "en": "The members of the ferry board meet twice a year and publish what they decide.",
    "fr": "Les membres du conseil des bacs se réunissent deux fois par an et publient leurs décisions.",
    "es": "Los miembros de la junta de transbordadores se reúnen cada año y publican lo que deciden.",
    "ru": "Члены совета переправы собираются дважды в год и публикуют свои решения.",
    "ar": "يجتمع أعضاء مجلس العبارات مرتين في السنة وينشرون قراراتهم.",
    "zh": "渡船理事会成员每年开会两次，并公布其决定。",
}
RUNNING = {
    "en": "Recalling its decision on ferries",
    "fr": "Rappelant sa décision sur les bacs",
    "es": "Recordando su decisión sobre los transbordadores",
    "ru": "Ссылаясь на свое решение о паромах",
    "ar": "إذ تشير إلى قرارها بشأن العبارات",
}
NAMED = ("Article four", "Première partie", "Segunda parte", "Часть вторая", "المادة الرابعة", "Pièce jointe")
# Words of labels inside words, suffixes of numbers, figures behind a word: none may pass for running text.
CLOSE_TABLE = """
Articles 4 and 5
Resolution 77 on ferries
Parts 12345
Sectional plan
Annexes to it
B bis. Boats
Bo ter. Boats
ب مكرر - القوارب
بمكرر ثانيا - القوارب
ألف عشر - القوارب
The part 3
Third part
[Article 3]
[3] boats
(a) bis) boats
(i) boats
(a) Boats
(x) boats
1. Boats
1. bis Boats
12. (a) Boats
999. Boats
1999. Boats
0. Boats
7. - Boats
7. III. Boats
(c) 3 boats
"""
CLOSE = CLOSE_TABLE.strip().split("\n")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_beginning_is_told_as_all_patterns_tell_it(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(7)
    openings = [*RUNNING.values(), *NAMED, *CLOSE]
    texts = [f"{draw.choice(openings)} {draw.choice(openings)}" for _ in range(300)] + openings
    texts += [
        text[:at] + draw.choice("\u0640\u064e\u0345\u00ad\u200f.,) é1") + text[at:]
        for text in texts
        for at in (1, 4, 5, 6)
    ]
    found = [split_label(text, language) for text in texts]
    monkeypatch.setattr(labels, "begins_without_label", lambda _: False)
    monkeypatch.setattr(labels, "plain_label", lambda _text, _language: None)
    assert [split_label(text, language) for text in texts] == found


def test_running_text_begins_without_a_label_and_the_name_of_a_passage_does_not() -> None:
    assert all(map(begins_without_label, RUNNING.values()))
    assert not any(map(begins_without_label, NAMED))
    # Chinese has no spaces between words: it is looked at closely.
    assert not begins_without_label("回顾其关于渡船的决定")


def test_a_plain_number_and_a_letter_in_brackets_are_labels() -> None:
    found = plain_label("12. Asks the port", "en")
    assert found == (Label("12.", LabelStyle.NUMBER, (12,), LabelForm.FULL), 3)
    lettered = plain_label("(b) ferries", "en")
    assert lettered is not None
    assert (lettered[0].style, lettered[0].values, lettered[1]) == (LabelStyle.LETTER, (2,), 3)
    for text in ("12. asks", "0. Asks", "2019. Asks", "(b) bis", "(b)", "12.3 Asks"):
        assert plain_label(text, "en") is None, text


def test_numbers_that_count_from_one_have_the_paths_that_a_sequence_gives_them() -> None:
    def numbered(*values: int) -> list[Label | None]:
        return [None, *(Label(f"{v}.", LabelStyle.NUMBER, (v,), LabelForm.FULL) for v in values), None]

    for values in ((), (1,), (1, 2, 3), (2, 3), (1, 3), (1, 2, 1, 2)):
        sequence = numbered(*values)
        # A heading among them makes no difference to the path, and is what the short way does not take.
        heads = [False] * (len(sequence) - 1) + [True]
        assert assign_paths_under(sequence, ("P", "OP")) == assign_paths_under(
            sequence, ("P", "OP"), None, heads
        )
    assert assign_paths_under(numbered(1, 2), ("OP",)) == [["", "OP1", "OP2", ""]]


def test_lines_may_begin_labels_where_their_patterns_say_so() -> None:
    def begins(text: str) -> bool:
        return bool(paragraphs._LABEL.match(text) or paragraphs._NAMED_LABEL.match(text))

    texts = [text for text in TEXTS if text] + [text.swapcase() for text in TEXTS if text]
    assert [text for text in texts if paragraphs._starts_label(text) != begins(text)] == []


def test_a_line_that_surely_runs_on_is_no_unit_of_its_own() -> None:
    texts = [
        text
        for text in (*TEXTS, *map(str.lower, TEXTS), "le 3 mai 2019", "el 3 de mayo de 2019")
        if text and paragraphs._is_surely_running(text)
    ]
    assert len(texts) > 200
    for text in texts:
        assert not paragraphs.is_date_line(text), text
        assert not block_kinds.is_meeting_line(text), text
        assert not block_kinds.is_vote_list(text), text
        assert not (block_kinds.is_annex_heading(text) and not text[0].islower()), text
        assert block_kinds.title_number(text) is None, text


@pytest.mark.parametrize("breaks", ["\n", "\n\n", " \n", "\n  "])
def test_lines_are_cut_and_measured_alike_in_clean_texts_and_others(breaks: str) -> None:
    text = breaks.join(SENTENCES.values())
    for line in split_lines(text):
        assert line.text == clean_text(text[line.start : line.end])
        assert line.width == display_width(line.text)
    assert [line.text for line in split_lines(text) if line.text] == list(SENTENCES.values())
    assert {line.indent for line in split_lines(text)} == ({0, 2} if breaks == "\n  " else {0})


def test_furniture_is_found_among_the_lines_that_may_be_furniture() -> None:
    for k in range(0, len(TEXTS), 30):
        texts = TEXTS[k : k + 30]
        told = {i for i, text in enumerate(texts) if furniture.furniture_reason(text)}
        assert told <= set(furniture._suspects(texts))


def test_a_text_without_a_parting_has_no_rows() -> None:
    text = "ferries 3 boats\nferries 4 boats\n"
    assert find_rows(text, split_lines(text), {}) == {}
    parted = "ferries\t3\tboats\nferries\t4\tboats\n"
    assert len(find_rows(parted, split_lines(parted), {})) == 2


MARKED = (
    "The ferries12 sail.[3] The piers, 4 of them*",
    "Les quais» 7 sont réparés², les phares(8) aussi†.",
    "桥梁。13 船只，共 9 艘[10]",
    "Причалы,6 мосты; 7 и H2O",
    "الأرصفة(٣) والجسور،4 والقوارب",
    "Los muelles.5 y 6",
    "72/2491 and 72/249",
    "No note",
    "1234 boats",
    "***",
    "a** b",
)


def test_the_marks_of_a_text_are_among_its_figures_and_signs_as_written() -> None:
    draw = random.Random(3)
    texts = [
        *MARKED,
        *(a + draw.choice(("", " ", ".", "3", "*")) + b for a, b in itertools.product(MARKED, MARKED)),
    ]
    for text in texts:
        written = marks_as_written(text)
        assert "" in written or marks_in(text) <= written, text
    assert marks_as_written("The ferries12 sail*") == {"12", "*"}
    assert "" in marks_as_written("les quais²")
    assert "" in marks_as_written("الأرصفة(٣)")


def test_sure_marks_are_found_where_they_are_written(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = [
        frozenset(pair) for pair in itertools.product(("1", "3", "7", "12", "*", "†"), ("2", "4", "8", "13"))
    ]
    found = [[*sure_hits(text, some)] for text in MARKED for some in marks]
    monkeypatch.setattr(footnote_marks, "marks_as_written", lambda _: {""})
    assert [[*sure_hits(text, some)] for text in MARKED for some in marks] == found
    assert any(found)


def test_a_word_is_in_a_text_where_it_stands_as_a_whole() -> None:
    text = "\n".join(["the river-bank and banks", "co-operation", "приречный берег", "ضفة النهر"])
    words = line_joining.words_of(text.split("\n"))
    asked = [
        "river-bank",
        "river",
        "bank",
        "banks",
        "co",
        "operation",
        "co-operation",
        "берег",
        "бер",
        "النهر",
        "نهر",
    ]
    assert [line_joining._has_word(text, word) for word in asked] == [word in words for word in asked]


def test_letters_are_those_of_their_scripts_with_and_without_tables() -> None:
    every = [*SENTENCES.values(), "ÀÖØöøɏ ×÷ ªº «°» ’–…", "a\u0301 1 _", "", "Ḁ", "\u0300"]
    for letters, sample in zip(count_letters(every), every, strict=True):
        assert letters.all == sum(map(str.isalpha, sample)), sample
        points = [ord(character) for character in sample]
        for script, ranges in SCRIPTS.items():
            count = sum(first <= point <= last for point in points for first, last in ranges)
            assert letters.of_scripts.get(script, 0) == count, (sample, script)


def test_texts_with_line_breaks_inside_share_out_as_without() -> None:
    apart = [SENTENCES["fr"] * 3, SENTENCES["en"] * 3]
    broken = [text.replace(" ", "\n") for text in apart]
    assert identify_mixture(broken) == identify_mixture(apart)
    assert identify_mixture(apart).keys() == {"fr", "en"}


def test_names_declare_a_language_by_a_code_between_separators() -> None:
    told = {
        "A_RES_68_187.fr": "fr",
        "report (ES)": "es",
        "ru-report": "ru",
        "x_EN_y": "en",
        "N1912345F": "fr",
        "V1912345S": "es",
        "accord_ar-419": "ar",
        "informe español": "es",
        "french ferries": "fr",
        "report_zh-hant": "zh",
        "ferries": None,
        "frenchferries": None,
        "report_de": None,
        "enclosure_arm": None,
    }
    assert {name: language_from_name(Path(f"{name}.txt"))[0] for name in told} == told
    assert symbol_from_name("A_RES_68_187.fr") == symbol_from_name("A_RES_68_187") == "A/RES/68/187"


@pytest.mark.parametrize(
    ("text", "note", "marks"),
    [
        ("The piers7 are mended.", "7 See the report.", ["7"]),
        ("The piers 72/2497 are mended.", "7 See the report.", ["7"]),
        ("The 7 piers are mended.", "7 See the report.", []),
        ("The piers are mended.", "7 See the report.", []),
        ("Les quais⁷ sont réparés.", "7 Voir le rapport.", ["7"]),
        ("Los muelles [7] están reparados.", "7 Véase el informe.", ["7"]),
        ("Причалы,7 как сказано, исправны.", "7 См. доклад.", ["7"]),
        ("تم إصلاح الأرصفة(٧) كلها.", "٧ انظر التقرير.", ["7"]),
        ("码头[7]已修复。", "7 See the report.", ["7"]),
    ],
)
def test_a_paragraph_that_ends_a_page_is_a_footnote_where_a_mark_refers_to_it(
    text: str, note: str, marks: list[str]
) -> None:
    found = read_plain_text(Path("x.txt"), f"{text}\n\n{note}\n").footnotes
    assert [footnote.mark for footnote in found] == marks


@pytest.mark.parametrize(
    "text", ["(a) b\u00adis Text", "(b) te\u00adr x", "(a) b\u064eis.", "(a) bi\u0345s Text"]
)
def test_a_suffix_with_signs_that_are_not_shown_belongs_to_its_letter(text: str) -> None:
    found = split_label(text, "en")
    assert found is not None
    assert found[0].suffix in ("bis", "ter")


def test_a_mark_that_folds_to_a_letter_ends_no_word() -> None:
    lines = (
        "The anemo\u0345 is a flower which grows in the woods of the north and of the",
        "south, and which is rare. The ane-",
        "mo was seen by the members of the board, who",
        "were glad of it.",
    )
    (block,) = read_plain_text(Path("x.txt"), "\n".join(lines)).blocks
    assert "anemo was seen" in block.text
