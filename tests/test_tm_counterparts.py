"""Where counterparts render a phrase: six languages, rare and frequent phrases, and nothing where unsure."""

from __future__ import annotations

import importlib.util
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from align.encoders import Encoder
from tm.concordance import ConcordanceHit
from tm.concordancing.counterpart_words import token_range, tokens_of
from tm.concordancing.counterparts import SURE, CounterpartSources, with_counterparts
from tm.memory import Memory, open_memory
from tm.memory_folder import write_set
from tm.publication import publish
from tm.units import units_of

SIX = ("ar", "en", "es", "fr", "ru", "zh")
# Written for this test: each sentence has a phrase that no other has.
SENTENCES = [
    {
        "fr": "Le ministère de l'agriculture distribue au printemps des semences aux villages de montagne.",
        "en": "Every spring the Ministry of Agriculture hands out seeds to the mountain villages.",
        "es": "El Ministerio de Agricultura reparte semillas cada primavera a los pueblos de montaña.",
        "ru": "Министерство сельского хозяйства каждую весну раздает семена горным деревням.",
        "zh": "农业部每年春天向山村分发种子。",
        "ar": "توزع وزارة الزراعة البذور على القرى الجبلية في كل ربيع.",
    },
    {
        "fr": "Les bibliothèques publiques prêtent gratuitement 250 livres aux écoles du district.",
        "en": "The public libraries lend 250 books to the schools of the district free of charge.",
        "es": "Las bibliotecas públicas prestan gratuitamente 250 libros a las escuelas del distrito.",
        "ru": "Публичные библиотеки бесплатно выдают 250 книг школам района.",
        "zh": "公共图书馆免费借给该区学校250本书。",
        "ar": "تعير المكتبات العامة مدارس المنطقة ٢٥٠ كتابا مجانا.",
    },
    {
        "fr": "Aucun navire ne peut entrer dans le port sans l'autorisation du capitaine.",
        "en": "No ship may enter the port without the permission of the harbour master.",
        "es": "Ningún buque puede entrar en el puerto sin la autorización del capitán.",
        "ru": "Ни одно судно не может войти в порт без разрешения капитана.",
        "zh": "任何船只未经船长许可不得进入港口。",
        "ar": "لا يجوز لأي سفينة أن تدخل الميناء دون إذن القبطان.",
    },
    {
        "fr": "Les infirmières vaccinent les enfants contre la rougeole.",
        "en": "Nurses vaccinate children against measles.",
        "es": "Las enfermeras vacunan a los niños contra el sarampión.",
        "ru": "Медсестры прививают детей от кори.",
        "zh": "护士为儿童接种麻疹疫苗。",
        "ar": "تلقح الممرضات الأطفال ضد الحصبة.",
    },
]
RARE = [
    {"fr": "semences", "en": "seeds", "es": "semillas", "ru": "семена", "zh": "种子", "ar": "البذور"},
    {"fr": "250", "en": "250", "es": "250", "ru": "250", "zh": "250", "ar": "٢٥٠"},
    {"fr": "enfants", "en": "children", "es": "niños", "ru": "детей", "zh": "儿童", "ar": "الأطفال"},
    {
        "fr": "bibliothèques publiques", "en": "public libraries", "es": "bibliotecas públicas",
        "ru": "Публичные библиотеки", "zh": "公共图书馆", "ar": "المكتبات العامة",
    },
]  # fmt: skip


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory, tm_sets: ModuleType, encoder: Encoder) -> Memory:
    folder = tmp_path_factory.mktemp("memory")
    write_set(folder, "village0", units_of(tm_sets.simple_set("village", SENTENCES)))
    publish(folder, ["village0"], encoder)
    return open_memory(folder, encoder)


@pytest.mark.parametrize("language", SIX)
@pytest.mark.parametrize("phrase", RARE, ids=lambda phrase: phrase["en"])
def test_a_phrase_of_one_unit_is_found_in_the_other_languages(
    memory: Memory, language: str, phrase: dict[str, str]
) -> None:
    (hit,) = memory.concordance(phrase[language], language=language, highlight=True)
    found = {code: hit.rendering(code) for code in hit.counterparts}
    right = [code for code in found if found[code] == phrase[code]]
    # Of five languages two may be unsure or differ by a word; none may be all wrong.
    assert len(right) >= 3, found
    assert all(found[code] is None or shares_a_word(found[code], phrase[code], code) for code in found)


