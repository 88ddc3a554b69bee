"""Coverage over collected sites: every state, each right, each with its evidence, on the embedded web."""

from datetime import UTC, date, datetime
from pathlib import Path

from crawler.demo.web import DemoWeb
from crawler.model import Problem
from storage.archive import Archive
from storage.coverage.states import STATES
from tests.conftest import Run
from tests.sites_web import SitesWeb

ROW = """
[[site]]
id = "{id}"
name = "{publisher} 法治政府建设"
region = "{region}"
publisher = "{publisher}"
family = "static"
lists = ["{base}/gggs/"]
schedule = "17 6 * * *"
"""
SHUT = {"/robots.txt": "User-agent: *\nDisallow: /\n"}


def days_of(web: DemoWeb, site_id: str) -> dict[tuple[str, int], str]:
    """Return by organ and year when the reports of a place's two organs were first public."""
    site = web.site(site_id)
    organs = {site.name: "justice", f"{site.place.name}人民政府": "government"}
    reports = [report for report in web.reports(site) if report.issuer in organs]
    return {
        (organs[report.issuer], report.report_year): report.published_at[:10]
        for report in sorted(reports, key=lambda report: report.published_at, reverse=True)
    }


def lose(archive: Path, site: str, address: str) -> None:
    """Write what a run leaves behind whose host gives no answer: to wait for one takes half a minute."""
    with Archive.open(archive) as opened:
        run = opened.begin_run(site, at=datetime.now(UTC))
        met = [Problem("UNREACHABLE", address, "found the connection refused, expected a page", breaks=True)]
        opened.end_run(run.id, at=datetime.now(UTC), reason="finished", verdict="", counts={}, problems=(), met=met, whole=True)


def test_collected_sites_have_every_state_with_its_evidence(web: DemoWeb, rows: Path, tmp_path: Path, govreports: Run) -> None:
    with SitesWeb(SHUT) as shut, rows.open("a", encoding="utf-8") as file:
        file.write(ROW.format(id="rudong-sfj", publisher="如东县司法局", region="320623", base=shut.base))
        file.write(ROW.format(id="qidong-sfj", publisher="启东市司法局", region="320681", base="https://www.qidong.gov.cn"))
        file.flush()
        govreports("collect", "yunlan-sfj", "rudong-sfj", "--sites", str(rows))
    lose(tmp_path / "reports.db", "qidong-sfj", "https://www.qidong.gov.cn/gggs/")

    done = govreports("coverage", "--by", "place", "--format", "json", "--sites", str(rows))

    cells = {(line["region"], line["organ"], line["year"]): line for line in done.json}
    days = days_of(web, "yunlan-sfj")
    with Archive.open(tmp_path / "reports.db", readonly=True) as opened, opened.file.reading() as database:
        shown = {row["url"] for row in database.query("select url from reports where kind = 'report'")}
    for organ, year in ((organ, year) for organ in ("government", "justice") for year in range(2015, 2025)):
        line, day = cells["331199", organ, year], days.get((organ, year))
        state = "missing" if day is None else "held" if day <= str(date(year + 1, 4, 1)) else "late"
        assert (line["state"], line["published_at"], line["site"]) == (state, day, "yunlan-sfj")
        assert (line["url"] in shown) == (day is not None), "a report's own address, and of a gap the list that was walked"
        assert (line["version"], line["since"] is None) == ((1, True) if day else (None, False))
    others = {region: cells[region, "government", 2024] for region in ("320623", "320681", "320685")}
    assert [line["state"] for line in others.values()] == ["blocked", "unreachable", "unknown"]
    assert [line["code"] for line in others.values()] == ["ROBOTS", "UNREACHABLE", None]
    assert [(line["site"], bool(line["since"])) for line in others.values()] == [("rudong-sfj", True), ("qidong-sfj", True), (None, False)]
    assert [line["url"] for line in others.values()] == [f"{shut.base}/gggs/", "https://www.qidong.gov.cn/gggs/", None]
    assert cells["810000", "government", 2024]["state"] == "not_due"
    assert {line["state"] for line in cells.values()} == {str(state) for state in STATES}
    assert {"held", "late", "missing"} <= {line["state"] for line in cells.values() if line["region"] == "331199"}
    assert done.status == 1
