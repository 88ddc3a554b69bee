"""When a lost row is probed again, from where, and which of the finds is offered; the site's answers are made up here."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from scrapy.http import HtmlResponse

from crawler.crawl import Finished, Job
from crawler.model import COUNTS, ListEntry, Problem, Site
from crawler.rescuing import rescue
from crawler.sites import load_sites
from crawler.verdict import Outcome
from spiders.columns import Tier
from spiders.findings import Finding
from spiders.probe import Probed
from spiders.rescue import starts
from spiders.search import Section
from storage.archive import Archive
from tests.made import later
from tests.sites_web import reports

BASE = "https://www.qinghe.gov.cn"
LIST, SECOND = f"{BASE}/zwgk/fzzf/", f"{BASE}/zwgk/yfxz/"
ROWS = f"""[[site]]
id = "qinghe-sfj"
name = "清河市司法局 法治政府建设"
family = "static"
lists = ["{LIST}"]
schedule = "17 6 * * *"

[[site]]
id = "qinghe-two"
name = "清河市司法局"
family = "static"
lists = ["{LIST}", "{SECOND}"]
schedule = "17 6 * * *"
"""
HELD = [ListEntry(url=f"{LIST}202603/t202603{day:02d}_{day}.html", title=title) for day, title in enumerate(reports(6), start=1)]
EMPTY = Problem("LIST_EMPTY", LIST, "found no entry, expected a list", breaks=True)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "my.toml").write_text(ROWS, encoding="utf-8")
    return tmp_path


@pytest.fixture
def archive(folder: Path) -> Iterator[Archive]:
    with Archive.open(folder / "reports.db") as opened:
        for site in ("qinghe-sfj", "qinghe-two"):
            opened.list_entries(site, HELD, at=later(days=-1))
        yield opened


def row(folder: Path, site: str = "qinghe-sfj") -> Site:
    return load_sites(folder / "my.toml")[site]


def red(archive: Archive, site: Site, *problems: Problem, seen: int = 0) -> Outcome:
    """End a run of a site with these problems and return its outcome."""
    outcome = Outcome(site=site.id, reason="finished", counts=dict.fromkeys(COUNTS, 0) | {"seen": seen}, problems=problems)
    run = archive.begin_run(site.id, at=later())
    archive.end_run(
        run.id, at=later(), reason="finished", verdict=outcome.verdict, counts=outcome.counts, problems=(), met=outcome.red, whole=True
    )
    return outcome


class Case:
    """A rescue that is asked for, and answered by a test."""

    def __init__(self, site: Site, outcome: Outcome, folder: Path) -> None:
        overrides = {"GOVREPORTS_ARCHIVE": str(folder / "reports.db"), "GOVREPORTS_SITES": str(folder / "my.toml")}
        self._asking = rescue(site, outcome, overrides, lambda _host: True)
        self.told: tuple[Problem, ...] = ()
        self.job: Job | None = self._step(None)

    def answer(self, *found: Probed, reason: str = "finished") -> tuple[Problem, ...]:
        assert self._step(Finished(reason=reason, stats={}, items=found)) is None
        return self.told

    def _step(self, finished: Finished | None) -> Job | None:
        try:
            return next(self._asking) if finished is None else self._asking.send(finished)
        except StopIteration as stop:
            self.told = stop.value
            return None


def probed(
    url: str = LIST,
    family: str = "static",
    titles: Sequence[str] = reports(6),
    name: str = "工作报告",
    **changes: Any,  # noqa: ANN401
) -> Probed:
    """Return a probe that found a list of these titles at an address."""
    entries = tuple(ListEntry(url=f"{url}{number}.html", title=title) for number, title in enumerate(titles))
    values: dict[str, Any] = {"url": url, "name": name, "tier": Tier.NEAR, "says": Tier.NEAR, "response": HtmlResponse(url), **changes}
    return Probed(url=url, section=Section(findings=(Finding(family=family, entries=entries),), **values))


def offers(archive: Archive, site: str = "qinghe-sfj") -> list[str]:
    """Return the lines that the offers of a site change."""
    diffs = [incident.offer or "" for incident in archive.incidents(site)]
    return [line for diff in diffs for line in diff.splitlines() if line[0] in "-+" and line[:3] not in ("---", "+++")]


def test_lost_list_is_looked_for_at_its_place_where_its_reports_tell_and_from_the_home_page(archive: Archive, folder: Path) -> None:
    site = row(folder)
    moved = [ListEntry(url=f"{BASE}/xxgk/fzbg/202603/t20260301_{number}.html", title=title) for number, title in enumerate(reports(2))]
    archive.list_entries(site.id, moved, at=later(days=-1))

    job = Case(site, red(archive, site, EMPTY), folder).job

    assert job is not None
    assert job.arguments["urls"] == [LIST, f"{BASE}/xxgk/fzbg/", f"{BASE}/"]
    assert (job.overrides["ITEM_PIPELINES"], job.overrides["SPIDER_MIDDLEWARES"]) == ({}, {})


def test_reports_on_another_host_or_without_a_known_shape_lead_where_they_can() -> None:
    elsewhere = [ListEntry(url="https://www.lushan.gov.cn/a/202603/t20260301_1.html", title="甲")]
    unshaped = [ListEntry(url=f"{BASE}/show?id=1", title="甲")]

    assert starts([LIST], elsewhere) == [LIST, f"{BASE}/"]
    assert starts([LIST], unshaped) == [LIST, f"{BASE}/show?id=1", f"{BASE}/"]


@pytest.mark.parametrize("code", ["BLOCKED", "LOGIN", "ROBOTS", "UNREACHABLE", "TLS", "LIST_FAILED"])
def test_site_that_does_not_answer_is_left_alone(archive: Archive, folder: Path, code: str) -> None:
    site = row(folder, "qinghe-two")

    assert Case(site, red(archive, site, EMPTY, Problem(code, SECOND, "", breaks=True)), folder).job is None


def test_row_whose_pages_alone_fail_is_not_probed(archive: Archive, folder: Path) -> None:
    site = row(folder)

    assert Case(site, red(archive, site, Problem("FAILING", site.id, "")), folder).job is None


def test_row_that_never_had_entries_is_not_probed(folder: Path) -> None:
    site = row(folder)
    with Archive.open(folder / "reports.db") as archive:
        outcome = red(archive, site, EMPTY)

    assert Case(site, outcome, folder).job is None


def test_what_would_work_is_offered_and_told(archive: Archive, folder: Path) -> None:
    site = row(folder)

    told = Case(site, red(archive, site, EMPTY), folder).answer(probed(family="vsb"))

    assert offers(archive) == ['-family = "static"', '+family = "vsb"']
    assert [(problem.code, problem.where) for problem in told] == [("OFFERED", "qinghe-sfj")]
    assert (folder / "my.toml").read_text(encoding="utf-8") == ROWS


@pytest.mark.parametrize(("days", "is_probed"), [(6, False), (8, True)])
def test_site_is_not_probed_again_within_a_week(archive: Archive, folder: Path, days: int, is_probed: bool) -> None:
    site = row(folder)
    Case(site, red(archive, site, EMPTY), folder).answer()
    (known,) = archive.incidents()
    before = datetime.now(UTC) - timedelta(days=days)
    archive.keep_probe(known, at=before, row=known.probed_row or "", found="found nothing", offer=None)

    assert (Case(site, red(archive, site, EMPTY), folder).job is not None) == is_probed


def test_row_that_a_person_has_changed_is_probed_at_once(archive: Archive, folder: Path) -> None:
    Case(row(folder), red(archive, row(folder), EMPTY), folder).answer()
    (folder / "my.toml").write_text(ROWS.replace("static", "vsb", 1), encoding="utf-8")

    assert Case(row(folder), red(archive, row(folder), EMPTY), folder).job is not None


def test_probe_that_was_stopped_is_made_again(archive: Archive, folder: Path) -> None:
    site = row(folder)
    Case(site, red(archive, site, EMPTY), folder).answer(reason="shutdown")

    assert archive.incidents()[0].probed_at is None
    assert Case(site, red(archive, site, EMPTY), folder).job is not None


@pytest.mark.parametrize(
    ("found", "is_ours"),
    [
        (probed(f"{BASE}/new/"), True),
        (probed(f"{BASE}/new/", titles=[*reports(2), "清河市林业局2025年度法治政府建设情况报告"]), True),
        (probed(f"{BASE}/new/", titles=[*reports(1), "清河市林业局2025年度法治政府建设情况报告"]), False),
        (probed(f"{BASE}/new/", titles=reports(6, 2024), name="法治政府建设"), True),
        (probed(f"{BASE}/new/", titles=reports(6, 2024), name="年度报告"), False),
        (probed(f"{BASE}/new/", titles=["清河市司法局召开会议", "清河市司法局开展宣传"], name="法治政府建设"), False),
    ],
)
def test_only_the_rows_own_section_is_offered(archive: Archive, folder: Path, found: Probed, is_ours: bool) -> None:
    site = row(folder)
    case = Case(site, red(archive, site, EMPTY), folder)
    assert case.job is not None

    assert case.job.arguments["is_ours"](found.section) == is_ours
    assert bool(case.answer(found)) == is_ours


def test_list_that_reads_again_as_the_row_has_it_needs_no_change(archive: Archive, folder: Path) -> None:
    site = row(folder)

    told = Case(site, red(archive, site, EMPTY), folder).answer(probed())

    assert (told, offers(archive)) == ((), [])
    assert archive.incidents()[0].found == f"{LIST}: found 6 entries that the row reads as it is"


def test_every_address_that_was_tried_in_vain_is_told(archive: Archive, folder: Path) -> None:
    site = row(folder)
    tried = (Probed(url=LIST, trouble="found HTTP 404, expected a page"), Probed(url=f"{BASE}/", kind="an entrance with 3 links"))

    Case(site, red(archive, site, EMPTY), folder).answer(*tried)

    assert archive.incidents()[0].found == (
        f"{LIST}: found HTTP 404, expected a page; "
        f"{BASE}/: found an entrance with 3 links, expected a list of reports or a way to one; asked 0 pages"
    )


@pytest.mark.parametrize(("seen", "family", "is_offered"), [(3, "vsb", True), (6, "vsb", False), (3, "static", False)])
def test_list_that_shrank_is_offered_only_what_reads_more(archive: Archive, folder: Path, seen: int, family: str, is_offered: bool) -> None:
    site = row(folder)
    outcome = red(archive, site, Problem("SHRUNK", site.id, "found few entries, expected at least 10"), seen=seen)

    assert bool(Case(site, outcome, folder).answer(probed(family=family))) == is_offered


def test_list_that_still_reads_stays_in_the_row(archive: Archive, folder: Path) -> None:
    site = row(folder, "qinghe-two")

    case = Case(site, red(archive, site, Problem("NOT_FOUND", SECOND, "found HTTP 404, expected a page", breaks=True)), folder)
    case.answer(probed(f"{BASE}/new/"))

    assert case.job is not None
    assert case.job.arguments["urls"][0] == SECOND
    assert offers(archive, "qinghe-two") == [f'-lists = ["{LIST}", "{SECOND}"]', f'+lists = ["{LIST}", "{BASE}/new/"]']


def test_family_that_would_lose_the_other_list_is_not_offered(archive: Archive, folder: Path) -> None:
    site = row(folder, "qinghe-two")

    assert Case(site, red(archive, site, EMPTY), folder).answer(probed(family="vsb")) == ()


def test_list_that_still_reads_is_not_offered_in_the_place_of_the_other(archive: Archive, folder: Path) -> None:
    site = row(folder, "qinghe-two")
    case = Case(site, red(archive, site, Problem("NOT_FOUND", SECOND, "found HTTP 404, expected a page", breaks=True)), folder)

    assert (case.answer(probed(LIST)), offers(archive, "qinghe-two")) == ((), [])


def test_selectors_of_a_list_that_still_reads_are_not_offered_to_go(archive: Archive, folder: Path) -> None:
    (folder / "my.toml").write_text(f'{ROWS}select.rows = "div > p"\n', encoding="utf-8")
    site = row(folder, "qinghe-two")
    case = Case(site, red(archive, site, Problem("NOT_FOUND", SECOND, "found HTTP 404, expected a page", breaks=True)), folder)

    assert case.answer(probed(f"{BASE}/new/")) == ()
    assert (
        archive.incidents()[0].found
        == f"{BASE}/new/: found a list at {BASE}/new/, expected titles or the column that the row had, read as its other lists are"
    )


def test_nothing_is_offered_where_nobody_can_tell_which_list_broke(archive: Archive, folder: Path) -> None:
    site = row(folder, "qinghe-two")
    broken = Problem("LIST_EMPTY", f"{SECOND}index_2.html", "found no text, expected a list page", breaks=True)

    assert Case(site, red(archive, site, broken), folder).answer(probed(f"{BASE}/new/")) == ()


def test_title_of_nothing_but_an_ellipsis_makes_no_section_known(archive: Archive, folder: Path) -> None:
    site = row(folder)
    archive.list_entries(site.id, [ListEntry(url=f"{BASE}/1.html", title="…", cut=True)], at=later(days=-1))

    assert Case(site, red(archive, site, EMPTY), folder).answer(probed(f"{BASE}/new/", titles=reports(3, 2019))) == ()


def test_title_that_the_new_list_cuts_short_is_known_again(archive: Archive, folder: Path) -> None:
    site = row(folder)
    entries = tuple(ListEntry(url=f"{BASE}/new/{n}.html", title=f"{title[:12]}…", cut=True) for n, title in enumerate(reports(6)))
    found = probed(f"{BASE}/new/")
    assert found.section is not None
    section = replace(found.section, findings=(Finding(family="static", entries=entries),))

    assert Case(site, red(archive, site, EMPTY), folder).answer(replace(found, section=section)) != ()


def test_title_that_the_old_list_cut_short_is_known_again(archive: Archive, folder: Path) -> None:
    site = row(folder)
    with archive.file.writing() as database:
        database.execute("update listings set title = substr(title, 1, 9) || '…', cut = 1")

    assert Case(site, red(archive, site, EMPTY), folder).answer(probed(family="vsb")) != ()
