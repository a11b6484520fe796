"""What is asked first of a text, because it is told quickly, never changes what the whole pattern would say.

Each shortcut is compared with the long way on openings in six languages, altered by chance (the same ones
each time): characters doubled, dropped, exchanged, signs of direction and narrow spaces put in.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from corpora import (
    block_kinds,
    block_patterns,
    furniture,
    label_marks,
    label_words,
    labels,
    line_joining,
    text_lines,
)
from corpora.block_kinds import fold
from corpora.documents import Block, BlockKind, Place
from corpora.footnote_marks import marks_in
from corpora.footnote_references import has_reference
from corpora.label_forms import _NOT_AS_SHOWN, _shown, head_of
from corpora.labels import split_label
from corpora.languages import identify_language, identify_with_mixture
from corpora.own_symbol import named_and_told_symbol, own_symbol, symbol_of_text
from corpora.readers.plain import read_plain_text
from corpora.text_lines import display_width, split_lines
from tests.altered_openings import TEXTS

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")


def matches(pattern: re.Pattern[str], most: int, cut: int | None = None) -> Callable[[str], bool]:
    return lambda text: len(text) <= most and pattern.match(fold(text[:cut])) is not None


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (block_kinds.is_meeting_line, matches(block_patterns.MEETING, 80)),
        (block_kinds.is_vote_list, matches(block_patterns.VOTE, 10**6, 80)),
        (block_kinds.starts_resolution_title, matches(block_patterns.RESOLUTION_TITLE, 10**6, 80)),
        (
            lambda text: block_kinds.title_number(text) is not None,
            matches(block_patterns.NUMBERED_TITLE, 10**6, 60),
        ),
        (
            lambda text: block_kinds.is_closing(text) and not block_kinds.is_meeting_line(text),
            lambda text: matches(block_patterns.ADOPTED, 240)(text) and not block_kinds.is_meeting_line(text),
        ),
    ],
)
def test_a_set_phrase_is_one_where_its_pattern_says_so(
    asked: Callable[[str], bool], said: Callable[[str], bool]
) -> None:
    assert any(map(asked, TEXTS))
    assert [text for text in TEXTS if asked(text) != said(text)] == []


def test_organs_speak_where_their_patterns_say_so() -> None:
    def speaks(text: str) -> bool:
        folded = fold(text)
        patterns = [pattern for _, pattern in block_patterns.ORGANS]
        first = next((p for p in (*patterns, block_patterns.OTHER_BODY) if p.fullmatch(folded)), None)
        if first is None or folded[:1].islower():
            return False
        bare = not folded[:1].isascii() and not folded.endswith((",", "،", "，", ":", "："))
        return first is block_patterns.OTHER_BODY or not bare or "\u0600" <= folded[0] <= "\u06ff"

    texts = [text[:120] for text in TEXTS]
    assert sum(map(speaks, texts)) > 100
    assert [text for text in texts if (block_kinds.enacting_organ(text) is not None) != speaks(text)] == []


def test_folding_a_text_with_nothing_to_fold_only_strips_it() -> None:
    def folded(text: str) -> str:
        plain = text.replace("’", "'").replace("\u02bc", "'").replace("\u00a0", " ").replace("\u202f", " ")
        return re.sub("[\u200b-\u200f\u061c\u0640]", "", plain).strip()

    assert [text for text in TEXTS if fold(text) != folded(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_are_those_that_all_patterns_find(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = [split_label(text, language) for text in TEXTS]
    monkeypatch.setattr(label_marks, "_MAY_BE_MARKED", re.compile(""))
    monkeypatch.setattr(label_marks, "_SET_OFF_WITHOUT_BRACKET", label_marks._SET_OFF)
    monkeypatch.setattr(label_words, "_may_begin_with_word", lambda _: True)
    monkeypatch.setattr(labels, "begins_without_label", lambda _: False)
    monkeypatch.setattr(labels, "plain_label", lambda _text, _language: None)
    assert [split_label(text, language) for text in TEXTS] == found
    assert sum(label is not None for label in found) > 500


def test_characters_that_are_left_as_they_are_need_no_change() -> None:
    assert [
        character
        for character in map(chr, range(0x10000))
        if not _NOT_AS_SHOWN.match(character) and _shown(character) != character
    ] == []


def test_the_head_of_a_text_knows_where_each_of_its_characters_ends() -> None:
    for text in TEXTS:
        head = head_of(text)
        shown = [_shown(character) for character in text[:120]]
        assert head.plain == "".join(shown)
        for at, character in enumerate(shown):
            before = len("".join(shown[:at]))
            if character and all(shown[at + 1 : at + 2]):
                assert head.offset(before + len(character)) == at + 1, text


def test_furniture_is_what_a_pattern_matches() -> None:
    def reason(text: str) -> str | None:
        if not text or len(text) > furniture.LONGEST_FURNITURE_CHARS:
            return None
        if all(furniture._LINK.fullmatch(word) for word in text.split(" ")):
            return furniture.LINK
        return next((why for pattern, why in furniture._ALWAYS if pattern.fullmatch(text)), None)

    assert len({reason(text) for text in TEXTS}) == 6
    assert [text for text in TEXTS if furniture.furniture_reason(text) != reason(text)] == []


def test_lines_are_the_same_whatever_divides_them(monkeypatch: pytest.MonkeyPatch) -> None:
    files = ["\n".join(TEXTS[k : k + 40]) + "\n" * (k % 3) for k in range(0, len(TEXTS), 40)]
    files += ["\n\n one\n", "\n", "one", "  \n\tone  two \n"]
    found = [split_lines(text) for text in files]
    monkeypatch.setattr(text_lines, "_OTHER_BREAKS", ("",))
    assert [split_lines(text) for text in files] == found


def test_columns_are_counted_as_unicode_tells_each_character() -> None:
    every = [*TEXTS, *map(chr, range(0x3100)), "\uff08", "\U0001f600", "\U00020000"]
    for text in every:
        wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
        assert display_width(text) == len(text) + wide, text


NOTED = (
    "The ferries12 sail (see below).[3] The piers, 4 of them, stand; 5 more are planned.*",
    "Les quais» 7 sont réparés², les phares(8) aussi†.",
    "桥梁。13 船只，共 9 艘[10]",
    "Причалы,6 мосты; 7 и H2O",
    "الأرصفة(٣) والجسور،4 والقوارب",
    "No note here",
    "72/2491 and 72/249",
)


def test_the_marks_in_a_text_are_those_that_it_refers_to() -> None:
    marks = [str(number) for number in range(1, 15)] + ["*", "†", "٣", "1", "91"]
    for text in NOTED:
        referred = {mark for mark in marks if has_reference(text, mark, spaced=True)}
        assert {mark for mark in marks_in(text) if mark in marks} == referred, text
    assert marks_in("The ferries12 sail") == {"12"}


def test_hyphens_are_joined_alike_before_and_after_the_words_are_gathered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = ["the har-", "bour and the light-", "house, the river-", "bank", "a harbour", "a Light-house"] * 9
    joined = line_joining.joining_of(lines)(lines)
    monkeypatch.setattr(line_joining, "_FEW_WORDS", 0)
    assert line_joining.joining_of(lines)(lines) == joined
    assert joined.startswith("the harbour and the light-house, the riverbank a harbour")


SENTENCES = {
    "en": "The members of the port council meet twice a year and publish their decisions.",
    "fr": "Les membres du conseil du port se réunissent deux fois par an et publient leurs décisions.",
    "es": "Los miembros del consejo del puerto se reúnen dos veces al año y publican sus decisiones.",
    "ru": "Члены совета порта собираются дважды в год и публикуют свои решения.",
    "ar": "يجتمع أعضاء مجلس الميناء مرتين في السنة وينشرون قراراتهم.",
    "zh": "港口理事会成员每年开会两次，并公布其决定。",
}


@pytest.mark.parametrize(
    "texts",
    [
        [SENTENCES["en"], "ANNEX", "", "12", SENTENCES["en"]],
        [SENTENCES["fr"], SENTENCES["en"] * 3, "É", "\u0301 a"],
        [SENTENCES[language] for language in LANGUAGES],
        [SENTENCES["zh"], "port", SENTENCES["zh"]],
        [SENTENCES["es"] * 10] * 40,
        ["a", "b", "", "", "c"],
        [""],
        ["İ" + SENTENCES["fr"], "Σς" + SENTENCES["es"]],
    ],
)
@pytest.mark.parametrize("chars", [10**6, 2000, 37])
def test_a_whole_and_its_texts_are_told_together_as_each_alone(texts: list[str], chars: int) -> None:
    whole = "\n".join(texts)[:chars]
    told, shares = identify_with_mixture(whole, texts)
    assert told == identify_language(whole)
    # A sample that is no beginning of the texts is told by itself, and so are the texts.
    assert identify_with_mixture("\n" + whole, texts)[1] == shares


def test_the_symbol_of_a_name_and_of_a_text_are_those_asked_for_one_by_one() -> None:
    place = Place(0, 1)
    for head in ("A/RES/77/3", "Lindal", "S/2019/4*"):
        blocks = (
            Block(BlockKind.FURNITURE, head, place),
            Block(BlockKind.TITLE, "77/3. Ferries", place),
            Block(BlockKind.ENACTING_WORDS, "The General Assembly,", place),
        )
        for stem in ("A_RES_77_4", "ferries"):
            told = named_and_told_symbol(stem, blocks)
            assert told == (own_symbol(stem, blocks), symbol_of_text(blocks))


def test_footnotes_of_many_pages_are_found_in_one_pass() -> None:
    # Lines that differ in their figures alone would be running heads.
    words = ["".join(letters) for letters in itertools.product("abcdefghij", repeat=2)]
    pages = [
        f"The piers{k} of {word} are mended.\n\n{k} See the report on {word}.\n"
        for k, word in enumerate(words, start=1)
    ]
    found = read_plain_text(Path("x.txt"), "\f".join(pages)).footnotes
    assert [footnote.mark for footnote in found] == [str(k) for k in range(1, 101)]
