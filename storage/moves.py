"""Reports that a redesign gave new addresses: found at the end of a complete walk, their histories carried over."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from storage import held
from storage.earlier import keep_move
from storage.hashes import folded
from storage.recording import says_same
from storage.times import written

_ALIKE = 0.8  # share of the pieces of two texts that both have; below it the same title stands over another text
_TELLING = 100  # characters; a shorter text may stand at many addresses without being the same report


def settle_moves(database: Database, run: str, at: datetime) -> list[tuple[str, str]]:
    """Let new addresses take over the histories of those that a walk no longer found; return the pairs, old before new.

    An address that could have moved to several, or from several, moves nowhere.
    """
    walk = next(iter(database.query("select site, since from runs where id = ?", [run])))
    fresh = _fresh(database, walk["site"], run)
    gone = missing(database, walk["site"], walk["since"]) if fresh else []
    pairs = list(_pairs(gone, fresh))
    olds, news = Counter(old["identity"] for old, _ in pairs), Counter(new["identity"] for _, new in pairs)
    moved = [(old, new) for old, new in pairs if olds[old["identity"]] == news[new["identity"]] == 1]
    moved = [(old, new) for old, new in moved if not _has_twin(database, old, new)]
    for old, new in moved:
        _carry_over(database, old, new, run, at)
    return [(old["url"], new["url"]) for old, new in moved]


def missing(database: Database, site: str, since: str) -> list[dict[str, Any]]:
    """Return the newest versions of a row's addresses that its walk since then, and the last ones of other rows, did not find listed."""
    return list(database.query(f"{_HELD} and not exists ({_LISTED})", {"site": site, "since": since}))


def unlisted(database: Database, site: str, since: str) -> list[str]:
    """Return the identities of those that `missing` tells of, without their texts: a section may have dropped thousands."""
    sql = f"select a.identity from addresses a where a.site = :site and a.newest > 0 and not exists ({_LISTED})"  # noqa: S608  # our own words
    return [row["identity"] for row in database.query(sql, {"site": site, "since": since})]


def moved_to(database: Database, key: str) -> str | None:
    """Return the address at which the report of another one is now, None if that bears one itself or never did."""
    sql = """
        select b.url from addresses a join moves m on m.identity = a.identity join addresses b on b.identity = m.led_to
        where a.identity = ? and a.newest = 0 order by m.at desc limit 1
    """
    return next((str(row["url"]) for row in database.query(sql, [key])), None)


def has_new(database: Database, site: str, run: str) -> bool:
    """Say whether a row holds addresses that are new since its last complete walk before a run."""
    return bool(_fresh(database, site, run))


_HELD = """
    select v.*, a.url, a.site, c.text from addresses a
    join versions v on v.identity = a.identity and v.number = a.newest join contents c on c.text_hash = v.text_hash
    where a.site = :site
"""

# what led to an address counts for it, unless it led elsewhere in this walk; another row's claims are as old as its last walk
_LISTED = """
    select 1 from visits u join listings l on l.identity = coalesce(u.asked, u.identity)
    where u.identity = a.identity and l.last_listed_at >= case when l.site = :site then :since
        else coalesce((select max(r.since) from runs r where r.site = l.site and r.complete), '') end
    and not exists (
        select 1 from visits w where (w.asked = l.identity or w.asked is null and w.identity = l.identity)
        and w.identity <> a.identity and w.at >= :since
    )
"""

_NEW = """
    select 1 from versions w where w.identity = a.identity and w.number = 1 and w.cause = 'new' and w.seen_at > (
        select max(r.ended_at) from runs r where r.site = :site and r.complete and r.id <> :run
    )
"""


def _fresh(database: Database, site: str, run: str) -> list[dict[str, Any]]:
    """Return the newest versions of a row's addresses that were first seen after its last complete walk."""
    return list(database.query(f"{_HELD} and exists ({_NEW})", {"site": site, "run": run}))


