"""The site of an archive, asked without a server, and an archive that has something for every page."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx

from crawler.model import Problem
from storage.archive import Archive
from storage.browse.app import made_site
from storage.browse.instance import Browse
from tests.made import SITE, START, TEXT, URL, later, made_report

BARRED = replace(
    SITE,
    id="liulin-sfj",
    name="柳林市司法局 法治政府建设",
    region="320898",
    publisher="柳林市司法局",
    lists=("https://sfj.liulin.gov.cn/",),
)
ROWS = (SITE, BARRED)
LATE = "https://www.qinghe.gov.cn/zwgk/fzzf/202405/t20240506_12.html"
HOSTILE = "https://www.qinghe.gov.cn/zwgk/fzzf/evil.html"
SCRIPT = "</title><script>alert(1)</script>"


def filled(path: Path) -> Browse:
    """Return the site of an archive with three reports, one of them hostile and one changed today, and a section that is blocked."""
    with Archive.open(path) as archive:
        run = archive.begin_run(SITE.id, at=START)
        archive.record(made_report(site=SITE), run=run.id, at=START)
        late = made_report(
            LATE,
            site=SITE,
            title="清河市司法局2023年度法治政府建设情况报告",
            report_year=2023,
            published_at="2024-05-06",
            text=f"{TEXT}\n又一段。",
        )
        archive.record(late, run=run.id, at=START)
        archive.record(made_report(URL, site=SITE, text=f"{TEXT}\n补充一段。"), run=run.id, at=datetime.now(UTC))
        hostile = made_report(
            HOSTILE, title=SCRIPT, issuer=f"{SCRIPT}县", report_year=None, source=SCRIPT, text=f"=1+1 {SCRIPT} 复议", kind="news"
        )
        archive.record(hostile, run=None, at=datetime.now(UTC))
        archive.end_run(
            run.id, at=later(minutes=5), reason="finished", verdict="sound", counts={"seen": 3}, problems=(), whole=True, complete=True
        )
        barred = archive.begin_run(BARRED.id, at=later(minutes=10))
        met = Problem("BLOCKED", "javascript:alert(1)", f"found {SCRIPT}, expected a list", breaks=True)
        said = {"reason": "finished", "verdict": "red: BLOCKED", "problems": [str(met)], "met": [met]}
        archive.end_run(barred.id, at=later(minutes=15), counts={}, whole=True, **said)  # type: ignore[arg-type]  # each as the ledger has it
    return made_site(path, ROWS)


def asked(site: Browse, *paths: str, headers: Mapping[str, str] | None = None, method: str = "GET") -> list[httpx.Response]:
    """Return the answers to some paths, asked for one after the other."""

    async def all_of_them() -> list[httpx.Response]:
        return [await site.client.request(method, path, headers=headers) for path in paths]

    return asyncio.run(all_of_them())


def page(site: Browse, path: str) -> str:
    """Return the page at a path, which is there."""
    (answer,) = asked(site, path)
    assert answer.status_code == 200, answer.text
    return answer.text
