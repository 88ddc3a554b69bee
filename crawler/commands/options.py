"""What all commands take, and how they print for programs: JSON lines."""

import functools
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import click

from crawler import settings
from crawler.agenda import Hold
from crawler.hosts import free_at
from crawler.hours import opens_at
from crawler.model import Site
from crawler.sites import load_sites

BUILT_IN = Path(__file__).parent.parent.parent / "spiders" / "sites"
_F = TypeVar("_F", bound=Callable[..., Any])

format_option = click.option(
    "--format", "form", type=click.Choice(["table", "json"]), default="table", help="A table, or one JSON object a line."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """The options of every command: None or 0 where nothing was said."""

    archive: Path | None = None
    sites: Path | None = None
    quiet: bool = False
    verbose: int = 0

    @property
    def archive_path(self) -> Path:
        """Return the archive's file: --archive, $GOVREPORTS_ARCHIVE, or reports.db here."""
        return self.archive or Path(settings.GOVREPORTS_ARCHIVE)

    @property
    def sites_path(self) -> Path:
        """Return the file or folder of rows: --sites, $GOVREPORTS_SITES, or the rows that come with the program."""
        return self.sites or (Path(settings.GOVREPORTS_SITES) if settings.GOVREPORTS_SITES else BUILT_IN)

    def rows(self) -> dict[str, Site]:
        """Return every row by id; raise `SiteError` for a bad one."""
        return load_sites(self.sites_path)

    def overrides(self) -> dict[str, Any]:
        """Return the Scrapy settings that follow from these options and from this process's environment."""
        return {
            "GOVREPORTS_ARCHIVE": str(self.archive_path),
            "GOVREPORTS_SITES": str(self.sites_path),
            "GOVREPORTS_ALLOW_PRIVATE": settings.GOVREPORTS_ALLOW_PRIVATE,
            "GOVREPORTS_LOCKS": settings.GOVREPORTS_LOCKS,
            "GOVREPORTS_RUN_MINUTES": settings.GOVREPORTS_RUN_MINUTES,
            "LOG_ENABLED": self.verbose > 0,
            "LOG_LEVEL": "DEBUG" if self.verbose > 1 else "INFO",
        }

    def holds(self) -> tuple[Hold, ...]:
        """Return what may keep a due row waiting: its hours, and what this machine knows of its hosts."""
        return (opens_at, partial(free_at, folder=settings.GOVREPORTS_LOCKS, budget=settings.GOVREPORTS_BUDGET))


def common_options(function: _F) -> _F:
    """Give a command the options that all take, as its first argument `common`; said twice, the later place wins."""

    @click.option("--archive", type=click.Path(path_type=Path), help="The archive's file [default: $GOVREPORTS_ARCHIVE or reports.db].")
    @click.option("--sites", type=click.Path(path_type=Path), help="File or folder of rows, instead of the built-in ones.")
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but results and errors.")
    @click.option("-v", "--verbose", count=True, help="Tell the story of the run; twice tells all.")
    @functools.wraps(function)
    def command(archive: Path | None, sites: Path | None, quiet: bool, verbose: int, **rest: Any) -> Any:  # noqa: ANN401  # whatever the command takes and gives
        outer = click.get_current_context().find_object(Common) or Common()
        common = Common(
            archive=archive or outer.archive, sites=sites or outer.sites, quiet=quiet or outer.quiet, verbose=verbose or outer.verbose
        )
        _quiet_libraries()
        logging.captureWarnings(capture=True)
        return function(common, **rest)

    return command  # type: ignore[return-value]  # click's decorators keep the signature loosely


def say_json(values: Mapping[str, Any]) -> None:
    """Print one JSON object as one line of standard output."""
    click.echo(json.dumps(values, ensure_ascii=False, default=str))


def _quiet_libraries() -> None:
    # they log every page they read; Scrapy's own level is set by -v
    for name in ("trafilatura", "htmldate", "courlan", "charset_normalizer"):
        logging.getLogger(name).setLevel(logging.ERROR)
