"""Small sites of our own writing on loopback, each a dict of paths and pages, and a log of what was asked of them."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from crawler.demo.bureau import Answer
from tests.loopback import LoopbackHandler, LoopbackWeb

OFFICES = ("司法局", "财政局", "民政局", "审计局", "水务局", "教育局", "统计局", "商务局", "信访局", "交通运输局", "住建局", "城管局")
_SENTENCE = "全年办理行政复议案件312件，其中调解和解104件，基层执法力量仍显薄弱，执法文书质量有待提高，下一年将继续推进依法行政。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a client asked for: `target` as it was sent, `path` and `query` read from it; header names in lower case."""

    method: str
    target: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: str = ""

    @property
    def form(self) -> dict[str, str]:
        """Return the fields of a form that was sent."""
        return dict(parse_qsl(self.body, keep_blank_values=True))


class LocalWeb(LoopbackWeb, ABC):
    """One site that answers by a function of what was asked."""

    def __init__(self, encoding: str = "utf-8") -> None:
        self.encoding = encoding

    @abstractmethod
    def answer(self, request: Request) -> Answer:
        """Return the answer to one request."""


class SitesWeb(LocalWeb):
    """A site of pages that were written one by one; one given as an int is an answer with that status and a short text."""

    def __init__(self, pages: Mapping[str, str | int], encoding: str = "utf-8") -> None:
        super().__init__(encoding)
        self.pages = pages
        self.asked: list[str] = []

    def answer(self, request: Request) -> Answer:
        found = self.pages.get(request.target, self.pages.get(request.path, 404))
        if request.path != "/robots.txt":
            self.asked.append(request.target)
        if isinstance(found, str):
            return Answer(body=found)
        return Answer(body=f"<h1>{found}</h1>", status=found)


class _Handler(LoopbackHandler[LocalWeb]):
    def do_GET(self) -> None:  # noqa: N802  # the name that http.server looks for
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        body = self.rfile.read(int(headers.get("content-length", 0))).decode()
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        asked = Request(method=self.command, target=self.path, path=unquote(parts.path), query=query, headers=headers, body=body)
        self._send(self.web.answer(asked))

    do_POST = do_GET  # noqa: N815  # the name that http.server looks for

    def _send(self, answer: Answer) -> None:
        body = answer.body.encode(self.web.encoding)
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type or "text/html")
        self.send_header("Content-Length", str(len(body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


LocalWeb.handler = _Handler


def page(*parts: str, title: str = "清河市司法局", column: str | None = None, metas: str = "") -> str:
    """Return a page of a site, which names its column where a test gives one."""
    named = f'<meta name="ColumnName" content="{column}">' if column else ""
    head = f'<meta charset="utf-8"><title>{title}</title><meta name="SiteName" content="清河市司法局">{named}{metas}'
    return f"<html><head>{head}</head><body>{''.join(parts)}</body></html>"


def menu(links: Mapping[str, str]) -> str:
    """Return a menu of column names and where they lead."""
    return "<div>" + "".join(f'<h3><a href="{address}">{name}</a></h3>' for name, address in links.items()) + "</div>"


def crumbs(links: Mapping[str, str], last: str = "正文") -> str:
    """Return a breadcrumb."""
    steps = [f'<a href="{address}">{name}</a>' for name, address in links.items()]
    return f"<div>您现在的位置：{' &gt; '.join([*steps, last])}</div>"


def rows(folder: str, titles: Iterable[str], month: int = 3) -> str:
    """Return a list whose rows lie below a folder in the manner of TRS."""
    items = [
        f'<li><a href="{trs(folder, number, month)}" title="{title}">{title}</a><span>2026-{month:02d}-{number + 1:02d}</span></li>'
        for number, title in enumerate(titles)
    ]
    return f"<ul>{''.join(items)}</ul>"


def trs(folder: str, number: int, month: int = 3) -> str:
    """Return the address of a single page below a folder in the manner of TRS."""
    return f"{folder}2026{month:02d}/t2026{month:02d}{number + 1:02d}_{month}{number:03d}.html"


def reports(number: int, year: int = 2025) -> list[str]:
    """Return titles of reports, each of another office."""
    return [f"清河市{office}{year}年度法治政府建设情况报告" for office in OFFICES[:number]]


def article(title: str, *, before: str = "") -> str:
    """Return the page of a report."""
    body = "".join(f"<p>{heading}{_SENTENCE}</p>" for heading in ("一、", "二、", "三、", "四、", "五、"))
    metas = f'<meta name="ArticleTitle" content="{title}"><meta name="PubDate" content="2026-03-02 10:00">'
    return page(before, f'<h1>{title}</h1><div id="zoom">{body}</div>', title=title, metas=metas)


def articles(folder: str, titles: Iterable[str], month: int = 3) -> dict[str, str]:
    """Return the pages that the rows of a folder lead to."""
    return {trs(folder, number, month): article(title) for number, title in enumerate(titles)}
