"""Speed on a large archive: `python -m tests.bench_archive [REPORTS]` (part of `make bench`), beside targets and scans in the same run.

A hundred thousand reports (`tests/bench_fill.py`) take some minutes of two cores and five gigabytes; fewer tell the same ratios but
for the scan, which grows with them.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median, quantiles

from sqlite_utils import Database

from crawler.demo.prose import dice
from crawler.model import Report
from storage.archive import Archive
from storage.hashes import text_hash
from storage.question import parse
from storage.search import Sought, search
from storage.versions import FIELDS
from tests.bench import PLAIN_JSON, line
from tests.bench_fill import SITES, fill, made
from tests.bench_pages import post
from tests.bench_speed import LAUNCHER, ratio

REPORTS = 100_000
COMMON = ("政府", "法治", "行政", "执法", "复议", "依法", "诉讼", "听证", "司法", "法规")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Seconds by the clock, seconds of CPU and the most memory, in MiB, that a command took."""

    seconds: float
    cpu: float
    memory: float


def main(count: int = REPORTS) -> int:
    """Print every figure beside its target and return 0: what is slow is for the reader to judge."""
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "archive.db"
        with Archive.open(path) as archive:
            fill(archive, count)
            print(f"{time.perf_counter() - start:.0f} s to make up {count} reports")
            with archive.file.reading() as database:
                _size(database, count)
                _search(database, count)
        _coverage(path, count)
        _export(path, count)
        with Archive.open(path) as archive:
            _storing(archive, count)
    print(f"{time.perf_counter() - start:.0f} s in all")
    return 0


def _size(database: Database, count: int) -> None:
    ((text,),) = database.execute("select sum(length(cast(text as blob))) from contents")
    ((index,),) = database.execute("select sum(pgsize) from dbstat where name like '%search%'")
    print(line(f"index of {count} reports", index / 2**20, "MiB", "their texts", text / 2**20))


def _search(database: Database, count: int) -> None:
    words = [*COMMON, *_pairs(count)]
    scan = median(_taken(_scan(database, word)) for word in words[:: len(words) // 6])
    for what, asked in (("two characters", words), ("one character", [word[0] for word in words]), ("two words", _both(words))):
        taken = [_taken(_found(database, typed)) for typed in asked]
        slow = quantiles(taken, n=20)[-1]
        told = f"{slow:.3g} ms of CPU, median {median(taken):.3g}, beside {scan:.4g}"
        if what == "two characters":
            print(ratio(f"search for {what}, p95 of {len(taken)}, times as quick as LIKE", scan / slow, 50, told))
        else:
            print(f"{f'  for {what}, p95 of {len(taken)}':<58}{scan / slow:>8.3g} {told:>50}")


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


def _coverage(path: Path, count: int) -> None:
    taken = [_launched([sys.executable, "-m", "crawler", "coverage", "--archive", str(path)]) for _ in range(3)]
    words = f"{min(each.cpu for each in taken):.3g} of CPU, {max(each.memory for each in taken):.0f} MiB"
    found = min(each.seconds for each in taken)
    print(ratio(f"coverage of {count} reports, seconds of the whole command", found, 2, words, at_most=True))


def _export(path: Path, count: int) -> None:
    """Print the rate of an export beside SQLite's own, and its memory beside that of an export of a part."""
    same = f"select {', '.join(FIELDS)} from reports order by url, version"  # noqa: S608  # our own names
    sqlite = shutil.which("sqlite3")
    command = [sqlite, "-json", str(path), same] if sqlite else [sys.executable, "-c", PLAIN_JSON, str(path), same]
    ours = [sys.executable, "-m", "crawler", "export", "--archive", str(path), "-o", os.devnull, "--quiet"]
    theirs, whole, part = _launched(command), _launched(ours), _launched([*ours, "--site", "bench-0"])
    words = (
        f"{count / whole.cpu:.0f} records a second of CPU beside {count / theirs.cpu:.0f}; {whole.seconds:.0f} s and {theirs.seconds:.0f} s"
    )
    peer = "sqlite3 -json" if sqlite else "Python's sqlite3 and json"
    print(ratio(f"export as JSON Lines, times the rate of {peer}", theirs.cpu / whole.cpu, 0.5, words))
    words = f"{whole.memory:.0f} MiB beside {part.memory:.0f}"
    print(ratio(f"  its memory beside that of {count // SITES} records", whole.memory / part.memory, 1.1, words, at_most=True))


def _storing(archive: Archive, count: int) -> None:
    """Print what it takes to store a version, and what it takes where the index has its words already."""
    batches = [[_on_a_real_page(count + 200 * batch + number) for number in range(200)] for batch in range(2)]
    with archive.file.writing() as database:
        for report in batches[1]:
            row = {"text_hash": text_hash(report.text), "title": report.title, "issuer": report.issuer}
            database.table("searchable").insert(row)
    # ten and ten in turns: the speed of a machine changes from minute to minute
    turns = [[_taken(partial(_record, archive, batch[at : at + 10])) / 10 for batch in batches] for at in range(0, 200, 10)]
    with_index, without = (fmean(taken) for taken in zip(*turns, strict=True))  # what merging takes now and then counts
    words = f"{with_index:.3g} ms of CPU beside {without:.3g}"
    print(ratio("storing a version with its words, times without", with_index / without, 2, words, at_most=True))


def _on_a_real_page(number: int) -> Report:
    """Return a report whose page is as long as real ones are: menus and scripts are stored with it."""
    report = made(number)
    return replace(report, page=replace(report.page, body=post(number % 100).html.encode() + b"<!-- %d -->" % number))


def _record(archive: Archive, reports: Iterable[Report]) -> None:
    for report in reports:
        archive.record(report, run=None, at=datetime.now(UTC))


def _taken(work: Callable[[], object]) -> float:
    """Return the CPU time of a piece of work in ms."""
    start = time.process_time()
    work()
    return 1000 * (time.process_time() - start)


def _launched(command: Sequence[str]) -> Taken:
    done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], stdout=subprocess.PIPE, check=True)
    return Taken(**json.loads(done.stdout))


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
