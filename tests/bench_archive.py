"""Speed on a large archive: `python -m tests.bench_archive [REPORTS]` (part of `make bench`), against scans in the same run.

The reports are made up of our own sentences, six thousand characters each, with places, years and numbers that differ. A hundred
thousand take half an hour of one core and five gigabytes; fewer tell the same ratios but for the scan, which grows with them.
"""

import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import cache, partial
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

from sqlite_utils import Database

from crawler.demo.prose import dice, patterns, write
from crawler.model import Report
from crawler.register import places
from crawler.urls import identity
from storage import rows
from storage.archive import Archive
from storage.hashes import text_hash
from storage.indexing import keep_searchable
from storage.question import parse
from storage.search import Sought, search
from tests.bench import line
from tests.made import SITE, made_report

REPORTS = 100_000
LENGTH = 6_000  # characters, as reports of counties have in the middle
COMMON = ("政府", "法治", "行政", "执法", "复议", "依法", "诉讼", "听证", "司法", "法规")
BATCH = 500


def main(count: int = REPORTS) -> int:
    """Print every figure and return 0."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as place, Archive.open(Path(place) / "archive.db") as archive:
        fill(archive, count)
        with archive.file.reading() as database:
            _size(database, count)
            _search(database, count)
        _storing(archive, count)
    print(f"{time.perf_counter() - start:.0f} s in all")
    return 0


def made(number: int, length: int = LENGTH) -> Report:
    """Return a report of its own, the same for the same number on every machine."""
    roll = dice("archive", number)
    place, year = roll.choice(_places()), 2015 + number % 10
    said = roll.choices(_sentences(), k=length // 40)
    text = "\n".join(said)[:length].replace("清河市", place)
    return made_report(
        f"https://www.{number % 997}.gov.cn/{year}/{number}.html",
        title=f"{place}司法局{year}年度法治政府建设情况报告",
        text=text,
        issuer=f"{place}司法局",
        report_year=year,
        body="".join(f"<p style='text-indent:2em'>{each}</p>\n" for each in text.split("\n")).encode(),
        site=SITE,
    )


def fill(archive: Archive, count: int) -> None:
    """Store so many reports, with their words and without looking for near-duplicates, which the search does not ask for."""
    now = datetime.now(UTC)
    for first in range(0, count, BATCH):
        reports = [made(number) for number in range(first, min(count, first + BATCH))]
        with archive.file.writing() as database:
            for report in reports:
                key = identity(report.page.url)
                rows.add_address(database, report.page, now)
                rows.add_version(database, report, key=key, number=1, cause="new", run=None, at=now)
                keep_searchable(database, key)


@cache
def _places() -> Sequence[str]:
    return [place.name for place in places()]


@cache
def _sentences() -> Sequence[str]:
    """Return sentences with numbers of their own, a third of them spliced of two, so that few words stand in every report."""
    roll = dice("sentences")
    patterns_of = [pattern for theme in patterns()["theme"] for pattern in theme["sentences"]]
    names = {"place": "清河市", "issuer": "清河市司法局", "self": "我局", "scope": "全市", "party": "清河市委", "head": "局长"}
    names |= {"units": "司法所", "year": "2024", "next": "2025", "prev": "2023"}
    said = [write(roll.choice(patterns_of), roll, names) for _ in range(6000)]
    return [*said[:4000], *(f"{one.partition('，')[0]}，{other}" for one, other in pairwise(said[4000:]))]


def _size(database: Database, count: int) -> None:
    ((text,),) = database.execute("select sum(length(cast(text as blob))) from contents")
    ((index,),) = database.execute("select sum(pgsize) from dbstat where name like '%search%'")
    print(line(f"index of {count} reports", index / 2**20, "MiB", "their texts", text / 2**20))


def _search(database: Database, count: int) -> None:
    words = [*COMMON, *_pairs(count)]
    scans = [_taken(_scan(database, word)) for word in words[:: len(words) // 6]]
    for what, asked in (("two characters", words), ("one character", [word[0] for word in words]), ("two words", _both(words))):
        taken = [_taken(_found(database, typed)) for typed in asked]
        slow, scan = quantiles(taken, n=20)[-1], "LIKE over the texts, median"
        print(line(f"search for {what}, p95 of {len(taken)}", slow, "ms CPU", scan, median(scans)))
        print(line("  median", median(taken), "ms CPU", scan, median(scans)))


def _pairs(count: int) -> list[str]:
    """Return pairs of characters out of the texts, common ones and rare ones."""
    roll = dice("pairs")
    texts = [made(roll.randrange(count)).text for _ in range(40)]
    return sorted({text[at : at + 2] for text in texts for at in [roll.randrange(len(text) - 1)] if text[at : at + 2].isalpha()})


def _both(words: Sequence[str]) -> list[str]:
    return [f"{one} {other}" for one, other in pairwise(words)]


def _found(database: Database, typed: str) -> Callable[[], object]:
    return lambda: search(database, parse(typed), Sought(), 20)


def _scan(database: Database, word: str) -> Callable[[], object]:
    return lambda: database.execute("select count(*) from contents where text like ?", [f"%{word}%"]).fetchall()


def _storing(archive: Archive, count: int) -> None:
    """Print what it takes to store a version, and what it takes where the index has its words already."""
    batches = [[made(count + 200 * batch + number) for number in range(200)] for batch in range(2)]
    with archive.file.writing() as database:
        for report in batches[1]:
            row = {"text_hash": text_hash(report.text), "title": report.title, "issuer": report.issuer}
            database.table("searchable").insert(row)
    taken = [_taken(partial(_record, archive, batch)) / len(batch) for batch in batches]
    print(line("storing a version", taken[0], "ms CPU", "the same without the index", taken[1]))


def _record(archive: Archive, reports: Iterable[Report]) -> None:
    for report in reports:
        archive.record(report, run=None, at=datetime.now(UTC))


def _taken(work: Callable[[], object]) -> float:
    """Return the CPU time of a piece of work in ms."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
