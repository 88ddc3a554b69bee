"""Which records are asked for, and the one query that streams them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from crawler.model import Kind
from storage.archive import Archive
from storage.times import written
from storage.versions import FIELDS, record_of_row


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for: everything that no filter excludes, of each address the newest version.

    `region` is a prefix. `since` and `as_of` go by when a version was made, both included; with `as_of` an address is
    as it was known at that moment. `all_versions` gives the older ones too.
    """

    site: str | None = None
    region: str | None = None
    year: int | None = None
    kind: Kind | None = None
    since: datetime | None = None
    as_of: datetime | None = None
    all_versions: bool = False


def selected(archive: Archive, filters: Filters) -> Iterator[dict[str, Any]]:
    """Yield the records that the filters leave, by address and version, as the archive was when the first was asked for."""
    return (record for _, record in selected_keys(archive, filters))


def selected_keys(archive: Archive, filters: Filters) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield with each record that the filters leave the identity that its versions stand under."""
    values = {
        "site": filters.site,
        "region": filters.region,
        "year": filters.year,
        "kind": filters.kind,
        "since": written(filters.since) if filters.since else None,
        "as_of": written(filters.as_of) if filters.as_of else None,
        "all_versions": filters.all_versions,
    }
    with archive.file.reading() as database:
        names = {name: name for name in FIELDS} | (_THEN if filters.as_of else {})
        if filters.as_of and database.table("moves").count_where("at > ?", [values["as_of"]]):
            names["url"] = f"{_URL_THEN.format('r')} as url"  # only then: sorted by it, records no longer stream off the index
        # only our own column names are put into the text; what a user gives goes in as values
        sql = f"select {', '.join(names.values())}, identity from all_versions r where {_WANTED} order by url, version"  # noqa: S608
        yield from ((row["identity"], record_of_row(row)) for row in database.query(sql, values))


_WANTED = """
    (:site is null or site = :site)
    and (:region is null or substr(region, 1, length(:region)) = :region)
    and (:year is null or report_year = :year)
    and (:kind is null or kind = :kind)
    and (:since is null or seen_at >= :since)
    and (:as_of is null or seen_at <= :as_of)
    and (
        :all_versions or version = case when :as_of is null then newest
        else (select max(x.number) from versions x where x.identity = r.identity and x.seen_at <= :as_of) end
    )
"""

# the address of a report at :as_of: that of the first move after it, else today's
_URL_THEN = """coalesce(
    (select m.url from moves m where m.led_to = {0}.identity and m.at > :as_of order by m.at limit 1), {0}.url
)"""

# columns that later looks change, as they were at :as_of, so that the same moment always gives the same bytes
_THEN = {
    "moved_from": """(
        select m.url from moves m where m.led_to = r.identity and m.at <= :as_of order by m.at desc limit 1
    ) as moved_from""",
    "also_at": """(
        select json_group_array(url) from (
            select {url} as url from versions w join addresses b on b.identity = w.identity
            where w.content_hash = r.content_hash and w.identity <> r.identity and w.number = (
                select max(x.number) from versions x where x.identity = w.identity and x.seen_at <= :as_of
            )
            order by 1
        )
    ) as also_at""".format(url=_URL_THEN.format("b")),  # noqa: S608  # our own words
    "similar_to": """(
        select json_group_array(json_object('url', url, 'similarity', similarity)) from (
            select {url} as url, s.similarity
            from similarities s cross join versions w on w.content_hash = s.other_hash cross join addresses b on b.identity = w.identity
            where s.content_hash = r.content_hash and w.identity <> r.identity and w.number = (
                select max(x.number) from versions x where x.identity = w.identity and x.seen_at <= :as_of
            )
            order by s.similarity desc, 1
        )
    ) as similar_to""".format(url=_URL_THEN.format("b")),  # noqa: S608  # our own words
    "last_seen_at": """(
        select max(x.at) from visits x where x.at <= :as_of and x.outcome <> 'reextracted' and (
            x.identity = r.identity or x.identity in (select m.identity from moves m where m.led_to = r.identity and m.at >= x.at)
        )
    ) as last_seen_at""",
}
