"""Speed, as ratios in one run: `python -m tests.bench` (`make bench`), on the embedded web's pages and on pages of real size.

A line a figure: ours, then what it is measured against in the same run. Every figure is a median over rounds that take
turns, because the machine is not ours alone.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
import unicodedata
import zlib
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from urllib.parse import urlsplit

import trafilatura

from crawler.decode import decode
from crawler.demo.bureau import Asked
from crawler.demo.web import DemoWeb
from crawler.model import NotModified, Page, Report
from pipelines.extract import extract
from storage.archive import Archive
from storage.export import export
from storage.selection import Filters
from storage.versions import FIELDS
from tests import bench_speed
from tests.bench_collection import Clock, collections

ROUNDS = 3
RECORDS = 1600  # enough that an export which holds them all in memory is found out
# what a command took and the most memory it had, from a small process: a child inherits the peak of the one that starts it
LAUNCHER = """import resource, subprocess, sys, time
start = time.perf_counter()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, check=True)
took, most = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
print(took, most / (2**20 if sys.platform == "darwin" else 2**10))"""
PLAIN_JSON = """import json, sqlite3, sys
rows = sqlite3.connect(sys.argv[1]).execute(sys.argv[2])
for row in rows:
    print(json.dumps(dict(zip([column[0] for column in rows.description], row)), ensure_ascii=False))"""


def main(peers: Path | None = None, saved: Path | None = None) -> int:
    """Print every figure and return 0: what is slow is for the reader to judge.

    `peers` is a Python that has the other readers, `saved` a folder of real pages with their bodies, which is no part of this repository.
    """
    start = time.perf_counter()
    print("figure, ours = ratio x theirs, whose")
    web = DemoWeb()
    web.log = clock = Clock()
    with tempfile.TemporaryDirectory() as place, web:
        pages = list(_report_pages(web))
        _reading(f"{len(pages)} pages of the embedded web", pages, peers, Path(place) / "embedded")
        if saved is not None:
            real = list(_saved_pages(saved))
            _reading(f"{len(real)} real saved pages", real, peers, Path(place) / "saved")
        _collection(web, clock, Path(place))
        _archive([extract(page) for page, _ in pages], Path(place))
    bench_speed.main(ROUNDS)
    print(f"{time.perf_counter() - start:.0f} s in all, medians of {ROUNDS} rounds, {os.cpu_count()} processors")
    return 0


def overlap(gold: str, seen: str) -> float:
    """Return the F1 of the five-character pieces of two texts, white space and widths of characters levelled."""
    expected, found = _pieces(gold), _pieces(seen)
    both = (expected & found).total()
    return 2 * both / (expected.total() + found.total()) if both else float(not expected and not found)


def line(what: str, ours: float, unit: str, peer: str, theirs: float) -> str:
    """Return a figure as a line: ours, ours as a multiple of theirs, theirs, whose."""
    return f"{what:<42}{_short(ours):>8} {unit:<10}= {_short(ours / theirs):>6} x {_short(theirs):>7}  {peer}"


def _pieces(text: str) -> Counter[str]:
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    return Counter(bare[start : start + 5] for start in range(max(1, len(bare) - 4))) if bare else Counter()


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"


def _report_pages(web: DemoWeb) -> Iterator[tuple[Page, str]]:
    """Yield every report of the web as its server sends it, and the text that is in it."""
    for site in web.sites:
        for report in web.reports(site):
            answer = site.answer(Asked(path=urlsplit(report.url).path, query={}, headers={"referer": site.home}))
            sent = answer.body.encode(site.charset)
            yield Page(url=report.url, body=sent, fetched_at=datetime.now(UTC), content_type=site.content_type), report.text


def _saved_pages(folder: Path) -> Iterator[tuple[Page, str]]:
    """Yield every saved article with the body that a careful reader finds in it; a body that is a picture is none."""
    for path in sorted((folder / "gold").glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        names = [folder / "raw" / path.stem, folder / "raw" / f"{path.stem}.html"]
        sent = next((name for name in names if name.is_file()), None)
        if sent is not None and gold.get("body"):
            yield Page(url=f"http://{path.stem.partition('__')[0]}/", body=sent.read_bytes(), fetched_at=datetime.now(UTC)), gold["body"]


def _reading(what: str, pages: Sequence[tuple[Page, str]], peers: Path | None, place: Path) -> None:
    """Print what it takes to read a page and how well it is read, ours beside trafilatura and, from their own environment, others."""

    def ours() -> list[str]:
        return [extract(page).text for page, _ in pages]

    def theirs() -> list[str]:
        return [_by_trafilatura(page.body) for page, _ in pages]

    taken = [each / len(pages) for each in _turns(ours, theirs)]
    told = {"trafilatura.bare_extraction(…, with_metadata=True)": (taken[1], theirs()), **_by_peers(pages, peers, place)}
    right = fmean(overlap(text, read) for (_, text), read in zip(pages, ours(), strict=True))
    print(f"reading {what}")
    for peer, (took, texts) in told.items():
        f1 = fmean(overlap(text, read) for (_, text), read in zip(pages, texts, strict=True))
        print(line("  a page", taken[0], "ms CPU", peer, took))
        print(line("  F1, mean", right, "of 1", peer, f1))


def _by_trafilatura(body: bytes) -> str:
    found = trafilatura.bare_extraction(body, with_metadata=True)
    return getattr(found, "text", None) or ""


def _by_peers(pages: Sequence[tuple[Page, str]], python: Path | None, place: Path) -> dict[str, tuple[float, list[str]]]:
    """Return ms CPU a page and the texts by reader; the readers run in an environment of their own, for they pin what ours needs newer."""
    if python is None:
        print("readability-lxml and GNE are not measured: no environment of theirs was named (make bench makes one)")
        return {}
    place.mkdir()
    for number, (page, _) in enumerate(pages):
        (place / f"{number:04}.html").write_text(decode(page.body, page.content_type).text, encoding="utf-8")
    script = Path(__file__).with_name("bench_readers.py")
    done = subprocess.run([python, script, place, str(ROUNDS)], stdout=subprocess.PIPE, check=True)
    return {name: (said["ms"], said["texts"]) for name, said in json.loads(done.stdout).items()}


def _turns(*works: Callable[[], object]) -> list[float]:
    """Return the median CPU time of each piece of work in ms; the first round warms up and is not counted."""
    taken: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS + 1):
        for work, times in zip(works, taken, strict=True):
            start = time.process_time()
            work()
            times.append(1000 * (time.process_time() - start))
    return [median(times[1:]) for times in taken]


def _collection(web: DemoWeb, clock: Clock, place: Path) -> None:
    done = collections(web, clock, place, ROUNDS)
    first, again = done.first, done.again
    thrown, read = "Scrapy that throws the same addresses away", "Scrapy with trafilatura in its callback"
    print(line(f"first collection, {len(first.log)} requests", first.rate, "requests/s", thrown, done.scrapy.rate))
    print(line("", first.rate, "requests/s", read, done.trafilatura.rate))
    print(line("  start and end of the processes", first.around, "s", thrown, done.scrapy.around))
    print(line("", first.around, "s", read, done.trafilatura.around))
    sent = [sum(request.sent for request in crawl.log) / 1024 for crawl in (again, first)]
    unsent = sum(request.status == 304 for request in again.log)
    print(line("collection with nothing changed", again.rate, "requests/s", "the first collection", first.rate))
    print(line("  answered 304, not modified", unsent, "requests", "all its requests", len(again.log)))
    print(line("  bytes received", sent[0], "KiB", "the first collection", sent[1]))


def _archive(reports: Sequence[Report], place: Path) -> None:
    made = [_copy(reports[number % len(reports)], number) for number in range(RECORDS)]
    batch = RECORDS // (ROUNDS + 1)
    stored, sample = iter(made), made[:batch]
    with Archive.open(place / "archive.db") as archive, closing(sqlite3.connect(place / "floor.db", isolation_level=None)) as floor:
        floor.executescript("pragma journal_mode = wal; create table floor (url text primary key, page blob, text text)")
        *ours, least = _turns(
            lambda: [archive.record(next(stored), run=None, at=datetime.now(UTC)) for _ in range(batch)],
            lambda: [archive.record(report, run=None, at=datetime.now(UTC)) for report in sample],
            lambda: [archive.look(NotModified(url=report.page.url, seen_at=datetime.now(UTC)), run=None) for report in sample],
            lambda: [_insert(floor, report) for report in sample],
        )
    for what, taken in zip(("storing a new version", "  a look at an unchanged page", "  a look answered with 304"), ours, strict=True):
        print(line(what, taken / batch, "ms CPU", "one row with the same page, compressed, and text", least / batch))
    _export(place)


def _copy(report: Report, number: int) -> Report:
    """Return a report of its own, at an address of its own."""
    page = replace(report.page, url=f"{report.page.url}?copy={number}", body=report.page.body + b"<!-- %d -->" % number)
    return replace(report, page=page, text=f"{report.text}\n第{number}份")


def _insert(floor: sqlite3.Connection, report: Report) -> int:
    values = [report.page.url, zlib.compress(report.page.body), report.text]
    return floor.execute("insert or replace into floor values (?, ?, ?)", values).rowcount


def _export(place: Path) -> None:
    path = str(place / "archive.db")
    same = f"select {', '.join(FIELDS)} from reports order by url, version"  # noqa: S608  # our own names
    sqlite = shutil.which("sqlite3")
    peer = "sqlite3 -json of the same rows" if sqlite else "a loop over sqlite3 and json of Python"
    theirs = [sqlite, "-json", path, same] if sqlite else [sys.executable, "-c", PLAIN_JSON, path, same]
    ours = [sys.executable, "-m", "crawler", "export", "--format", "jsonl", "--archive", path]
    runs = [(_exported(path), _launched(ours), _launched(theirs)) for _ in range(ROUNDS)]
    inside, seconds, least = median(run[0] for run in runs), median(run[1][0] for run in runs), median(run[2][0] for run in runs)
    print(line(f"export of {RECORDS} records as JSON Lines", RECORDS / inside, "records/s", peer, RECORDS / least))
    print(line("  the whole command, with its start", seconds, "s", peer, least))
    print(line("  most memory", max(run[1][1] for run in runs), "MiB", peer, max(run[2][1] for run in runs)))


def _exported(path: str) -> float:
    start = time.perf_counter()
    with Archive.open(Path(path), readonly=True) as archive, Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        export(archive, nowhere, "jsonl", Filters())
    return time.perf_counter() - start


def _launched(command: Sequence[str]) -> tuple[float, float]:
    """Return the seconds that a command took and the most memory that it had, in MiB."""
    done = subprocess.run([sys.executable, "-c", LAUNCHER, *command], stdout=subprocess.PIPE, encoding="utf-8", check=True)
    seconds, memory = done.stdout.split()
    return float(seconds), float(memory)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
