"""The option `--language-map`: which code means which language."""

from __future__ import annotations

import click


def parse_language_map(values: tuple[str, ...]) -> dict[str, str]:
    """Return {"en": "en-US"} for ("en=en-US",); wrong usage for anything else, and for one name twice."""
    mapping: dict[str, str] = {}
    for value in values:
        name, equals, code = value.partition("=")
        if not (equals and name.strip() and code.strip()):
            raise click.UsageError(f'"{value}" is no pair of codes. Try: --language-map en=en-US')
        if name.strip() in mapping:
            raise click.UsageError(f'--language-map says "{name.strip()}" twice.')
        mapping[name.strip()] = code.strip()
    return mapping
