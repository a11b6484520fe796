"""A text's language is told by its script and words; languages are named in many ways."""

from __future__ import annotations

import subprocess
import sys

import pytest

from corpora.languages import (
    LANGUAGES,
    identify_language,
    identify_mixture,
    is_right_to_left,
    language_name,
    normalise_language,
)

SENTENCES = {
    "ar": "تقرر مواصلة النظر في هذه المسألة في دورتها المقبلة،",
    "zh": "决定在下届会议上继续审议这个问题；",
    "en": "Decides to continue its consideration of this question at its next session;",
    "fr": "Décide de poursuivre l’examen de cette question à sa prochaine session ;",
    "ru": "постановляет продолжить рассмотрение этого вопроса на своей следующей сессии;",
    "es": "Decide seguir examinando esta cuestión en su próximo período de sesiones;",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_of_each_language_is_identified(language: str, text: str) -> None:
    found, probability = identify_language(text)
    assert found == language
    assert probability > 0.8


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Die Generalversammlung beschließt, die Frage auf ihrer nächsten Tagung weiter zu behandeln."),
        ("it", "L'Assemblea decide di continuare l'esame della questione nella prossima sessione."),
        ("pt", "A Assembleia decide continuar a examinar esta questão na sua próxima sessão."),
        ("ja", "総会は、この問題を次の会期においても引き続き審議することを決定する。"),
        ("uk", "Генеральна Асамблея вирішує продовжити розгляд цього питання на своїй наступній сесії."),
        ("fa", "مجمع عمومی تصمیم می‌گیرد که بررسی این موضوع را در نشست آینده پی بگیرد."),
        ("el", "Η Συνέλευση αποφασίζει να συνεχίσει την εξέταση του θέματος."),
    ],
)
def test_a_language_beyond_the_six_is_not_taken_for_one_of_them(language: str, text: str) -> None:
    assert identify_language(text)[0] == language


@pytest.mark.parametrize("text", ["", "12/2011", "…", "\u200f"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert identify_language(text) == (None, 0.0)


def test_a_heading_of_one_word_is_told_with_less_certainty() -> None:
    assert identify_language("ANNEXE")[1] < identify_language(SENTENCES["fr"])[1]


def test_identification_does_not_depend_on_what_came_before() -> None:
    before = identify_language(SENTENCES["fr"])
    for text in SENTENCES.values():
        identify_language(text)
    assert identify_language(SENTENCES["fr"]) == before


def test_a_mixture_gives_the_share_of_each_language() -> None:
    mixture = identify_mixture([SENTENCES["fr"]] * 3 + [SENTENCES["ru"]])
    assert list(mixture) == ["fr", "ru"]
    assert 0.6 < mixture["fr"] < 0.8
    assert sum(mixture.values()) == pytest.approx(1.0)
    assert identify_mixture([SENTENCES["en"], "Annex", "12"]) == {"en": 1.0}
    assert identify_mixture(["", "12"]) == {}


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-CA", "fr"),
        ("fra", "fr"),
        ("fre", "fr"),
        ("French", "fr"),
        ("français", "fr"),
        ("zh-Hans", "zh"),
        ("zh_CN", "zh"),
        ("cmn", "zh"),
        ("cmn_hans", "zh"),
        ("Chinese", "zh"),
        ("中文", "zh"),
        ("arb", "ar"),
        ("ara", "ar"),
        ("العربية", "ar"),
        ("eng", "en"),
        ("rus", "ru"),
        ("русский", "ru"),
        ("spa", "es"),
        ("Español", "es"),
        (" es ", "es"),
        ("de", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_codes_and_names_come_down_to_the_base_code(code: str, language: str | None) -> None:
    assert normalise_language(code) == language


def test_names_and_direction() -> None:
    assert [language_name(code) for code in LANGUAGES] == [
        "Arabic",
        "Chinese",
        "English",
        "French",
        "Russian",
        "Spanish",
    ]
    assert language_name("zh-Hans") == "Chinese"
    assert language_name("xx") == "xx"
    assert [code for code in (*LANGUAGES, "he", "ar-EG") if is_right_to_left(code)] == ["ar", "he", "ar-EG"]


def test_importing_loads_no_model() -> None:
    command = "import sys, corpora.languages; sys.exit('py3langid' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", command], check=False).returncode == 0


def test_many_texts_at_once_are_told_as_the_library_tells_each() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    from corpora.language_features import classify_texts, language_model

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(["en", "fr", "es", "de", "it"])
    sentences = [
        "Les enfants ont besoin de livres et de salles de classe, et les maîtres sont formés à la ville.",
        "Children need books and classrooms, and their teachers are trained in the city.",
        "Los niños necesitan libros y aulas, y los maestros se forman en la ciudad.",
    ]
    texts = [s[:size] for size in (0, 1, 3, 7, 8, 9, 31, 32, 33, 90) for s in sentences]
    texts += [" ".join(sentences) * 40, "12", "\0", "ÉCOLES", "\ud800"]

    found = classify_texts(language_model(identifier), texts)

    for text, (language, probability) in zip(texts, found, strict=True):
        alone, chance = identifier.classify(text)
        assert (language, probability) == (alone, pytest.approx(chance, abs=2e-4)), text
    assert [classify_texts(language_model(identifier), [text])[0][0] for text in texts] == [
        language for language, _ in found
    ]


@pytest.mark.parametrize("text", ["\ufaff", "\ufaff<<<", "\u0621\u061d"[1:] + "12", "\ufaff \ufaff"])
def test_code_points_of_a_script_that_are_no_letters_are_no_share_of_a_mixture(text: str) -> None:
    assert identify_mixture([text, text]) == {}
    assert identify_mixture([text, "Les États Membres prennent note du rapport du Secrétaire général."]) == {
        "fr": 1.0
    }
