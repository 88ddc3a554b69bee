"""A section that is collected again and again: a site whose lists and reports change, and an archive whose days pass at once."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from crawler.demo.bureau import Answer
from storage.times import moment, written
from tests.conftest import Run
from tests.sites_web import LocalWeb, Request, page

LIST = "/sfj/fzzf/"
_PER_PAGE = 10
_TIMES = {
    "visits": ("at",),
    "addresses": ("first_seen_at", "last_seen_at", "next_look_at"),
    "versions": ("seen_at", "fetched_at"),
    "listings": ("first_listed_at", "last_listed_at"),
    "runs": ("started_at", "since", "ended_at"),
    "absences": ("since", "ended_at"),
    "doubts": ("since", "ended_at"),
    "lists": ("sent_at",),
}


@dataclass
class Piece:
    """A report on the site: when it is dated, what it says, and the status its address answers with."""

    date: str
    text: str
    status: int = 200
    title: str = ""


@dataclass(frozen=True)
class Asked:
    """One request and its answer: `is_conditional` says that it named a validator."""

    path: str
    status: int
    is_conditional: bool


class Section(LocalWeb):
    """A section with a list of ten reports a page, whose validators tell the truth, lie, or are not there."""

    def __init__(self, number: int, validators: Literal["honest", "lying", "frozen", "none"] = "honest") -> None:
        super().__init__()
        self.validators = validators
        self.has_list_validators = True
        self.list_validators: Literal["honest", "lying"] = "honest"
        self.pieces = {f"t2020{12 - at // 28:02d}{28 - at % 28:02d}_{at}.html": _piece(at) for at in range(number)}
        self.order = list(self.pieces)
        self.log: list[Asked] = []
        self._first: dict[str, str] = {}

    def answer(self, request: Request) -> Answer:
        """Return a list page, a report or what robots.txt says, and keep what was asked."""
        answer = self._answer(request)
        conditional = bool({"if-none-match", "if-modified-since"} & request.headers.keys())
        if request.path != "/robots.txt":
            self.log.append(Asked(request.path.removeprefix(LIST), answer.status, conditional))
        return answer

    def put(self, name: str, date: str, at: int = 0) -> None:
        """Publish one more report at a place of the list."""
        self.pieces[name] = Piece(date, _text(name), title=f"清河市{name}年度法治政府建设情况报告")
        self.order.insert(at, name)

    def _answer(self, request: Request) -> Answer:
        name = request.path.removeprefix(LIST)
        if name in self.pieces:
            piece = self.pieces[name]
            body = f'<h1>{piece.title}</h1><div id="zoom">{piece.text}</div>'
            metas = f'<meta name="ArticleTitle" content="{piece.title}"><meta name="PubDate" content="{piece.date} 10:00">'
            whole = page(body, title=piece.title, metas=metas)
            if piece.status != 200:
                return Answer(status=piece.status, body="<h1>404</h1>")
            return self._validated(request, whole, self.validators)
        pages = -(-len(self.order) // _PER_PAGE)
        shown = {"index.html": 0, **{f"index_{number}.html": number for number in range(1, pages)}}
        if name not in shown:
            return Answer(status=404, body="<h1>404</h1>")
        listed = self.order[shown[name] * _PER_PAGE :][:_PER_PAGE]
        rows = "".join(_row(each, self.pieces[each]) for each in listed)
        body = page(f"<ul>{rows}</ul>", f'<script>createPageHTML({pages}, {shown[name]}, "index", "html");</script>')
        return self._validated(request, body, self.list_validators if self.has_list_validators else "none")

    def _validated(self, request: Request, body: str, how: str) -> Answer:
        first = self._first.setdefault(request.path, body)
        tag = f'"{sha256((first if how == "frozen" else body).encode()).hexdigest()[:12]}"'
        if how == "none":
            return Answer(body=body)
        held = request.headers.get("if-none-match")
        if held is not None and (how == "lying" or held == tag):
            return Answer(status=304, headers={"ETag": held})
        return Answer(body=body, headers={"ETag": tag})


@dataclass
class Again:
    """Collections of one section into one archive."""

    web: Section
    folder: Path
    run: Run
    line: dict[str, Any] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return self.folder / "reports.db"

    def collect(self, *options: str, days: float = 0) -> list[Asked]:
        """Let days pass, collect, and return what was asked, robots.txt aside; `line` is what the command said."""
        if days:
            let_pass(self.path, days)
        self.web.log.clear()
        done = self.run("collect", "--sites", "sites.toml", "--format", "json", *options)
        (self.line,) = done.json
        return list(self.web.log)

    def query(self, sql: str) -> Sequence[tuple[Any, ...]]:
        """Return what the archive answers to a question."""
        with closing(sqlite3.connect(self.path)) as plain:
            return plain.execute(sql).fetchall()


@contextmanager
def again(web: Section, folder: Path, run: Run) -> Iterator[Again]:
    """Serve a section and collect it."""
    with web:
        row = f'[[site]]\nid = "qinghe-sfj"\nname = "清河市司法局"\nfamily = "static"\nlists = ["{web.base}{LIST}index.html"]\n'
        (folder / "sites.toml").write_text(f'{row}schedule = "17 6 * * *"\ndelay = 0\nexpect_at_least = 11\n', encoding="utf-8")
        yield Again(web, folder, run)


def let_pass(path: Path, days: float) -> None:
    """Make everything that an archive tells older, as if so many days had passed since."""
    with closing(sqlite3.connect(path)) as plain, plain:
        plain.create_function("older", 1, lambda text: text and written(moment(text) - timedelta(days=days)))
        for table, columns in _TIMES.items():
            shifted = ", ".join(f"{column} = older({column})" for column in columns)
            plain.execute(f"update {table} set {shifted}")  # noqa: S608  # our own words


def _row(name: str, piece: Piece) -> str:
    return f'<li><a href="{LIST}{name}" title="{piece.title}">{piece.title}</a><span>{piece.date}</span></li>'


def _piece(number: int) -> Piece:
    name = f"第{number}号"
    month, day = 12 - number // 28, 28 - number % 28
    return Piece(f"2020-{month:02d}-{day:02d}", _text(name), title=f"清河市{name}镇2019年度法治政府建设情况报告")


def _text(name: str) -> str:
    sentence = f"{name}镇全年办理行政复议案件312件，其中调解和解104件，基层执法力量仍显薄弱，下一年将继续推进依法行政。"
    return "".join(f"<p>{heading}{sentence}</p>" for heading in ("一、", "二、", "三、", "四、", "五、"))
