"""When the search learns of what a crawl stores: once no page has come for a moment."""

import asyncio
from collections.abc import Callable

from crawler.errors import ArchiveError
from storage.archive import Archive

_PAUSE = 0.3  # seconds: less than lies between two pages of a site that is asked politely


class Indexing:
    """Lets the archive catch up with its index whenever pages stop coming; `failed` is told where it cannot."""

    def __init__(self, archive: Archive, failed: Callable[[ArchiveError], None]) -> None:
        self._archive = archive
        self._failed = failed
        self._timer: asyncio.TimerHandle | None = None

    def come(self) -> None:
        """Wait for a pause from now on: pages that come one after the other go first."""
        self.leave()
        self._timer = asyncio.get_running_loop().call_later(_PAUSE, self._catch_up)

    def leave(self) -> None:
        """Wait no more; the end of the run indexes what is left."""
        if self._timer is not None:
            self._timer.cancel()

    def _catch_up(self) -> None:
        try:
            if self._archive.catch_up():
                self._timer = asyncio.get_running_loop().call_later(0, self._catch_up)
        except ArchiveError as error:
            self._failed(error)
