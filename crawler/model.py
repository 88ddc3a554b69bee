"""The values that move through govreports: one type a stage, all frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Kind = Literal["report", "interpretation", "notice", "news", "plan", "other"]
Level = Literal["province", "prefecture", "county", "town", "department"]
Role = Literal["achievements", "shortcomings", "leadership", "plan"]
Cause = Literal["new", "changed", "reextracted"]
PartRole = Literal["page", "frame", "file"]

# what a run counts, in the order it is told
COUNTS = ("seen", "kept", "new", "changed", "unchanged", "reextracted", "failed", "held", "not_due", "gone", "returned")


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """CSS selectors by which one site departs from its family; None leaves the family's own way."""

    rows: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
    next: str | None = None
    body: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One list section of one government site: a row of `spiders/sites/*.toml`."""

    id: str
    name: str
    family: str
    lists: tuple[str, ...]
    region: str | None = None
    publisher: str | None = None
    keep: str | None = None
    schedule: str
    season: str | None = None
    run_minutes: int | None = None
    expect_at_least: int | None = None
    enabled: bool = True
    select: Select = field(default_factory=Select)
    encoding: str | None = None
    delay: float | None = None
    hours: str | None = None
    budget: int | None = None
    tls_reason: str | None = None
    hosts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListEntry:
    """What a list page claims of one report: `title` as complete as the list gives it, `date` as YYYY-MM-DD.

    `cut` says that the list shortened the title, so that what is missing cannot be judged from it.
    """

    url: str
    title: str
    date: str | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLink:
    """What a page says belongs to it and lies at another address.

    A further page of the same report (its `name` is the number in its address), a frame that may hold the text, or a file.
    """

    role: PartRole
    url: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What a server sent for a `PartLink`, byte for byte; without `body` it could not be had, and `problem` says why."""

    role: PartRole
    url: str
    name: str = ""
    body: bytes | None = field(default=None, repr=False)
    problem: str | None = None
    fetched_at: datetime
    status: int | None = None
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a server sent for one address, byte for byte, with the headers that matter, and what else belongs to the report.

    `url` is the canonical address that answered (after redirects), `content_type` the header as sent. `is_vouched` says that a
    person has looked at the page and takes it for what it should be.
    """

    url: str
    body: bytes = field(repr=False)
    fetched_at: datetime
    status: int = 200
    content_type: str = ""
    etag: str | None = None
    last_modified: str | None = None
    entry: ListEntry | None = None
    site: Site | None = None
    is_vouched: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotModified:
    """A look at a known address that the server answered with 304: nothing was sent because nothing changed."""

    url: str
    seen_at: datetime
    entry: ListEntry | None = None
    site: Site | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachment:
    """A file that a report links to; hash, type and text are None until the file itself has been read."""

    name: str
    url: str
    hash: str | None = None
    type: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One heading of a report: its wording, its depth from 1, and the statutory part it opens, if any."""

    heading: str
    level: int
    role: Role | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a page says. Field meanings are those of the record in docs/record.md."""

    page: Page
    title: str
    text: str = field(repr=False)
    published_at: str | None
    source: str | None
    issuer: str | None
    report_year: int | None
    level: Level | None
    document_number: str | None
    index_number: str | None
    kind: Kind
    outline: tuple[Section, ...]
    attachments: tuple[Attachment, ...]
    extractor: str
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing a run could not do: a reason for programs, the address or site, and what was found there.

    `breaks` says that the walk of a list ended by it, so that the run is red whatever the reason; `place` is where that walk began.
    """

    code: str
    where: str
    message: str
    breaks: bool = field(default=False, compare=False)
    place: str = field(default="", compare=False)

    def __str__(self) -> str:
        return f"{self.code} {self.where}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What recording a look did: the version it made, or the one that still holds."""

    url: str
    outcome: Literal["new", "changed", "unchanged", "reextracted"]
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One crawl of one site as the ledger keeps it; `since` is when the walk began that this run went on with.

    `asked` tells what was asked for and how it was answered, `skipped` what was let be and why, `stats` Scrapy's own numbers,
    which only the last runs of a row have.
    """

    id: str
    site: str
    started_at: datetime
    since: datetime
    ended_at: datetime | None
    reason: str | None
    verdict: str | None
    seen: int
    kept: int
    new: int
    changed: int
    unchanged: int
    reextracted: int
    failed: int
    held: int
    not_due: int = 0
    gone: int = 0
    returned: int = 0
    walk: str | None = None
    problems: tuple[str, ...]
    asked: Mapping[str, Any] = field(default_factory=dict)
    skipped: Mapping[str, int] = field(default_factory=dict)
    stats: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What is broken at a site for one reason: from `since` to `ended_at`, None while it lasts.

    `place` is the list or host that it is about, empty where it is about pages or the whole row. `where` and `message` are
    those of the last run that met it, `runs` how many did; `notified_at` says when somebody was told last. `found` says in a
    line what a new probe of the site found, `offer` is what would work now as a diff of the row; both None where nothing was
    probed.
    """

    site: str
    code: str
    place: str = ""
    since: datetime
    last_seen_at: datetime
    runs: int
    where: str
    message: str
    found: str | None
    offer: str | None
    probed_at: datetime | None
    probed_row: str | None
    ended_at: datetime | None
    notified_at: datetime | None = None
