"""Full-text search: which reports have the words, the most telling first, answered from the index and never by reading texts."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from crawler.model import Kind
from storage.question import Question, is_plain, leading, matching
from storage.times import written

_FEW = 500  # so many are ranked one by one; of more the best are taken by their grade, which is kept in the index
_GRADES = range(9, 0, -1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Where to look: what no filter excludes, of each address the newest version unless all are asked for.

    `region` is a prefix, `issuer` a part of the name; `since` goes by when a version was made.
    """

    site: str | None = None
    region: str | None = None
    year: int | None = None
    kind: Kind | None = None
    issuer: str | None = None
    since: datetime | None = None
    all_versions: bool = False


def search(database: Database, question: Question, sought: Sought, limit: int) -> list[dict[str, Any]]:
    """Return the reports that a question finds, the best first, at most `limit`; `text` is among the columns, for the snippet.

    A word in the title goes before one in the issuer's name, and that before the text, of which a larger share goes first; of
    equals the one that was stored last.
    """
    found: dict[tuple[str, int], dict[str, Any]] = {}
    sql, values = matches(question, sought, _FEW)
    few = [row["id"] for row in database.query(sql, values)]
    for sql, values in steps(question, sought, limit, few if len(few) < _FEW else None):
        for row in database.query(sql, values):
            found.setdefault((row["url"], row["version"]), row)
        if len(found) >= limit:
            break
    return [*found.values()][:limit]


def matches(question: Question, sought: Sought, most: int) -> tuple[str, dict[str, Any]]:
    """Return the query that gives the ids in `searchable` of what a question finds, at most so many."""
    sql = f"select s.id {_MATCHED} where {_MATCH} and {_SOUGHT} limit :most"  # our own words
    return sql, {**_values(sought), "words": matching(question), "most": most}


def steps(question: Question, sought: Sought, limit: int, few: Sequence[int] | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the queries that find, each with its values; those who ask go on to the next while they have not enough.

    `few` are the ids of all that match, which one query ranks; None where there are too many, of which each takes the newest of a grade.
    """
    values = {**_values(sought), "words": matching(question), "limit": limit}
    if few is not None:
        yield _RANKED, values | {"few": json.dumps(few)}
        return
    values["limit"] = limit * max(map(len, question.groups))  # a report is met under each term of a group that it has
    for grade in _GRADES:
        sql = _PLAIN_GRADE if is_plain(question) else _GRADE
        yield sql, values | {"leading": leading(question, grade)}


def _values(sought: Sought) -> dict[str, Any]:
    return {
        "site": sought.site,
        "region": sought.region,
        "year": sought.year,
        "kind": sought.kind,
        "issuer": sought.issuer,
        "since": written(sought.since) if sought.since else None,
        "all_versions": sought.all_versions,
    }


# cross join keeps SQLite from starting anywhere but at the index of words
_TO_VERSIONS = """
    cross join versions v on v.text_hash = s.text_hash and v.title = s.title and coalesce(v.issuer, '') = s.issuer
    cross join addresses a on a.identity = v.identity
"""
_MATCHED = f"from search_words cross join searchable s on s.id = search_words.rowid {_TO_VERSIONS}"
_MATCH = "search_words match :words"
_SOUGHT = """
    (:all_versions or v.number = a.newest)
    and (:site is null or a.site = :site)
    and (:region is null or substr(a.region, 1, length(:region)) = :region)
    and (:year is null or v.report_year = :year)
    and (:kind is null or v.kind = :kind)
    and (:issuer is null or instr(v.issuer, :issuer) > 0)
    and (:since is null or v.seen_at >= :since)
"""


def _whole(best: str) -> str:
    """Return the query that gives the reports of one that chooses them, whose rows are `identity`, `number` and `place`."""
    # only our own words are put together; what a user gives goes in as values
    return f"""
        select a.url, a.site, a.region, a.publisher, v.title, v.issuer, v.report_year, v.level, v.kind, v.published_at,
            v.number as version, v.seen_at, c.text
        from ({best} limit :limit) b
        cross join versions v on v.identity = b.identity and v.number = b.number
        cross join addresses a on a.identity = b.identity cross join contents c on c.text_hash = v.text_hash
        order by b.place, b.id desc, a.url, v.number desc
    """  # noqa: S608


# a word that the title has, however often the text of another has it, and then one in the issuer's name
_PLACE = """
    bm25(search_words) - 1000000 * (bm25(search_words, 1, 0, 0, 0) < 0) - 1000 * (bm25(search_words, 0, 1, 0, 0) < 0)
"""
# by the plus they are looked up while the index is read; without it each would be asked for by itself, and weighed against all others
_FOUND = "+search_words.rowid in (select value from json_each(:few))"
_RANKED = _whole(
    f"select v.identity, v.number, s.id, {_PLACE} as place {_MATCHED} where {_MATCH} and {_FOUND} and {_SOUGHT} order by place, s.id desc"
)
_OF_GRADE = "from search_weights cross join searchable s on s.id = search_weights.rowid"
_HAS_ALL = f"exists (select 1 from search_words where {_MATCH} and rowid = search_weights.rowid)"  # noqa: S608
_PLAIN_GRADE, _GRADE = (
    _whole(
        f"select v.identity, v.number, s.id, 0 as place {_OF_GRADE} {_TO_VERSIONS} "
        f"where search_weights match :leading and {also} and {_SOUGHT} order by search_weights.rowid desc"
    )
    for also in ("true", _HAS_ALL)
)
