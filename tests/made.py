"""Reports, pages and rows made up for tests: every argument is what one test wants to be different."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta
from typing import Any

from crawler.model import Attachment, ListEntry, Page, Report, Section, Site

START = datetime(2026, 3, 2, 1, 30, tzinfo=UTC)
URL = "https://www.qinghe.gov.cn/zwgk/fzzf/202603/t20260301_1024.html"
TEXT = """清河市司法局2025年度法治政府建设情况报告
2025年，我局坚持以习近平法治思想为指导，全面推进依法行政。
一、主要举措和成效
全年办理行政复议案件312件，其中调解和解104件，纠错率为11.2%。
二、存在的不足
基层执法力量仍显薄弱，执法文书质量有待提高。"""
SITE = Site(
    id="qinghe-sfj",
    name="清河市司法局 法治政府建设",
    family="section",
    lists=("https://www.qinghe.gov.cn/zwgk/fzzf/index.html",),
    region="320899",
    publisher="清河市司法局",
    schedule="17 6 * * *",
)


def later(**passed: float) -> datetime:
    """Return a moment so long after the start."""
    return START + timedelta(**passed)


def made_page(url: str = URL, **changes: object) -> Page:
    """Return a page as a server sent it."""
    values: dict[str, Any] = {
        "url": url,
        "body": f"<html><!-- {url} --></html>".encode(),
        "fetched_at": START,
        "content_type": "text/html; charset=utf-8",
    }
    values |= changes
    return Page(**values)


def made_report(url: str = URL, **changes: object) -> Report:
    """Return what a page says; what belongs to the page goes to the page."""
    of_page = {each.name for each in fields(Page)}
    page = made_page(url, **{name: value for name, value in changes.items() if name in of_page})
    values: dict[str, Any] = {
        "title": "清河市司法局2025年度法治政府建设情况报告",
        "text": TEXT,
        "published_at": "2026-03-01T15:28+08:00",
        "source": "清河市司法局",
        "issuer": "清河市司法局",
        "report_year": 2025,
        "level": "county",
        "document_number": None,
        "index_number": "014203/2026-00031",
        "kind": "report",
        "outline": (Section(heading="一、主要举措和成效", level=1, role="achievements"),),
        "attachments": (Attachment(name="附件1.pdf", url="https://www.qinghe.gov.cn/files/1.pdf?token=a1"),),
        "extractor": "govreports/1",
        "warnings": (),
    }
    values |= {name: value for name, value in changes.items() if name not in of_page}
    return Report(page=page, **values)


def made_entry(url: str = URL, **changes: object) -> ListEntry:
    """Return what a list claims of a report."""
    values: dict[str, Any] = {"url": url, "title": "清河市司法局2025年度法治政府建设情况报告", "date": "2026-03-01", **changes}
    return ListEntry(**values)