def shares_a_word(found: str | None, wanted: str, language: str) -> bool:
    own, other = ({token.word for token in tokens_of(text or "", language)} for text in (found, wanted))
    return bool(own & other)


@pytest.mark.parametrize("language", SIX)
def test_spans_are_whole_words_of_the_text_and_say_how_sure_they_are(memory: Memory, language: str) -> None:
    other = "fr" if language != "fr" else "ru"
    phrase = {"fr": "rougeole", "ru": "кори"}[other]
    (hit,) = memory.concordance(phrase, language=other, show=[language], highlight=True)
    for code, span in hit.spans.items():
        text = hit.counterparts[code]
        tokens = tokens_of(text, code)
        first, last = token_range(tokens, span.start, span.end)
        assert (tokens[first].start, tokens[last - 1].end) == (span.start, span.end)
        assert not tokens[first].is_function
        assert not tokens[last - 1].is_function
        assert SURE <= span.score <= 1.0


def test_little_is_shown_where_the_counterpart_says_something_else(memory: Memory) -> None:
    hits = memory.concordance("semences", language="fr", show=["en", "zh", "ar", "ru", "es"])
    sources = CounterpartSources(memory.lexical_index, memory.encoder)
    shown = 0
    for other in SENTENCES[1:]:
        wrong = [
            ConcordanceHit(
                hit.unit_id, hit.language, hit.left, hit.match, hit.right,
                {code: other[code] for code in hit.counterparts}, hit.document, hit.path, hit.page, 1.0,
            )
            for hit in hits
        ]  # fmt: skip
        (found,) = with_counterparts(wrong, sources, sample=hits)
        shown += len(found.spans)
    # Measured: 3 of these 15; where seeds are handed out in one text, books are in another.
    assert shown <= 3


def test_without_highlighting_nothing_is_looked_for_and_no_encoder_is_needed(memory: Memory) -> None:
    (hit,) = memory.concordance("semences", language="fr")
    assert hit.spans == {}
    assert hit.rendering("en") is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "؟!",
        "«»",
        "\u202e\u2066",
        "=1+1",
        "<r><t>x</t></r>",
        "的",
        "de la",
        "١٢٣",
        "x" * 5000,
        "😀 𠀀",
    ],
)
def test_odd_counterparts_break_nothing(memory: Memory, text: str) -> None:
    (hit,) = memory.concordance("semences", language="fr", show=["en"])
    odd = ConcordanceHit(
        "u", "fr", hit.left, hit.match, hit.right, dict.fromkeys(("en", "zh", "ar"), text), "d", "", None, 1.0
    )
    sources = CounterpartSources(memory.lexical_index, memory.encoder)
    (found,) = with_counterparts([odd], sources)
    assert all(0 <= span.start < span.end <= len(text) for span in found.spans.values())


@pytest.mark.parametrize(
    "text", ["人权委员会讨论了。" * 3000, "12 trees in 1 000 " * 5000, "شجرة ١٢ " * 9000, "a-" * 20_000]
)
def test_very_long_texts_take_seconds_and_nothing_is_found_beyond_their_beginning(
    memory: Memory, text: str
) -> None:
    (hit,) = memory.concordance("semences", language="fr", show=["en"])
    others = dict.fromkeys(("en", "zh", "ar"), text)
    sources = CounterpartSources(memory.lexical_index, memory.encoder)
    start = time.perf_counter()
    for left in (hit.left, hit.left + "arbres " * 20_000):
        long = ConcordanceHit("u", "fr", left, hit.match, hit.right, others, "d", "", None, 1.0)
        (found,) = with_counterparts([long], sources)
        assert left == hit.left or found.spans == {}
    # Measured: 2 to 6 s; it would take minutes if all pairs of words were compared.
    assert time.perf_counter() - start < 40


