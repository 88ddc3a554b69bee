"""The site as a whole: what every page has, who is answered, and that nothing stored is ever run."""

import re
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest
from datasette.plugins import pm
from parsel import Selector

from storage.archive import Archive
from storage.browse import plugin
from storage.browse.app import made_site
from storage.browse.instance import Browse
from storage.forgetting import forget
from tests.browsed import HOSTILE, SCRIPT, asked, filled, page
from tests.made import SITE, START, URL, made_report

OURS = (
    "/",
    "/coverage",
    "/coverage?province=32",
    "/coverage?province=32&year=2025&organ=justice",
    "/coverage?year=2025",
    "/cell?place=320899&organ=justice&year=2025",
    "/cell?place=320898&organ=justice&year=2025",
    "/search",
    "/search?q=复议",
    "/search?q=没有的词",
    "/runs",
    "/runs?site=liulin-sfj",
    "/incidents?all=1",
)
TABLES = ("/archive", "/archive/reports", "/archive/incidents", "/archive?sql=select+title,+issuer+from+reports")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    return filled(tmp_path_factory.mktemp("browsed") / "search?#1.db")


@pytest.mark.parametrize("path", OURS)
def test_page_says_its_language_has_one_heading_and_names_every_field(site: Browse, path: str) -> None:
    shown = Selector(page(site, path))

    assert shown.attrib["lang"] == "zh-CN"
    assert len(shown.css("h1")) == 1
    assert len(shown.css("main, header.top nav")) == 2
    fields = shown.css("input:not([type=checkbox]), select").xpath("@id").getall()
    assert sorted(fields) == sorted(shown.css("label::attr(for)").getall())


@pytest.mark.parametrize("path", [*OURS, *TABLES])
def test_page_runs_nothing_that_is_not_the_site_own_file(site: Browse, path: str) -> None:
    (answer,) = asked(site, path)
    shown = Selector(answer.text)

    assert answer.headers["content-security-policy"].startswith("default-src 'self'; object-src 'none'; base-uri 'none'")
    assert "script-src" not in answer.headers["content-security-policy"]
    assert shown.css("script:not([src]), style, iframe, base").getall() == []
    assert shown.xpath("//@*[starts-with(name(), 'on')]").getall() == []
    assert [url for url in shown.css("script::attr(src), link::attr(href)").getall() if "//" in url and "localhost" not in url] == []
    assert [url for url in shown.css("a::attr(href)").getall() if re.match(r"\s*(javascript|data)", url)] == []
    assert SCRIPT not in answer.text


@pytest.mark.parametrize("path", OURS)
def test_style_attributes_are_on_no_page_of_ours(site: Browse, path: str) -> None:
    (answer,) = asked(site, path)

    assert "unsafe-inline" not in answer.headers["content-security-policy"]
    assert Selector(answer.text).xpath("//@style").getall() == []


def test_hostile_title_is_shown_as_it_is_written(site: Browse) -> None:
    shown = Selector(page(site, "/"))

    assert SCRIPT in shown.css(".reports .title a::text").getall()
    assert HOSTILE.partition("//")[2] in Selector(page(site, f"/archive/reports?url={HOSTILE}")).css(".col-url a::attr(title)").get("")


def test_links_out_tell_nobody_where_they_were_found(site: Browse) -> None:
    links = Selector(page(site, "/cell?place=320899&organ=justice&year=2025")).css("a[href^='http']")

    assert links
    assert {link.attrib["rel"] for link in links} == {"noopener noreferrer"}


def test_every_link_of_ours_leads_to_a_page(site: Browse) -> None:
    others = ("/report", "/diff", "/original")
    links = {
        link.partition("#")[0]
        for path in ("/", "/coverage?province=32", "/cell?place=320899&organ=justice&year=2025", "/search?q=复议", "/runs", "/incidents")
        for link in Selector(page(site, path)).css("a::attr(href), link::attr(href), script::attr(src)").getall()
        if link.startswith("/") and not link.startswith(others)
    }
    once = {re.sub("province=[^&]*", "province=32", re.sub("year=20..", "year=2025", link)) for link in links}

    answers = asked(site, *sorted(once - {""}))

    assert len(once) > 12
    assert [str(answer.url) for answer in answers if answer.status_code != 200] == []


@pytest.mark.parametrize(
    "name", ["evil.example", "evil.example:8001", "127.0.0.1.evil.example", "localhost.evil.example", "", "10.0.0.7:8001"]
)
def test_request_by_another_name_is_not_answered(site: Browse, name: str) -> None:
    (answer,) = asked(site, "/", headers={"host": name})

    assert answer.status_code == 421
    assert "清河" not in answer.text


@pytest.mark.parametrize("name", ["localhost", "localhost:8001", "127.0.0.1:8001", "[::1]:8001", "127.0.0.2"])
def test_request_by_a_name_of_loopback_is_answered(site: Browse, name: str) -> None:
    assert asked(site, "/search", headers={"host": name})[0].status_code == 200


