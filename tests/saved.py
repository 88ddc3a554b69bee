"""List pages of our own writing, as a spider meets them: `tests/pages/<family>/<case>/list.html` and what is read from it."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrapy import Request
from scrapy.http import HtmlResponse

PAGES = Path(__file__).parent / "pages"
LIST_URL = "https://www.qinghe.gov.cn/sfj/fzzf/index.html"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One saved page and the answer to it: entries as (url, title, date), the next page, what the list claims."""

    name: str
    response: HtmlResponse
    entries: list[tuple[str, str, str | None]]
    next: str | None
    pages: int | None
    records: int | None


def cases(family: str) -> list[Case]:
    """Return the saved pages of a family."""
    return [_case(folder) for folder in sorted((PAGES / family).iterdir())]


def listing(html: str, url: str = LIST_URL, *, asked: Request | None = None, encoding: str = "utf-8") -> HtmlResponse:
    """Return a list page as Scrapy hands it on; `asked` is the request that it answers, if a test needs one."""
    return HtmlResponse(url, body=html.encode(encoding), encoding=encoding, request=asked)


def _case(folder: Path) -> Case:
    answer: dict[str, Any] = json.loads((folder / "list.json").read_text(encoding="utf-8"))
    headers = {"Content-Type": answer.get("content_type", "text/html")}
    asked = Request(answer["url"], headers={"Referer": answer["referer"]}) if "referer" in answer else None
    response = HtmlResponse(answer["url"], body=(folder / "list.html").read_bytes(), headers=headers, request=asked)
    entries = [(entry["url"], entry["title"], entry["date"]) for entry in answer["entries"]]
    return Case(
        name=folder.name,
        response=response,
        entries=entries,
        next=answer["next"],
        pages=answer.get("pages"),
        records=answer.get("records"),
    )
