"""`--notify`: who is told of what is broken, and when."""

import importlib
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawler import settings
from crawler.errors import ArchiveError
from crawler.model import Site
from crawler.notices import text_of, title_of
from storage.archive import Archive
from storage.notices import keep_told, news

notify_option = click.option(
    "--notify",
    "addresses",
    metavar="URL",
    multiple=True,
    help="Tell of incidents there, as Apprise writes addresses; may be repeated [default: $GOVREPORTS_NOTIFY].",
)


class Bell:
    """Tells of the news of some rows: at once, or in a while and in a thread of its own."""

    def __init__(self, addresses: Sequence[str], sites: Callable[[], Iterable[Site]], path: Path) -> None:
        """Raise `SiteError` for an address that cannot be one; without any, nobody is told."""
        wanted = [*addresses] or settings.GOVREPORTS_NOTIFY
        # by its name: loading Apprise takes a second, which only those who want it should wait for
        self._notifiers: Any = importlib.import_module("crawler.notifiers").Notifiers(wanted) if wanted else None
        self._sites = sites
        self._path = path
        self._timer: threading.Timer | None = None
        self._one_at_a_time = threading.Lock()

    def ring_later(self, seconds: float = 300.0) -> None:
        """Tell in so many seconds, unless that is arranged already: one message for rows that are crawled together."""
        if self._notifiers is None or (self._timer is not None and self._timer.is_alive()):
            return
        self._timer = threading.Timer(seconds, self.ring)
        self._timer.daemon = True  # what it has not told when the program ends is told when it runs again
        self._timer.start()

    def ring(self) -> None:
        """Send one message with all news and keep that it was told; without news nothing is sent.

        What nobody took is news the next time. What one of several took is told: it would reach that one again and again.
        """
        if self._notifiers is None:
            return
        try:
            with self._one_at_a_time, Archive.open(self._path) as archive:
                self._tell(archive)
        except ArchiveError as error:  # the crawls are done, and say themselves what is wrong with the archive
            _warn(str(error))

    def _tell(self, archive: Archive) -> None:
        sites = {site.id: site for site in self._sites()}
        untold = news(archive.file, sites.keys())
        if not untold:
            return
        failed = self._notifiers.send(title_of(untold), text_of(untold, sites))
        for line in failed:
            _warn(line)
        if len(failed) < len(self._notifiers):
            keep_told(archive.file, untold, at=datetime.now(UTC))


def _warn(line: str) -> None:
    click.echo(f"govreports: --notify: {line}", err=True)