def test_beyond_the_most_that_is_measured_only_known_renderings_count(
    tmp_path: Path, tm_sets: ModuleType, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.concordancing.counterparts.SAMPLE", 3)
    monkeypatch.setattr("tm.concordancing.counterparts._MOST_MEASURED", 3)
    texts = [
        {"fr": f"L'eau potable manque à {name}.", "en": f"There is a lack of {water} in {name}."}
        for name, water in (
            ("Lima", "drinking water"), ("Oslo", "drinking water"), ("Rome", "drinking water"),
            ("Quito", "potable water"), ("Dakar", "drinking water"),
        )
    ]  # fmt: skip
    write_set(tmp_path, "water000", units_of(tm_sets.simple_set("water", texts)))
    publish(tmp_path, ["water000"], encoder)
    hits = open_memory(tmp_path, encoder).concordance("eau potable", language="fr", highlight=True)
    assert [hit.rendering("en") for hit in hits] == [*["drinking water"] * 3, None, "drinking water"]


def test_a_frequent_phrase_is_rendered_alike_beyond_the_sample(
    tmp_path: Path, tm_sets: ModuleType, encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tm.concordancing.counterparts.SAMPLE", 6)
    places = ("Lima", "Oslo", "Rome", "Quito", "Dakar", "Kyoto", "Sofia", "Cairo", "Delhi", "Perth")
    texts = [
        {"fr": f"L'eau potable manque à {name}.", "en": f"There is a lack of drinking water in {name}."}
        for name in places
    ]
    write_set(tmp_path, "water000", units_of(tm_sets.simple_set("water", texts)))
    publish(tmp_path, ["water000"], encoder)
    hits = open_memory(tmp_path, encoder).concordance("eau potable", language="fr", highlight=True)
    assert [hit.rendering("en") for hit in hits] == ["drinking water"] * len(places)


def test_a_limit_changes_what_is_listed_not_what_is_learnt(memory: Memory) -> None:
    every = memory.concordance("des", language="fr", show=["en"], highlight=True)
    assert memory.concordance("des", language="fr", show=["en"], highlight=True, limit=1) == every[:1]


def test_words_have_their_places_and_keys() -> None:
    text = "L’égalité des États-Unis, 1 000,5 fois; ١٢"
    tokens = tokens_of(text, "fr")
    assert [text[token.start : token.end] for token in tokens] == [
        "L", "égalité", "des", "États", "Unis", "1 000,5", "fois", "١٢",
    ]  # fmt: skip
    assert [token.is_function for token in tokens][:3] == [True, False, True]
    assert tokens[-1].key == "#12"
    assert [token.word for token in tokens_of("والأنـهارُ 河流", "ar")] == ["والأنهار", "河", "流"]


@pytest.mark.long
def test_the_gold_cases_are_found(shared_data: Path, tmp_path: Path, encoder: Encoder) -> None:
    """Over the 50 cases each of French to English and Arabic: docs/concordance.md has all figures."""
    scripts = Path(__file__).resolve().parent.parent / "scripts"
    sys.path.insert(0, str(scripts))
    try:
        cases, gold = (_script(scripts, name) for name in ("concordance_cases", "concordance_memory"))
    finally:
        sys.path.remove(str(scripts))
    gold.write_gold_memory(shared_data, tmp_path)
    memory = open_memory(tmp_path, encoder)
    texts = cases.read_texts(memory)
    chosen = [
        one for one in cases.read_cases(texts) if (one.language, one.other) in {("fr", "en"), ("ar", "fr")}
    ]
    assert len(chosen) == 100
    total = shown = 0.0
    for case in chosen:
        hits = memory.concordance(case.phrase, language=case.language, show=[case.other], highlight=True)
        hit = next(one for one in hits if one.unit_id == case.unit_id)
        span = hit.spans.get(case.other)
        if span is not None:
            shown += 1
            place = (span.start, span.end)
            total += cases.judged(place, case.renderings, hit.counterparts[case.other], case.other)[1]
    # Measured: .89 shown, F1 of shown .95.
    assert shown / len(chosen) >= 0.85
    assert total / shown >= 0.92


def _script(folder: Path, name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module
