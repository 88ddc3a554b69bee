"""The command line: which commands there are, and how an error becomes one line."""

import gc
import importlib
import sys
from collections.abc import Sequence

import click

from crawler.commands.options import Common, common_options
from crawler.errors import ArchiveError, CollectionError, SiteError
from crawler.version import VERSION

# module of each command: loaded when it is called, so that `runs` does not wait for Scrapy and trafilatura
_COMMANDS = {
    "browse": "browsing",
    "collect": "crawling",
    "coverage": "coverage",
    "demo": "touring",
    "diff": "ledger",
    "entries": "reading",
    "export": "corpus",
    "extract": "reading",
    "forget": "forgetting",
    "held": "holding",
    "incidents": "incidents",
    "probe": "probing",
    "reextract": "corpus",
    "runs": "ledger",
    "schedule": "crawling",
    "scrape": "scraping",
    "search": "searching",
    "sites": "rows",
    "versions": "ledger",
}


class _Commands(click.Group):
    """The verbs, each imported on its first use."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(_COMMANDS)

    def get_command(self, _ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        command: click.Command = getattr(importlib.import_module(f"crawler.commands.{module}"), cmd_name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(VERSION, prog_name="govreports")
@common_options
def cli(common: Common) -> None:
    """Collect the annual law-based-government reports (法治政府建设情况报告) of Chinese governments: exact, dated, versioned."""
    click.get_current_context().obj = common


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command and exit with its status: 0, 1 (nothing or not all), or 2 (refused before work began)."""
    gc.set_threshold(50_000, 50, 50)  # a start makes that many values which stay: to look for garbage among them was a fifth of it
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]  # a text stream when run as a program
    try:
        status = cli.main(args=arguments, prog_name="govreports", standalone_mode=False)
        sys.exit(status or 0)
    except click.ClickException as error:
        click.echo(f"govreports: {error.format_message()}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(1)
    except (SiteError, ArchiveError) as error:
        click.echo(f"govreports: {error}", err=True)
        sys.exit(2)
    except CollectionError as error:
        click.echo(f"govreports: {error}", err=True)
        sys.exit(1)
