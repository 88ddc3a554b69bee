"""A large archive made up in bulk: the same tables as recording report by report, in a third of the time and over two processes.

The reports are made of our own sentences, six thousand characters each, with places, years and numbers that differ: none is a
near-duplicate of another, so none is looked for. `tests/test_bench_fill.py` holds both ways to the same tables.
"""

import os
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from datetime import UTC, datetime
from functools import cache, lru_cache
from itertools import chain, pairwise
from typing import Any, cast

from sqlite_utils import Database

from crawler.demo.prose import dice, patterns, write
from crawler.model import ListEntry, Report, Site
from crawler.register import Place, places
from crawler.urls import identity
from storage import rows, similar
from storage.archive import Archive
from storage.hashes import content_hash, text_hash
from storage.times import written
from storage.words import characters_of, grades, words_of
from tests.made import made_report

LENGTH = 6_000  # characters, as reports of counties have in the middle
AT = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
SITES = 5  # rows that list them: a fifth of the reports each
_BATCH = 1000
_HASH = 1 << 26  # bytes of words that FTS5 gathers before it writes a piece of its index: a batch
_DEFAULT_HASH = 1 << 20

_Statements = Mapping[str, Sequence[Any]]


def made(number: int, length: int = LENGTH) -> Report:
    """Return a report of its own, the same for the same number on every machine; every other is of a bureau of justice."""
    roll = dice("archive", number)
    place, year = roll.choice(_places()), 2015 + number % 10
    issuer = f"{place.name}{'司法局' if number % 2 else '人民政府'}"
    said = [f"{year}年，{issuer}办理行政复议案件{number}件，{one}" for one in roll.choices(_sentences(), k=4)]
    text = "\n".join(said + roll.choices(_sentences(), k=length // 40))[:length]
    url = f"https://www.{number % 997}.gov.cn/{year}/{number}.html"
    title = f"{issuer}{year}年度法治政府建设情况报告"
    return made_report(
        url,
        title=title,
        text=text,
        issuer=issuer,
        report_year=year,
        published_at=f"{year + 1}-{1 + number % 5:02}-{1 + number % 28:02}",
        body="".join(f"<p style='text-indent:2em'>{each}</p>\n" for each in text.split("\n")).encode(),
        site=_site(number % SITES, place.region),
        entry=ListEntry(url=url, title=title, date=f"{year + 1}-03-01"),
    )


def fill(archive: Archive, count: int) -> None:
    """Store so many reports with their words, listings and looks, the words gathered for a batch at a time."""
    with archive.file.reading() as database:
        database.execute("pragma synchronous = off")
        database.execute("pragma cache_size = -262144")
        _gather(database, _HASH)
        for statements in _prepared(count):
            with archive.file.writing():
                for sql, values in statements.items():
                    database.conn.executemany(sql, values)
        _gather(database, _DEFAULT_HASH)


def _gather(database: Database, size: int) -> None:
    for table in ("search_words", "search_weights"):
        database.execute(f"insert into {table} ({table}, rank) values ('hashsize', ?)", [size])  # noqa: S608  # our own names


def _prepared(count: int) -> Iterator[_Statements]:
    """Yield what is to be executed, batch by batch, made by other processes that are never far ahead."""
    processes = os.cpu_count() or 1
    waiting: deque[Future[_Statements]] = deque()
    with ProcessPoolExecutor(processes) as pool:
        for first in range(0, count, _BATCH):
            waiting.append(pool.submit(statements_of, first, min(count, first + _BATCH)))
            if len(waiting) > 2 * processes:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


class _Gathering:
    """Takes statements as a database does and keeps them: the storage's own functions say what is written for a report.

    What they ask is answered as for a report whose page and text nothing else has, nor nearly.
    """

    def __init__(self) -> None:
        self.statements: dict[str, list[object]] = defaultdict(list)
        self.text = ""
        self.conn = self

    def execute(self, sql: str, values: object) -> Sequence[object]:
        if not sql.startswith("select"):
            self.statements[sql].append(values)
        return ()

    def executemany(self, sql: str, values: Iterable[object]) -> None:
        self.statements[sql].extend(values)

    def query(self, *_: object) -> Iterator[dict[str, Any]]:
        return iter([{"n": 0, "known": 0, "text": self.text}])


def statements_of(first: int, last: int) -> _Statements:
    """Return what is to be executed for some reports, by statement in the order of the first report's."""
    gathering = _Gathering()
    database = cast(Database, gathering)
    for number in range(first, last):
        report = made(number)
        page, site, key = report.page, report.page.site, identity(report.page.url)
        assert page.entry is not None
        assert site is not None
        rows.put_listing(database, site.id, page.entry, AT)
        rows.add_address(database, page, AT)
        rows.add_version(database, report, key=key, number=1, cause="new", run=None, at=AT)
        gathering.text = report.text
        similar.relate(database, content_hash(report.text), AT)
        _index(database, number + 1, report)
        rows.update_address(database, key, site, AT)
        rows.add_visit(database, key, outcome="new", run=None, at=AT)
        gathering.execute("update addresses set next_look_at = ? where identity = ?", [written(AT), key])
    return dict(gathering.statements)


def _index(database: Database, key: int, report: Report) -> None:
    """Write a text as the index does, its words taken from its lines: most lines stand in many texts."""
    title, issuer, text = report.title, report.issuer or "", report.text
    database.execute("insert into searchable values (?, ?, ?, ?)", [key, text_hash(text), title, issuer])
    lines = [_words(line) for line in text.split("\n")]
    words = [*chain.from_iterable([words for _, words in lines])]
    letters: Counter[str] = Counter()
    for word, count in Counter(words).items():
        if word > "\u3004":  # each character of Chinese begins one word
            letters[word[0]] += count
    characters = " ".join(dict.fromkeys(chain(characters_of(title), characters_of(issuer), letters)))
    values = [key, " ".join(words_of(title)), " ".join(words_of(issuer)), " ".join([line for line, _ in lines if line]), characters]
    database.execute("insert into search_words (rowid, title, issuer, text, characters) values (?, ?, ?, ?, ?)", values)
    weights = " ".join([f"{word}{grade}" for word, grade in grades(title, issuer, words, letters).items()])
    database.execute("insert into search_weights (rowid, words) values (?, ?)", [key, weights])


@lru_cache(maxsize=10_000)
def _words(line: str) -> tuple[str, Sequence[str]]:
    words = words_of(line)
    return " ".join(words), words


@cache
def _places() -> Sequence[Place]:
    return [place for place in places() if place.region]


@cache
def _site(number: int, region: str | None) -> Site:
    return Site(
        id=f"bench-{number}", name="", family="static", lists=("https://www.gov.cn/",), region=region, publisher="", schedule="17 6 * * *"
    )


@cache
def _sentences() -> Sequence[str]:
    """Return sentences with numbers of their own, a third of them spliced of two, so that few words stand in every report."""
    roll = dice("sentences")
    patterns_of = [pattern for theme in patterns()["theme"] for pattern in theme["sentences"]]
    names = {"place": "全市", "issuer": "市司法局", "self": "我局", "scope": "全市", "party": "市委", "head": "局长"}
    names |= {"units": "司法所", "year": "2024", "next": "2025", "prev": "2023"}
    said = [write(roll.choice(patterns_of), roll, names) for _ in range(6000)]
    return [*said[:4000], *(f"{one.partition('，')[0]}，{other}" for one, other in pairwise(said[4000:]))]


def listed(reports: Iterable[Report]) -> Iterator[tuple[Site, ListEntry]]:
    """Yield what lists claim of reports, and whose lists."""
    for report in reports:
        if report.page.site and report.page.entry:
            yield report.page.site, report.page.entry
