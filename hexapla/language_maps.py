"""The option `--language-map`: which code means which language."""

from __future__ import annotations

import re

import click

# Codes as tools write them, with either separator; names of languages are codes in some files.
_CODE = re.compile(r"[^\W\d_]{2,20}(?:[-_][A-Za-z0-9]{1,8}){0,4}")


def parse_language_map(values: tuple[str, ...], example: str = "en=en-US") -> dict[str, str]:
    """Return {"en": "en-US"} for ("en=en-US",); wrong usage for anything else, and for one name twice.

    `example` is what a message proposes.
    """
    mapping: dict[str, str] = {}
    for value in values:
        name, equals, code = value.partition("=")
        if not (equals and _CODE.fullmatch(name.strip()) and _CODE.fullmatch(code.strip())):
            raise click.UsageError(f'"{value}" is no pair of language codes. Try: --language-map {example}')
        if name.strip() in mapping:
            raise click.UsageError(f'--language-map says "{name.strip()}" twice.')
        mapping[name.strip()] = code.strip()
    return mapping
