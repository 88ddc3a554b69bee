"""What a release consists of, counted while its records are written."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from storage.selection import Selected


@dataclass(slots=True, kw_only=True)
class Tally:
    """Counts of records; `provinces` has the first two digits of regions, empty where none is known, `days` the first and last look."""

    records: int = 0
    addresses: int = 0
    provinces: Counter[str] = field(default_factory=Counter)
    years: Counter[int | None] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    levels: Counter[str | None] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    extractors: Counter[str] = field(default_factory=Counter)
    sites: Counter[str | None] = field(default_factory=Counter)
    warned: int = 0
    days: tuple[str, str] | None = None
    digest: Any = field(default_factory=hashlib.sha256)
    last: str | None = None

    def count(self, record: Mapping[str, Any]) -> None:
        """Count a record; they come by address."""
        self.records += 1
        self.addresses += record["url"] != self.last
        self.last = record["url"]
        self.provinces[(record["region"] or "")[:2]] += 1
        self.years[record["report_year"]] += 1
        self.kinds[record["kind"]] += 1
        self.levels[record["level"]] += 1
        self.causes[record["cause"]] += 1
        self.extractors[record["extractor"]] += 1
        self.sites[record["site"]] += 1
        self.warned += bool(record["warnings"])
        first, last = self.days or (record["seen_at"], record["seen_at"])
        self.days = (min(first, record["seen_at"]), max(last, record["last_seen_at"] or record["seen_at"]))
        self.digest.update(line(record))


def counted(found: Iterable[Selected], tally: Tally) -> Iterator[Selected]:
    """Yield what was found and count its records."""
    for row, record in found:
        tally.count(record)
        yield row, record


def line(values: Mapping[str, Any]) -> bytes:
    """Return one JSON object as one line, always in the same spelling."""
    return orjson.dumps(values, option=orjson.OPT_APPEND_NEWLINE)
