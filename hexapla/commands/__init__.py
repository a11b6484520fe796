"""The commands, one file each, in the order in which they are used.

Each file is cheap to import: what a command needs is imported when it runs.
"""

from __future__ import annotations

import click

from hexapla.commands.align_versions import align
from hexapla.commands.analyse_leverage import leverage
from hexapla.commands.build_memory import build
from hexapla.commands.change_memory import add, compact, delete
from hexapla.commands.check_units import check
from hexapla.commands.clean_memory import clean
from hexapla.commands.evaluate_ladder import evaluate
from hexapla.commands.export_memory import export
from hexapla.commands.fetch_documents import fetch
from hexapla.commands.import_units import import_units
from hexapla.commands.inspect_document import inspect
from hexapla.commands.list_findings import findings
from hexapla.commands.list_terms import terms
from hexapla.commands.match_sentences import match
from hexapla.commands.run_demo import demo
from hexapla.commands.search_memory import search
from hexapla.commands.show_concordance import concordance
from hexapla.commands.show_info import info

COMMANDS: tuple[click.Command, ...] = (
    demo,
    fetch,
    build,
    search,
    concordance,
    match,
    leverage,
    terms,
    import_units,
    add,
    delete,
    compact,
    clean,
    export,
    findings,
    check,
    info,
    inspect,
    align,
    evaluate,
)