def _pairs(gone: Iterable[dict[str, Any]], fresh: Iterable[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Yield who could have moved where; only what shares text or title is compared, for the archive waits meanwhile."""
    alike: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for new in fresh:
        for mark in _marks(new):
            alike[mark].append(new)
    for old in gone:
        found = {new["identity"]: new for mark in _marks(old) for new in alike[mark]}
        yield from ((old, new) for new in found.values() if _is_same(old, new))


def _marks(version: Mapping[str, Any]) -> tuple[str, str]:
    return version["content_hash"], folded(version["title"])


def _is_same(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether two addresses bear the same report: the same text, or nearly so under the same title of the same day."""
    if old["identity"] == new["identity"] or _differ(old["report_year"], new["report_year"]):
        return False
    is_titled_alike = folded(old["title"]) == folded(new["title"])
    if old["content_hash"] == new["content_hash"]:
        return is_titled_alike or len(folded(new["text"])) >= _TELLING
    is_of_a_day = bool(old["published_at"] and new["published_at"]) and old["published_at"][:10] == new["published_at"][:10]
    return is_titled_alike and is_of_a_day and _likeness(old["text"], new["text"]) >= _ALIKE


def _differ(one: object, other: object) -> bool:
    return None not in (one, other) and one != other


def _likeness(one: str, other: str) -> float:
    pieces, others = (set(_pieces(folded(text))) for text in (one, other))
    return len(pieces & others) / len(pieces | others)


def _pieces(text: str) -> Iterator[str]:
    return (text[at : at + 4] for at in range(max(1, len(text) - 3)))


def _has_twin(database: Database, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Say whether the row holds one of the two texts at a third address, so that nobody can tell which one moved."""
    # cross join keeps SQLite from starting at the addresses of the row, all of which it would look at for each report
    sql = """
        select 1 from versions v cross join addresses a on a.identity = v.identity and a.newest = v.number
        where v.content_hash in (:old_text, :new_text) and a.site = :site and a.identity not in (:old, :new) limit 1
    """
    values = {"site": old["site"], "old": old["identity"], "new": new["identity"]}
    texts = {"old_text": old["content_hash"], "new_text": new["content_hash"]}
    return bool(list(database.query(sql, {**values, **texts})))


def _carry_over(database: Database, old: Mapping[str, Any], new: Mapping[str, Any], run: str, at: datetime) -> None:
    """Number the new address's versions after the old one's; its first is none if it says the same as the last before it.

    The page of that first version stays, as what the move was seen by.
    """
    values = {"old": old["identity"], "new": new["identity"], "last": old["number"], "url": old["url"]}
    first = next(iter(database.query("select * from versions where identity = :new and number = 1", values)))
    values["same"] = int(says_same(old, first))
    columns = {"identity": old["identity"], "at": written(at), "led_to": new["identity"], "url": old["url"], "run": run}
    kept = keep_move(database, old["identity"], new["identity"], last=old["number"], same=bool(values["same"]), at=written(at))
    pages = {"page_hash": first["page_hash"], "page_url": first["page_url"]}
    database.table("moves").insert({**columns, **pages, "last": old["number"], "dropped": kept})
    database.execute("update moves set led_to = :new where led_to = :old", values)
    database.execute("delete from versions where identity = :new and number = 1 and :same", values)
    # below zero first: a number that is taken while others are still being moved would end the whole run
    database.execute("update versions set number = -(number + :last - :same) where identity = :new", values)
    database.execute("update versions set identity = :new where identity = :old", values)
    database.execute(
        "update versions set number = -number, cause = iif(cause = 'new', 'changed', cause) where identity = :new and number < 0", values
    )
    _carry_parts(database, values)
    held.close(database, [old["identity"]], at)  # what waits at an address that nobody lists any more is answered by the move
    database.execute(
        """
        update addresses set newest = newest + :last - :same, moved_from = :url, first_seen_at = min(first_seen_at, :first_seen_at)
        where identity = :new
        """,
        values | dict(next(iter(database.query("select first_seen_at from addresses where identity = :old", values)))),
    )
    database.execute("update addresses set newest = 0 where identity = :old", values)


def _carry_parts(database: Database, values: dict[str, Any]) -> None:
    """Number parts as their versions are; where the move itself made none, the last version has the parts at their new addresses."""
    database.execute("delete from parts where identity = :old and number = :last and :same", values)
    database.execute("update parts set number = -(number + :last - :same) where identity = :new", values)
    database.execute("update parts set identity = :new where identity = :old", values)
    database.execute("update parts set number = -number where identity = :new and number < 0", values)
