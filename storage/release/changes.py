"""What a release adds to the one before: records that are new or say something else, and what else is to be done to the old ones."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from storage.archive import Archive
from storage.forgotten import tombstones
from storage.release.tally import line
from storage.selection import Selected
from storage.times import written

REMOVED, UPDATED = "removed.jsonl", "updated.jsonl"
_AROUND = ("also_at", "similar_to", "last_seen_at")  # what changes of a record while nobody publishes anything; else it is written whole
_Record = dict[str, Any]


class Changes:
    """The difference of two states of one archive, written beside its records; counts what it has written."""

    def __init__(self, archive: Archive) -> None:
        self.removed = 0
        self.updated = 0
        self._archive = archive

    def found(self, before: Iterable[_Record], after: Iterable[Selected], folder: Path) -> Iterator[Selected]:
        """Yield the records that are new or other than before, and write which are gone and which have only been seen again."""
        with (folder / REMOVED).open("wb") as removed, (folder / UPDATED).open("wb") as updated:
            for gone in self._forgotten():
                removed.write(line(gone))
            for old, new in _pairs(before, after):
                if new is None and old is not None:
                    self.removed += 1
                    removed.write(line(self._gone(old)))
                elif new is not None and old is not None and (other := _other(old, new[1])):
                    self.updated += 1
                    updated.write(line(other))
                elif new is not None and new[1] != old:
                    yield new

    def _forgotten(self) -> Iterator[_Record]:
        """Yield every address that was taken down, whenever that was: an earlier release may have been written just before."""
        with self._archive.file.reading() as database:
            graves = tombstones(database)
        for grave in sorted(graves, key=lambda grave: grave.url):
            self.removed += 1
            yield {"url": grave.url, "version": None, "why": "forgotten", "at": written(grave.at), "moved_to": None}

    def _gone(self, record: Mapping[str, Any]) -> _Record:
        to = self._archive.moved_to(record["url"])
        why = "moved" if to else "superseded"
        return {"url": record["url"], "version": record["version"], "why": why, "at": None, "moved_to": to}


def _pairs(before: Iterable[_Record], after: Iterable[Selected]) -> Iterator[tuple[_Record | None, Selected | None]]:
    """Yield records of the same address and version together, those that only one side has alone; both come in that order."""
    olds, news = iter(before), iter(after)
    old, new = next(olds, None), next(news, None)
    while old or new:
        is_old = new is None or (old is not None and _key(old) <= _key(new[1]))
        is_new = old is None or (new is not None and _key(new[1]) <= _key(old))
        yield (old if is_old else None, new if is_new else None)
        old, new = (next(olds, None) if is_old else old, next(news, None) if is_new else new)


def _key(record: _Record) -> tuple[str, int]:
    return record["url"], record["version"]


def _other(old: _Record, new: _Record) -> _Record | None:
    """Return what changed around a record that says the same, None if it says something else or nothing has changed."""
    other = {name: value for name, value in new.items() if old[name] != value}
    if not other or other.keys() - {*_AROUND}:
        return None
    return {"url": new["url"], "version": new["version"], **other}
