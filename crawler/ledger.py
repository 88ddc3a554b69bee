"""What a run leaves in the ledger besides its counts, and what the archive tells of a row: values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from crawler.model import Incident


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What a run asked for and how it was answered, what it let be and why, and Scrapy's own numbers.

    `row` marks how its row was read, so that runs before a change of the row are not compared with those after.
    """

    asked: Mapping[str, Any] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    stats: Mapping[str, float] = field(default_factory=dict)
    row: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """How many of some reports have a field."""

    having: int
    of: int

    def __str__(self) -> str:
        return f"{self.having} of {self.of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """What the archive knows of a row when a run of it ends, on a `day` in China; `since` its first run began, None before that.

    `seen` are the entries that its last whole sound runs saw, the newest first. `fields` compares the reports of this run, or
    the newest few, with those before; empty where this run brought none. `reports` gives the day on which the first report on
    a year came out, `listed` are the days that its lists name, the newest first.
    """

    day: date
    since: date | None = None
    seen: tuple[int, ...] = ()
    fields: Mapping[str, tuple[Share, Share]] = field(default_factory=dict)
    reports: Mapping[int, date] = field(default_factory=dict)
    listed: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What has become of an incident since it was last told: it has opened, become another, or is over."""

    kind: Literal["opened", "changed", "over"]
    incident: Incident
