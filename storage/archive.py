"""The archive: one SQLite file that keeps what was found, when, and what became of it."""

from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Self

from sqlite_utils import Database

from crawler.errors import ExtractionError, ForgottenError
from crawler.ledger import Ledger
from crawler.model import Change, Incident, ListEntry, NotModified, Problem, Report, Run
from crawler.urls import identity
from storage import held, incidents, listings, looks, recording, runs, similar
from storage.cleaning import cleaned
from storage.database import open_to_read, open_to_write
from storage.forgotten import refuse_forgotten, without_words
from storage.holdings import Holdings
from storage.indexing import keep_searchable
from storage.moves import has_new, missing, moved_to, settle_moves
from storage.recording import known_identity
from storage.times import written
from storage.versions import Version, version_of_row


class Archive(Holdings):
    """Reports with their versions, pages, looks, listings and runs; a context manager that closes the file."""

    @classmethod
    def open(cls, path: Path, *, readonly: bool = False, patience: float = 30.0) -> Self:
        """Return the archive at `path`; each write waits at most `patience` seconds for other writers.

        Writing makes the file or upgrades it; reading never makes one and changes nothing but an older archive, which it
        upgrades. Raises `ArchiveError` for what cannot be opened so.
        """
        file = (open_to_read if readonly else open_to_write)(path, patience)
        return cls(file if readonly else cleaned(file))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.file.close()

    def record(self, report: Report, *, run: str | None, at: datetime) -> Change:
        """Write a look at a page that was sent: a version if the report is new or says something else, and always a visit.

        Where it says the same, how it was read is left as it is: a version is what its extractor read in its own page.
        """
        with self.file.writing() as database:
            refuse_forgotten(database, report.page)
            change = recording.record(database, report, run=run, at=at)
            held.close(database, _addresses(report.page.url, report.page.entry), at)
            looks.plan(database, identity(report.page.url), run, at)
        return change

    def record_reread(self, report: Report, *, run: str | None, at: datetime, of: str | None = None) -> Change:
        """Write today's reading of a stored page: a version if it says something else, the better reading if not.

        No look at the address, so its times and validators stay. A reading of a page that is no longer the newest
        version's changes nothing: another process was quicker. `of` is the version's address where the page had another one.
        """
        with self.file.writing() as database:
            return recording.record_reread(database, report, run=run, at=at, of=of)

    def relate(self, version: Version, *, at: datetime) -> None:
        """Write the near-duplicates and words of a version whose text nobody has compared yet: an older or a merged archive has such."""
        with self.file.writing() as database:
            similar.relate(database, version.content_hash, at)
            keep_searchable(database, identity(version.url))

    def look(self, not_modified: NotModified, *, run: str | None) -> Change:
        """Write a look that was answered with 304; raise `ExtractionError` if there is nothing it could be unchanged from."""
        with self.file.writing() as database:
            refuse_forgotten(database, not_modified)
            return _look(database, not_modified, run)

    def look_at_all(self, answers: Sequence[NotModified], *, run: str | None) -> None:
        """Write in one go looks that were answered with 304, all but those at addresses that have been forgotten meanwhile."""
        with self.file.writing() as database:
            for answer in answers:
                with suppress(ForgottenError, ExtractionError):
                    refuse_forgotten(database, answer)
                    _look(database, answer, run)

    def keepable(self, entries: Iterable[ListEntry]) -> list[ListEntry]:
        """Return entries of a list as they may be kept: those of forgotten addresses without their words."""
        with self.file.reading() as database:
            return [without_words(database, entry) for entry in entries]

    def list_entries(self, site: str, entries: Iterable[ListEntry], *, run: str | None = None, at: datetime) -> set[str]:
        """Write what a section's lists claim now over what they claimed before; return the identities of what is news among it."""
        with self.file.writing() as database:
            return listings.claim(database, site, entries, run, at)

    def pass_over(self, site: str, url: str, title: str) -> None:
        """Write the title that a listed page bears itself, where it is not what the section is kept for."""
        with self.file.writing() as database:
            database.execute("update listings set page_title = ? where site = ? and identity = ?", [title, site, identity(url)])

    def passed_over(self, site: str, url: str) -> str | None:
        """Return the title for which a listed page was passed over, while its list claims the same of it as then."""
        with self.file.reading() as database:
            sql = "select page_title from listings where site = ? and identity = ?"
            return next((row["page_title"] for row in database.query(sql, [site, identity(url)])), None)

    def begin_run(self, site: str, *, at: datetime) -> Run:
        """Write and return a run of this process; its `since` is older than `at` if it goes on with a walk that was cut off.

        Unfinished runs of the site whose process is gone end as `killed` here.
        """
        with self.file.writing() as database:
            return runs.begin(database, site, at)

    def end_run(
        self,
        run: str,
        *,
        at: datetime,
        reason: str,
        verdict: str,
        counts: Mapping[str, int],
        problems: Sequence[str],
        met: Sequence[Problem] = (),
        ledger: Ledger | None = None,
        lists: Collection[str] = (),
        judged: Collection[str] = (),
        whole: bool = False,
        complete: bool = False,
    ) -> list[tuple[str, str]]:
        """Write how a run ended and what that means for the site's incidents; return the addresses whose reports moved, and where to.

        `met` are the problems that a person has to look at. A run that was `whole` (not cut short) closes what it did not meet again,
        another one only what the `lists` and pages that it read disprove; `judged` are the reasons told by history alone that it
        could decide about. A `complete` one (all read that the lists claim, and sound) tells which reports have moved.
        """
        with self.file.writing() as database:
            row = runs.end(
                database, run, at=at, reason=reason, verdict=verdict, counts=counts, problems=problems, ledger=ledger or Ledger(),
                whole=whole, complete=complete,
            )  # fmt: skip
            incidents.open_incidents(database, row, met, at)
            if reason in ("finished", "paused"):
                incidents.close_incidents(database, row, met, at, whole=whole, lists=lists, judged=judged)
            return settle_moves(database, run, at) if complete else []

    def end_dead_runs(self, at: datetime, *, stopped: Container[str] = ()) -> None:
        """End every unfinished run whose process is gone: as `killed`, or `shutdown` where it is of a site that was stopped."""
        with self.file.writing() as database:
            runs.end_dead(database, at, stopped=stopped)

    def settle_run(
        self, site: str, *, since: datetime, at: datetime, reason: str, verdict: str, counts: Mapping[str, int], problems: Sequence[Problem]
    ) -> None:
        """Write how a crawl that was started at `since` and is gone ended, where it could not; `problems` are for a person to look at."""
        with self.file.writing() as database:
            runs.settle(database, site, since=since, at=at, reason=reason, verdict=verdict, counts=counts, problems=problems)

    def moved_to(self, url: str) -> str | None:
        """Return the address at which a report is now whose address has changed, None for any other."""
        with self.file.reading() as database:
            return moved_to(database, identity(url))

    def missing(self, run: Run) -> list[Version]:
        """Return the newest versions of the addresses that a run's walk has not found listed, where it has brought new ones."""
        with self.file.reading() as database:
            lost = missing(database, run.site, written(run.since)) if has_new(database, run.site, run.id) else []
            sql = "select * from all_versions where identity = ? and version = newest"
            return [version_of_row(row) for each in lost for row in database.query(sql, [each["identity"]])]

    def incidents(self, site: str | None = None) -> list[Incident]:
        """Return the incidents of a site, or of all: those that last before those that are over, the newest first."""
        with self.file.reading() as database:
            return incidents.incidents(database, site)

    def keep_probe(self, incident: Incident, *, at: datetime, row: str, found: str, offer: str | None) -> None:
        """Write what a new probe of an incident's site found, and what would work now as a diff of the row."""
        with self.file.writing() as database:
            incidents.keep_probe(database, incident, at=at, row=row, found=found, offer=offer)

    def listed(self, site: str, *, before: datetime) -> list[ListEntry]:
        """Return what the lists of a section claimed before then, what was held of it first, then the newest first."""
        sql = """
            select l.url, l.title, l.date, l.cut from listings l left join addresses a on a.identity = l.identity
            where l.site = ? and l.first_listed_at < ? order by coalesce(a.newest, 0) = 0, l.date desc, l.url
        """
        with self.file.reading() as database:
            return [ListEntry(**{**row, "cut": bool(row["cut"])}) for row in database.query(sql, [site, written(before)])]

    def runs(self, site: str | None = None) -> list[Run]:
        """Return the runs of a site, or of all, newest first."""
        with self.file.reading() as database:
            return runs.runs(database, site)

    def began(self, sites: Sequence[str], *, now: datetime) -> dict[str, datetime]:
        """Return when the newest run began that counts, of each of the sites that has one."""
        with self.file.reading() as database:
            return runs.began(database, sites, now)

    def state(self) -> int:
        """Return a number that is another one once another connection has written."""
        with self.file.reading() as database:
            return int(database.execute("pragma data_version").fetchone()[0])


def _look(database: Database, answer: NotModified, run: str | None) -> Change:
    change = recording.look(database, answer, run=run)
    held.close(database, _addresses(answer.url, answer.entry), answer.seen_at)
    looks.plan(database, known_identity(database, answer.url), run, answer.seen_at)
    return change


def _addresses(url: str, entry: ListEntry | None) -> list[str]:
    """Return the identities of the address that answered and of the one that was asked."""
    return [identity(url), *([identity(entry.url)] if entry else [])]
