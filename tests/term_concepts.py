"""Concepts made by hand, in six languages, for the tests of what is done with terminology."""

from __future__ import annotations

from collections.abc import Mapping

from tm.terms.concepts import Concept, Term, TermContext, TermRendering

WASTE_WATER = {
    "ar": "المياه المستعملة",
    "en": "waste water",
    "es": "aguas residuales",
    "fr": "eaux usées",
    "ru": "сточные воды",
    "zh": "废水",
}
SECRETARY = {
    "ar": "الأمين العام",
    "en": "Secretary-General",
    "es": "Secretario General",
    "fr": "Secrétaire général",
    "ru": "Генеральный секретарь",
    "zh": "秘书长",
}
SENTENCES = {
    "ar": "تصرف المدينة {} في النهر.",
    "en": "The town lets {} into the river.",
    "es": "La ciudad vierte {} en el río.",
    "fr": "La ville rejette {} dans la rivière.",
    "ru": "Город сбрасывает {} в реку.",
    "zh": "该市将{}排入河中。",
}


def term(language: str, text: str, frequency: int = 7, kind: str = "phrase", **more: object) -> Term:
    return Term(language, text, text.lower(), {text: frequency}, frequency, kind, 1.0, **more)  # type: ignore[arg-type]


def context(language: str, text: str, unit_id: str = "A/RES/68/999:OP1") -> TermContext:
    whole = SENTENCES.get(language, "{}").format(text)
    start = whole.index(text)
    return TermContext(unit_id, whole, start, start + len(text), f"{language}.pdf", "A/RES/68/999", "OP1", 2)


def concept(
    identifier: str,
    texts: Mapping[str, str],
    *,
    pivot: str = "fr",
    more: Mapping[str, str] | None = None,
    kind: str = "phrase",
) -> Concept:
    """A concept with a rendering a language, and in the languages of `more` a second, less sure one."""
    renderings = {
        language: (
            rendering(language, text, 0.95),
            *([rendering(language, more[language], 0.85, count=2)] if more and language in more else []),
        )
        for language, text in texts.items()
        if language != pivot
    }
    return Concept(
        identifier,
        term(pivot, texts[pivot], kind=kind),
        (context(pivot, texts[pivot]),),
        renderings,
        0.95,
    )


def rendering(language: str, text: str, probability: float, count: int = 6) -> TermRendering:
    return TermRendering(
        term(language, text), probability, count, {"dice": probability}, (context(language, text),)
    )


def both() -> list[Concept]:
    return [
        concept("c-eaux-usees", WASTE_WATER, more={"en": "sewage", "zh": "污水"}),
        concept("c-secretaire", SECRETARY, kind="name"),
    ]
