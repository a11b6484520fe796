"""Language names on the command line: the six official languages, and those the encoder also knows."""

from __future__ import annotations

import re

import click

from corpora.languages import LANGUAGES, NAMES, normalise_language

# Beyond the official six, the languages that the default encoder was trained on.
FURTHER_LANGUAGES = ("de", "it", "ja", "ko", "nl", "pl", "pt", "th", "tr")
PAIR = re.compile(r"([^:]+):([^:]+)")


def language_code(name: str) -> str:
    """Return the code of a language: "fr" for "FR", "fr-FR", "French", "français"; wrong usage for others."""
    known = normalise_language(name)
    if known is not None:
        return known
    primary = re.split(r"[-_]", name.strip().lower(), maxsplit=1)[0]
    if primary in FURTHER_LANGUAGES:
        return primary
    raise click.UsageError(f'there is no language "{name}" here. Known are: {known_languages()}.')


def known_languages() -> str:
    """Return the known languages as a message names them."""
    official = ", ".join(f"{code} ({NAMES[code]})" for code in LANGUAGES)
    return f"{official}; also {', '.join(FURTHER_LANGUAGES)}"


class LanguageType(click.ParamType[str]):
    """One language; the value is its code."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the code of the language."""
        return language_code(value)


class LanguagesType(click.ParamType[tuple[str, ...]]):
    """Languages separated by commas; the value is a tuple of codes in the order given, each once."""

    name = "languages"

    def convert(
        self, value: str | tuple[str, ...], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        """Return the codes of the languages."""
        if isinstance(value, tuple):
            return value
        names = [name for name in value.split(",") if name.strip()]
        if not names:
            raise click.UsageError(f"no language is named. Known are: {known_languages()}.")
        return tuple(dict.fromkeys(language_code(name) for name in names))


class PairType(click.ParamType[tuple[str, str]]):
    """A language pair "fr:en"; the value is its two codes, source first."""

    name = "pair"

    def convert(
        self, value: str | tuple[str, str], param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return source and target."""
        if isinstance(value, tuple):
            return value
        match = PAIR.fullmatch(value.strip())
        if match is None:
            raise click.UsageError(f'"{value}" is no language pair. Write the two with a colon: fr:en.')
        source, target = language_code(match[1]), language_code(match[2])
        if source == target:
            raise click.UsageError(f'the pair "{value}" has one language twice. Name two, as in fr:en.')
        return source, target
