"""Rows that are read again when their files change."""

from collections.abc import Callable, Sequence
from pathlib import Path

from crawler.errors import SiteError
from crawler.model import Site
from crawler.sites import files_of


class WatchedRows:
    """The rows at a path as `load` reads them; `warn` hears, once an edit, what is wrong with it, and the rows stay as they were."""

    def __init__(self, path: Path, load: Callable[[], Sequence[Site]], warn: Callable[[str], None]) -> None:
        self._path, self._load, self._warn = path, load, warn
        self._stamp = _stamp(path)
        self.sites = load()

    def renew(self) -> bool:
        """Read the rows again if their files are others than before, and say whether that gave new rows."""
        stamp = _stamp(self._path)
        if stamp == self._stamp:
            return False
        self._stamp = stamp  # before they are read: what changes meanwhile is read the next time
        try:
            self.sites = self._load()
        except (SiteError, OSError) as error:
            self._warn(f"{error}; the rows stay as they were")
            return False
        return True


def _stamp(path: Path) -> list[tuple[str, int, int, int]]:
    """Return what is another where a file was written, replaced, added or taken away."""
    try:
        found = [(file.name, file.stat()) for file in files_of(path)]
    except (SiteError, OSError):
        return []
    return [(name, stat.st_ino, stat.st_size, stat.st_mtime_ns) for name, stat in found]