@pytest.mark.parametrize(
    ("host", "name", "status"),
    [
        ("sfj.example", "sfj.example:80", 200),
        ("sfj.example", "other.example", 421),
        ("0.0.0.0", "10.0.0.7:8001", 200),  # noqa: S104  # said, not bound
        ("::", "[fd00::7]:8001", 200),
        ("0.0.0.0", "evil.example", 421),  # noqa: S104  # as above
    ],
)
def test_site_served_to_others_answers_to_the_name_it_was_given(site: Browse, host: str, name: str, status: int) -> None:
    served = made_site(site.archive_path, (), host)

    assert asked(served, "/-/browse/icon.svg", headers={"host": name})[0].status_code == status


@pytest.mark.parametrize(
    ("came", "for_what", "status"),
    [("cross-site", "image", 403), ("same-site", "empty", 403), ("cross-site", "iframe", 403), ("cross-site", "document", 200)],
)
def test_page_of_another_site_can_link_here_and_not_ask_in_the_dark(site: Browse, came: str, for_what: str, status: int) -> None:
    (answer,) = asked(site, "/search?q=复议", headers={"sec-fetch-site": came, "sec-fetch-dest": for_what})

    assert answer.status_code == status


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_request_that_would_write_is_refused(site: Browse, method: str) -> None:
    (answer,) = asked(site, "/archive/reports", method=method)

    assert answer.status_code == 405


def test_sql_can_read_and_nothing_else(site: Browse) -> None:
    statements = (
        "delete from visits",
        "drop table visits",
        "pragma user_version = 7",
        "attach 'other.db' as other",
        "with x as (select 1) delete from visits",
    )
    before = asked(site, "/archive.json?sql=select+count(*)+from+visits&_shape=arrays")[0].json()["rows"]

    answers = asked(site, *(f"/archive.json?sql={sql}" for sql in statements))

    assert [answer.status_code for answer in answers] == [400] * len(statements)
    assert asked(site, "/archive.json?sql=select+count(*)+from+visits&_shape=arrays")[0].json()["rows"] == before
    with pytest.raises(sqlite3.OperationalError, match="only read"):
        site.get_database().connect(write=True)


def test_pages_about_the_machine_are_not_there(site: Browse) -> None:
    answers = asked(
        site, "/-/databases.json", "/-/threads", "/-/plugins.json", "/-/metadata.json", "/-/messages", "/_internal", "/archive.db"
    )

    assert {answer.status_code for answer in answers} <= {403, 404}
    assert [answer.text for answer in answers if str(site.archive_path) in answer.text] == []


def test_language_is_picked_by_a_link_and_remembered(site: Browse) -> None:
    (picked,) = asked(site, "/search?q=复议&lang=en")
    (kept,) = asked(site, "/search?q=复议", headers={"cookie": "a=b; lang=en"})
    (back,) = asked(site, "/search?q=复议&lang=zh", headers={"cookie": "lang=en"})

    assert picked.headers["set-cookie"].startswith("lang=en; Path=/")
    assert "set-cookie" not in kept.headers
    assert [Selector(each.text).attrib["lang"] for each in (picked, kept, back)] == ["en", "en", "zh-CN"]
    assert Selector(picked.text).css(".tongue::attr(href)").get("").endswith("q=%E5%A4%8D%E8%AE%AE&lang=zh")


