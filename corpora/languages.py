"""Which language a text is in, and how languages are named: BCP 47, ISO 639, names in each other."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpora.letter_counts import Letters, count_letters

if TYPE_CHECKING:
    from corpora.language_features import LanguageModel

LANGUAGES = ("ar", "zh", "en", "fr", "ru", "es")
RIGHT_TO_LEFT = frozenset({"ar", "he", "fa", "ur", "ps", "ckb", "sd", "ug", "yi", "dv"})
NAMES = {"ar": "Arabic", "zh": "Chinese", "en": "English", "fr": "French", "ru": "Russian", "es": "Spanish"}

_ALIASES = {
    alias: code
    for code, aliases in {
        "ar": "ar ara arb arabic arabe árabe арабский العربية عربي 阿拉伯文 阿拉伯语",
        "zh": "zh zho chi cmn cn chs hans chinese chinois chino китайский الصينية 中文 汉语 漢語",
        "en": "en eng english anglais inglés английский الإنكليزية الانجليزية الإنجليزية 英文 英语",
        "fr": "fr fra fre french français francais francés французский الفرنسية 法文 法语",
        "ru": "ru rus russian russe ruso русский الروسية 俄文 俄语",
        "es": "es spa esp spanish espagnol español espanol castellano испанский الإسبانية 西班牙文 西班牙语",
    }.items()
    for alias in aliases.split()
}

_ONE_LANGUAGE_SCRIPTS = {
    "han": "zh",
    "hangul": "ko",
    "greek": "el",
    "hebrew": "he",
    "devanagari": "hi",
    "thai": "th",
}
# Letters that Arabic, or Russian, does not have but its neighbours in the same script do.
_NOT_ARABIC = re.compile(r"[پچژگکیےٹڈڑںھہ]")
_NOT_RUSSIAN = re.compile(r"[іїєґўђјљњћџқғұһөүәѓќѕ]", re.IGNORECASE)
_NO_LATIN = re.compile(r"[^a-zà-ɏḁ-ỿ'’\s]+")
_SAMPLE_CHARS = 20_000
# Enough letters for the library to be trusted; a heading of two words is left to its neighbours.
_ENOUGH_LETTERS = 12
_LATIN_CANDIDATES = [
    "en", "fr", "es", "de", "it", "pt", "nl", "sv", "da", "no", "fi", "pl", "cs", "ro", "hu", "tr", "id",
    "ca", "la",
]  # fmt: skip
# One Han character carries about as much text as this many letters.
_LETTERS_A_HAN_CHARACTER = 3


def normalise_language(code: str) -> str | None:
    """Read a language written as BCP 47, ISO 639-2/3 or by name as its base code; None beyond the six.

    "zh-Hans", "cmn_Hant", "FRE", "French" and "français" are understood.
    """
    folded = code.strip().lower()[:60]
    primary = re.split(r"[-_.@]", folded, maxsplit=1)[0]
    return _ALIASES.get(folded) or _ALIASES.get(primary)


def language_name(code: str) -> str:
    """English name of a language of the six ("French"); the code itself for others."""
    return NAMES.get(normalise_language(code) or "", code)


def is_right_to_left(language: str) -> bool:
    """Whether the language of this code is written from right to left."""
    return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0] in RIGHT_TO_LEFT


def identify_language(text: str) -> tuple[str | None, float]:
    """Language code of a text and its probability in [0, 1], by script and, in Latin letters, by words.

    The code may be of a language beyond the six ("de"). None with 0.0 for a text without letters. Only
    the first 20 000 characters are read. The same text always gets the same answer.
    """
    return identify_languages([text])[0]


def identify_languages(texts: Sequence[str]) -> list[tuple[str | None, float]]:
    """As `identify_language`, for each of some texts: faster than one by one."""
    samples = [text[:_SAMPLE_CHARS] for text in texts]
    letters = count_letters(samples)
    return _told(samples, letters, *_scripts_and_latin(samples, letters))


def _scripts_and_latin(
    samples: Sequence[str], letters: Sequence[Letters]
) -> tuple[list[tuple[str, float]], list[tuple[str, float]]]:
    """Script of each sample with its share, and the languages of those in Latin letters."""
    scripts = list(map(_script_of, letters))
    latin = [sample for sample, (script, _) in zip(samples, scripts, strict=True) if script == "latin"]
    return scripts, _latin_languages(latin)


def _told(
    samples: Sequence[str],
    letters: Sequence[Letters],
    scripts: Sequence[tuple[str, float]],
    latin: Iterable[tuple[str, float]],
) -> list[tuple[str | None, float]]:
    """The language of each sample; `latin` are those of the samples in Latin letters, in order."""
    in_latin = iter(latin)
    found: list[tuple[str | None, float]] = []
    for sample, (_, counts), (script, share) in zip(samples, letters, scripts, strict=True):
        if script == "latin":
            language, probability = next(in_latin)
            certainty = probability * min(1.0, counts["latin"] / _ENOUGH_LETTERS)
        elif script:
            language, certainty = _language_of_script(script, sample, counts)
        found.append((language, round(certainty * share, 4)) if script else (None, 0.0))
    return found


def _script_of(letters: Letters) -> tuple[str, float]:
    """Script that most letters are of and its share of them; "" without letters."""
    counts = letters.of_scripts
    if not any(counts.values()):
        return "", 0.0
    if len(counts) == 1:
        return "latin", 1.0
    weights = {**counts, "han": counts["han"] * _LETTERS_A_HAN_CHARACTER}
    script = max(weights, key=lambda name: weights[name])
    return script, weights[script] / sum(weights.values())


def _language_of_script(script: str, sample: str, counts: dict[str, int]) -> tuple[str, float]:
    if script == "kana" or (script == "han" and counts["kana"] * 4 > counts["han"]):
        return "ja", 1.0
    if script == "arabic":
        foreign = len(_NOT_ARABIC.findall(sample))
        return ("fa", 0.9) if foreign * 20 > counts["arabic"] else ("ar", 1.0)
    if script == "cyrillic":
        foreign = len(_NOT_RUSSIAN.findall(sample))
        return ("uk", 0.9) if foreign * 40 > counts["cyrillic"] else ("ru", 1.0)
    return _ONE_LANGUAGE_SCRIPTS[script], 1.0


def _latin_languages(samples: Sequence[str]) -> list[tuple[str, float]]:
    from corpora.language_features import classify_texts

    return classify_texts(_model(), list(map(_latin_words, samples))) if samples else []


def _latin_words(text: str) -> str:
    """What the model is shown: all-capital words tell it nothing, so that headings are read in lower case."""
    return _NO_LATIN.sub(" ", text.lower())


@functools.cache
def _model() -> LanguageModel:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from corpora.language_features import language_model

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(_LATIN_CANDIDATES)
    return language_model(identifier)


# Paragraphs that tell a mixture: a share of 15 % is one of seven of them.
_MIXTURE_TEXTS = 150


def identify_mixture(texts: Sequence[str]) -> dict[str, float]:
    """As `identify_with_mixture`, without the language of a text that stands for all."""
    return identify_with_mixture("", texts)[1]


def identify_with_mixture(
    sample: str, texts: Sequence[str]
) -> tuple[tuple[str | None, float], dict[str, float]]:
    """The language of `sample` as `identify_language` tells it, and that of the texts it is taken from.

    Share of the letters in each language, largest first, summing to 1; {} without letters.

    A paragraph too short to tell takes the language that the longer ones have most. Of many paragraphs some
    are looked at, evenly spread.
    """
    texts = [text[:_SAMPLE_CHARS] for text in texts[:: -(-len(texts) // _MIXTURE_TEXTS) or 1]]
    sizes: Counter[str] = Counter()
    undecided = 0
    samples = [sample[:_SAMPLE_CHARS], *texts]
    letters = count_letters(samples)
    whole, *each = _identify_whole_and_texts(samples, letters)
    for (size, _), (language, probability) in zip(letters[1:], each, strict=True):
        # A code point among those of a script may be no letter: U+FAFF stands after Han characters.
        if language is None or not size:
            continue
        if probability < 0.5:
            undecided += size
        else:
            sizes[language] += size * (_LETTERS_A_HAN_CHARACTER if language == "zh" else 1)
    if not sizes:
        return whole, {}
    sizes[sizes.most_common(1)[0][0]] += undecided
    total = sum(sizes.values())
    return whole, {
        language: round(size / total, 4)
        for language, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0]))
    }


def _identify_whole_and_texts(
    samples: Sequence[str], letters: Sequence[Letters]
) -> list[tuple[str | None, float]]:
    """As `identify_languages`; the first sample mostly is the others joined, as far as it goes.

    Then its words, which are theirs, are looked at once.
    """
    from corpora.language_features import classify_whole_and_texts

    whole, *texts = samples
    joined = "\n".join(texts)
    if _script_of(letters[0])[0] == "latin" and joined.startswith(whole):
        scripts = list(map(_script_of, letters))
        together = _latin_words(joined)
        words = together.split("\n")
        if len(words) != len(texts):  # there is a line break in one of them
            words = list(map(_latin_words, texts))
        chars = len(together) if len(whole) == len(joined) else len(_latin_words(whole))
        told = classify_whole_and_texts(_model(), words, chars)
        kept = [each for each, (script, _) in zip(told, scripts, strict=True) if script == "latin"]
        return _told(samples, letters, scripts, kept)
    return _told(samples, letters, *_scripts_and_latin(samples, letters))
