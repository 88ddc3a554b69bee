"""Looks answered with 304, gathered and written together: each by itself would be a transaction, a tenth of what such a look takes."""

import asyncio
from collections.abc import Callable

from crawler.errors import ArchiveError
from crawler.model import NotModified
from storage.archive import Archive

_MOST = 20
_LONGEST = 1.0  # seconds; a crawl that is killed forgets that it has looked, never what it has seen


class Looks:
    """The looks of a run that wait to be written; `failed` is told why they could not be, where nobody waits for that."""

    def __init__(self, archive: Archive, run: str | None, failed: Callable[[ArchiveError], None], longest: float = _LONGEST) -> None:
        self._longest = longest
        self._archive = archive
        self._run = run
        self._failed = failed
        self._waiting: list[NotModified] = []
        self._timer: asyncio.TimerHandle | None = None

    def add(self, answer: NotModified) -> None:
        """Write a look soon, with others."""
        self._waiting.append(answer)
        if len(self._waiting) >= _MOST:
            self.write()
        elif self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(self._longest, self._write_in_time)

    def write(self) -> None:
        """Write what waits, now: whatever asks the archive next of these addresses is to know of it."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        waiting, self._waiting = self._waiting, []
        if waiting:
            self._archive.look_at_all(waiting, run=self._run)

    def _write_in_time(self) -> None:
        try:
            self.write()
        except ArchiveError as error:
            self._failed(error)
