"""The command `hexapla`: its commands, and how their errors become a message and an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from align.errors import AlignError, EncoderUnknown
from corpora.errors import CorporaError, ReadingError
from hexapla.commands import COMMANDS
from hexapla.documented_commands import DocumentedGroup
from hexapla.exit_statuses import Status
from hexapla.fetching.errors import FetchError
from hexapla.outputs import is_temporary, prepare_streams
from tm.errors import QueryError, TmError

_EPILOG = """
Exit statuses:
  0  done (a search without hits is done)
  1  nothing could be done
  2  wrong usage
  3  done, with inputs left out or errors found; each is listed with its reason
"""


def _print_version(context: click.Context, _option: click.Parameter, wanted: bool) -> None:  # noqa: FBT001  (click's call)
    if wanted:
        import hexapla

        click.echo(f"hexapla {hexapla.__version__}")
        context.exit()


@click.group(
    cls=DocumentedGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def command_group() -> None:
    """Turn official documents in several languages into a translation memory.

    First steps:
      hexapla demo
      hexapla build DOCS --out memory
      hexapla search memory "human rights" --show fr,en
      hexapla export memory --to tmx --out memory.tmx
    """


for _command in COMMANDS:
    command_group.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave the process with its exit status."""
    prepare_streams()
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit status.

    Every expected error becomes one message on standard error.
    """
    try:
        status = command_group.main(args=arguments, prog_name="hexapla", standalone_mode=False)
        return int(status or Status.DONE)
    except click.UsageError as error:
        return _wrong_usage(error)
    except (EncoderUnknown, QueryError) as error:
        return _fail(str(error), Status.WRONG_USAGE)
    except click.ClickException as error:
        return _fail(error.format_message(), Status.NOTHING_DONE)
    except ReadingError as error:
        return _fail(_unreadable(error), Status.NOTHING_DONE)
    except (CorporaError, AlignError, TmError, FetchError) as error:
        return _fail(str(error), Status.NOTHING_DONE)
    except OSError as error:
        return _fail(describe_os_error(error), Status.NOTHING_DONE)
    except (click.Abort, KeyboardInterrupt):
        return _fail("stopped; what was half written has been removed.", Status.NOTHING_DONE)


def _fail(message: str, status: Status) -> int:
    from hexapla.tables import printable

    # Names of files and texts of documents are in the message: they must not move the cursor.
    click.echo(f"hexapla: {printable(message)}", err=True)
    return status


def _wrong_usage(error: click.UsageError) -> int:
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        error.show(sys.stderr)
        return Status.WRONG_USAGE
    command = error.ctx.command_path if error.ctx is not None else "hexapla"
    message = error.format_message().rstrip()
    message = message[:1].lower() + message[1:] if message[1:2].islower() else message
    return _fail(f"{message} See: {command} --help", Status.WRONG_USAGE)


def _unreadable(error: ReadingError) -> str:
    place = f", {error.place}" if error.place else ""
    advice = f" Try: {error.advice.rstrip('.')}." if error.advice else ""
    return f"{error.path}{place}: {error.reason.rstrip('.')}.{advice}"


def describe_os_error(error: OSError) -> str:
    """Return what to say of a file or folder that the system refuses."""
    if error.strerror is None:
        return str(error)
    place = f"{_place(error.filename)}: " if error.filename is not None else ""
    advice = " Try: another place, or check the permissions." if isinstance(error, PermissionError) else ""
    return f"{place}{error.strerror[:1].lower()}{error.strerror[1:]}.{advice}"


def _place(filename: object) -> str:
    # A temporary name says nothing to anyone: what cannot be written to is its folder.
    name = os.fsdecode(filename) if isinstance(filename, str | bytes | os.PathLike) else str(filename)
    path = Path(name)
    return str(path.parent) if is_temporary(path) else name
