"""What an archive holds, for those who ask by address: versions, their pages, validators and looks."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from crawler.model import Page
from crawler.urls import identity
from storage import rows
from storage.database import ArchiveFile
from storage.forgotten import Forgotten, forgotten
from storage.parts import parts_of
from storage.recording import answering_identity, known_identity
from storage.times import written
from storage.versions import Version, version_of_row


class Holdings:
    """The reading half of an archive; each question stands for itself."""

    def __init__(self, file: ArchiveFile) -> None:
        self.file = file

    def newest(self, url: str) -> Version | None:
        """Return the newest version of an address in any spelling, or of the one it led to when last asked."""
        with self.file.reading() as database:
            sql = "select * from all_versions where identity = ? and version = newest"
            return next((version_of_row(row) for row in database.query(sql, [known_identity(database, url)])), None)

    def read_by(self, url: str) -> tuple[str, bool] | None:
        """Return what read the newest version of an address, and whether it has parts; None where no version is held."""
        with self.file.reading() as database:
            sql = """
                select v.extractor, exists (select 1 from parts p where p.identity = v.identity and p.number = v.number) as has_parts
                from addresses a join versions v on v.identity = a.identity and v.number = a.newest where a.identity = ?
            """
            row = next(iter(database.query(sql, [known_identity(database, url)])), None)
        return (row["extractor"], bool(row["has_parts"])) if row else None

    def versions(self, url: str) -> list[Version]:
        """Return the versions of an address, oldest first."""
        with self.file.reading() as database:
            sql = "select * from all_versions where identity = ? order by version"
            return [version_of_row(row) for row in database.query(sql, [known_identity(database, url)])]

    def version(self, url: str, number: int) -> Version | None:
        """Return one version of an address by its number."""
        with self.file.reading() as database:
            sql = "select * from all_versions where identity = ? and version = ?"
            return next((version_of_row(row) for row in database.query(sql, [known_identity(database, url), number])), None)

    def stored_page(self, version: Version) -> Page:
        """Return the page and parts that a version was read from, as sent, with its list entry; its site is the caller's to add."""
        key = identity(version.url)
        with self.file.reading() as database:
            sql = """
                select v.*, p.body, exists (select 1 from held h where h.page_hash = v.page_hash and h.decision = 'accepted') as vouched
                from versions v join pages p using (page_hash) where v.identity = ? and v.number = ?
            """
            row = next(iter(database.query(sql, [key, version.version])))
            parts = parts_of(database, key, version.version)
        return replace(rows.page_of_row(row, parts), is_vouched=bool(row["vouched"]))

    def reread_candidates(self) -> Iterator[Version]:
        """Yield the newest version of every address, holding no lock meanwhile: each may be reread before the next is asked for."""
        sql = "select * from all_versions where identity > ? and version = newest order by identity limit 50"
        last = ""
        while True:
            with self.file.reading() as database:
                found = list(database.query(sql, [last]))
            yield from map(version_of_row, found)
            if not found:
                return
            last = found[-1]["identity"]

    def forgotten(self, *urls: str) -> Forgotten | None:
        """Return the tombstone of one of some addresses that is not to be collected again."""
        with self.file.reading() as database:
            return forgotten(database, *urls)

    def validators(self, url: str) -> tuple[str | None, str | None]:
        """Return ETag and Last-Modified of the last page that an address sent, for the next look to ask with.

        A report that has moved sends its own: its old address, which may answer again, is to be asked without.
        """
        with self.file.reading() as database:
            sql = "select etag, last_modified from addresses where identity = ?"
            row = next(iter(database.query(sql, [answering_identity(database, url)])), None)
        return (row["etag"], row["last_modified"]) if row else (None, None)

    def looked_at_since(self, site: str, since: datetime) -> set[str]:
        """Return the identities of addresses that runs of a site have looked at since then, and of those that led there."""
        with self.file.reading() as database:
            sql = """
                select v.identity, v.asked from visits v join runs r on r.id = v.run
                where r.site = ? and r.started_at >= ? and v.outcome <> 'reextracted'
            """
            return {key for row in database.query(sql, [site, written(since)]) for key in row.values() if key}
