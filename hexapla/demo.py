"""The demo: the packaged samples become a memory, and one question finds its answer in every language."""

from __future__ import annotations

from importlib.resources import as_file, files
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from hexapla.exit_statuses import Status

# One question in three languages: it finds the same paragraph, whose words are others.
QUERIES = (
    "recruiting terrorists over the Internet",
    "вербовка террористов через Интернет",
    "利用互联网招募恐怖分子",
)
SHOWN = ("fr", "en", "ar")


def sample_folder() -> Traversable:
    """Return the folder of the samples: inside the installed package, or in the checkout beside it."""
    packaged = files("hexapla").joinpath("samples")
    if packaged.is_dir():
        return packaged
    checkout = Path(__file__).resolve().parent.parent / "samples"
    if checkout.is_dir():
        return checkout
    raise FileNotFoundError(
        f"{packaged}: the samples are not in this installation. Try: pip install --force-reinstall hexapla"
    )


def run_demo(out: str) -> Status:
    """Build the memory in `out`, search it, print what to try next; return the exit status of the build."""
    from hexapla.build_summary import show_summary
    from hexapla.building import build
    from hexapla.commands.search_memory import hit_block
    from hexapla.progress_bars import progress_bars
    from tm.memory import open_memory

    with as_file(sample_folder()) as samples, progress_bars() as progress:
        click.echo(f"Building {out} from the samples.", err=True)
        result = build([samples], out=Path(out), progress=progress)
    status = show_summary(result)
    memory = open_memory(Path(out))
    for query in QUERIES:
        click.echo(f'\nSearch: "{query}"')
        for number, hit in enumerate(memory.search(query, k=1), 1):
            click.echo(hit_block(number, hit, SHOWN, lines=3))
    click.echo(_next_steps(out))
    return status


def _next_steps(out: str) -> str:
    name = f'"{out}"' if " " in out else out
    commands = (
        f'hexapla search {name} "financing of terrorism" --show fr,ru,zh',
        f'hexapla concordance {name} "droits de l\'homme" --in fr --show en,ar',
        f"hexapla export {name} --to tmx --out demo.tmx",
        f"hexapla info {name}",
        "hexapla build YOUR-DOCUMENTS --out memory",
    )
    report = "The report shows all versions side by side; `hexapla info` says where it is."
    return "\nTry next:\n" + "\n".join(f"  {command}" for command in commands) + f"\n{report}"
