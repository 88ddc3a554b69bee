"""The migrations that made the views `all_versions` and `reports` what they are."""

from sqlite_utils import Database


def views(database: Database) -> None:
    """Let anyone with SQL read records: every version, and of each address the newest."""
    database.create_view("all_versions", _ALL_VERSIONS)
    database.create_view("reports", _REPORTS)


# cross join keeps SQLite from starting at the versions, so that `order by url, version` is read off the index
_ALL_VERSIONS = """
select a.url, a.site, a.region, a.publisher, v.title, c.text, v.published_at, v.source, v.issuer, v.report_year, v.level,
    v.document_number, v.index_number, v.kind, v.outline, v.attachments, v.number as version, v.cause, v.content_hash, v.page_hash,
    (
        select json_group_array(url) from (
            select b.url from versions w cross join addresses b on b.identity = w.identity and b.newest = w.number
            where w.content_hash = v.content_hash and w.identity <> v.identity order by b.url
        )
    ) as also_at,
    a.moved_from, '[]' as similar_to, v.seen_at, a.first_seen_at, a.last_seen_at, v.extractor, v.warnings,
    a.identity, a.newest
from addresses a cross join versions v on v.identity = a.identity cross join contents c on c.text_hash = v.text_hash
"""

_REPORTS = """
select url, site, region, publisher, title, text, published_at, source, issuer, report_year, level, document_number, index_number,
    kind, outline, attachments, version, cause, content_hash, page_hash, also_at, moved_from, similar_to, seen_at, first_seen_at,
    last_seen_at, extractor, warnings
from all_versions where version = newest
"""


def near_duplicates(database: Database) -> None:
    """Know which contents are nearly the same: a sketch of each, the bands it is found by, and the relations found.

    Contents stored before are compared at the next look at their address, or by `reextract`: comparing them all here would
    keep a large archive locked for minutes.
    """
    sketches = database.table("sketches")
    sketches.create({"content_hash": str, "sketch": bytes}, pk="content_hash", not_null={"sketch"})
    # without rowid: the keys are all there is, and a band's contents lie side by side
    database.execute("create table bands (band integer, content_hash text, primary key (band, content_hash)) without rowid")
    database.execute(
        """
        create table similarities (
            content_hash text, other_hash text, similarity float not null, primary key (content_hash, other_hash)
        ) without rowid
        """
    )
    database.execute("drop view reports")
    database.execute("drop view all_versions")
    database.create_view("all_versions", _ALL_VERSIONS.replace("'[]' as similar_to", _SIMILAR_TO))
    database.create_view("reports", _REPORTS)


_SIMILAR_TO = """(
        select json_group_array(json_object('url', url, 'similarity', similarity)) from (
            select b.url, s.similarity
            from similarities s cross join versions w on w.content_hash = s.other_hash
            cross join addresses b on b.identity = w.identity and b.newest = w.number
            where s.content_hash = v.content_hash and w.identity <> v.identity order by s.similarity desc, b.url
        )
    ) as similar_to"""