def test_language_filters_no_table(site: Browse) -> None:
    chinese, english = (Selector(page(site, f"/archive/reports?lang={lang}")) for lang in ("zh", "en"))

    assert len(chinese.css("tbody tr")) == len(english.css("tbody tr")) == 3
    assert "报告机关" in chinese.css("th .named::text").getall()
    assert english.css("th .named").getall() == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/nowhere", 404, "没有这一页"),
        ("/coverage?year=1", 404, "没有这一页"),
        ("/coverage?year=二〇二三", 400, "expected a number"),
        ("/coverage?organ=court", 400, "expected one of government, justice"),
        ("/coverage?province=99", 404, "found no such province"),
        ("/cell?place=1&organ=justice&year=2025", 404, "found nothing for place"),
        ("/search?q=复议&region=江苏", 400, "expected the beginning of a code"),
        ("/search?q=复议&page=0", 400, "expected a number from 1 to 50"),
        ("/archive/nothing", 404, "Table not found"),
        ("/archive?sql=select", 400, ""),
        ("/archive?sql=select+hex(randomblob(900000000))", 400, "too big"),
        ("/report", 400, "url: found nothing, expected the address"),
        ("/search?q=复议&page=9", 200, "没有这么多页"),
        (f"/report?url={URL}&version=٣", 404, "expected the number of a version"),
    ],
)
def test_what_cannot_be_shown_is_said_in_a_sentence(
    site: Browse, path: str, status: int, words: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (answer,) = asked(site, path)

    assert answer.status_code == status
    assert words in answer.text
    assert capfd.readouterr() == ("", "")


def test_fault_of_a_program_is_answered_as_json(site: Browse) -> None:
    (answer,) = asked(site, "/archive/nothing.json")

    assert answer.json() == {"ok": False, "error": "Table not found", "status": 404}


def test_plugins_that_happen_to_be_installed_take_no_part(site: Browse) -> None:
    foreign = ModuleType("datasette_foreign")
    pm.unregister(plugin)
    pm.register(foreign, "datasette_foreign")

    made_site(site.archive_path, ())

    assert not pm.is_registered(foreign)
    assert pm.is_registered(plugin)


def test_query_that_takes_too_long_is_ended_with_a_sentence(tmp_path: Path) -> None:
    served = filled(tmp_path / "reports.db")
    served.sql_time_limit_ms = 20

    (answer,) = asked(served, "/archive?sql=with+recursive+n(i)+as+(select+1+union+all+select+i+from+n)+select+count(*)+from+n")

    assert answer.status_code == 400
    assert "found no answer in time" in answer.text
    assert "textarea" not in Selector(answer.text).css("main").get("")


def test_archive_put_in_the_place_of_another_is_the_one_that_is_read(tmp_path: Path) -> None:
    served = filled(tmp_path / "reports.db")
    paths = ("/", "/report?url=" + URL, "/archive/reports.json?_shape=array")
    before = asked(served, *paths)
    with Archive.open(tmp_path / "other.db") as archive:
        archive.record(made_report(site=SITE, title="另一个存档的报告"), run=None, at=datetime.now(UTC))

    (tmp_path / "other.db").replace(tmp_path / "reports.db")

    after = asked(served, *paths)
    assert ["另一个存档" in answer.text for answer in before] == [False] * 3
    assert ["另一个存档" in answer.text for answer in after[:2]] == [True] * 2
    assert [row["title"] for row in after[2].json()] == ["另一个存档的报告"]


def test_start_page_says_that_the_week_brought_more_than_it_shows(tmp_path: Path) -> None:
    served = filled(tmp_path / "reports.db")
    with Archive.open(tmp_path / "reports.db") as archive:
        for number in range(20):
            archive.record(made_report(f"{URL}?id={number}", site=SITE, text=f"第{number}份"), run=None, at=datetime.now(UTC))

    shown = Selector(page(served, "/"))

    assert len(shown.css(".reports li")) == 20
    assert "只列最近20份" in page(served, "/")


def test_archive_that_is_gone_is_said_and_no_file_made(tmp_path: Path) -> None:
    served = filled(tmp_path / "reports.db")
    for file in tmp_path.glob("reports.db*"):
        file.unlink()

    (answer,) = asked(served, "/runs")

    assert answer.status_code == 503
    assert "found no file, expected an archive" in answer.text
    assert [*tmp_path.iterdir()] == []


def test_forgotten_report_is_on_no_page(tmp_path: Path) -> None:
    served = filled(tmp_path / "reports.db")
    url = "https://www.qinghe.gov.cn/zwgk/fzzf/secret.html"
    with Archive.open(tmp_path / "reports.db") as archive:
        archive.record(made_report(url, site=SITE, title="绝密的一份报告", text="绝密的一段"), run=None, at=datetime.now(UTC))
    assert "的一份报告" in page(served, "/search?q=绝密")

    with Archive.open(tmp_path / "reports.db") as archive:
        forget(archive.file, url, why="asked", by="test", at=START)

    paths = (
        "/",
        "/search?q=绝密",
        "/coverage?province=32&organ=justice",
        "/archive/reports",
        "/archive/all_versions",
        "/archive/contents",
        "/runs",
    )
    assert [path for path in paths if "的一份报告" in page(served, path) or "的一段" in page(served, path)] == []


def test_start_page_counts_what_is_held_and_tells_what_the_week_brought(site: Browse) -> None:
    shown = Selector(page(site, "/"))

    numbers = dict(
        zip(shown.css(".numbers li *::text, .numbers li::text").getall()[1::2], shown.css(".numbers b::text").getall(), strict=True)
    )
    assert numbers == {"份报告": "3", "个版本": "4", "个栏目": "1", "个地方": "1", "处故障": "1"}
    (changed,) = [each for each in shown.css(".reports li") if each.css(".tag.changed")]
    assert changed.css(".title a::text").get() == "清河市司法局2025年度法治政府建设情况报告"
    assert changed.css(".about a::attr(href)").get("").endswith("t20260301_1024.html&from=1&to=2")
    assert [each.css("::text").get() for each in shown.css(".card .tag")] == ["BLOCKED"]


def test_incident_of_a_row_that_nobody_watches_is_not_open(site: Browse) -> None:
    given_up = [row if row.id == SITE.id else replace(row, enabled=False) for row in site.rows.values()]
    served = made_site(site.archive_path, given_up)

    assert Selector(page(served, "/incidents")).css(".card").getall() == []
