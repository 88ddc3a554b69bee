"""Everything a user can get wrong is one line on standard error or one line of output, the right status, and no traceback."""

import http.server
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from crawler.demo.web import DemoWeb
from storage.archive import Archive
from tests.conftest import Done, Run

ROW = """
[[site]]
id = "qingxi-sfj"
name = "青溪市司法局"
family = "truecms"
lists = ["http://sfj.qingxi.invalid/"]
schedule = "17 6 * * *"
"""


def refused_in_one_line(done: Done, *words: str) -> None:
    assert done.status == 2, done.err
    assert len(done.err.splitlines()) == 1, done.err
    assert done.err.startswith("govreports: ")
    assert all(word in done.err for word in words), done.err


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ('lang = "zh"', "unknown keys ['lang']"),
        ('schedule = "61 6 * * *"', "schedule"),
        ('schedule = "6 * *"', "found 3 fields, expected 5"),
        ('family = "wordpress"', "expected one of"),
        ('keep = "法治("', "expected a regular expression"),
        ('lists = ["sfj.qingxi.gov.cn"]', "expected http:// or https://"),
        ('region = "3206"', "six digits"),
    ],
)
def test_bad_row_stops_before_anything_starts(govreports: Run, tmp_path: Path, wrong: str, said: str) -> None:
    key = wrong.partition(" ")[0]
    kept = [line for line in ROW.splitlines() if line.partition(" ")[0] != key]
    (tmp_path / "rows.toml").write_text("\n".join([*kept, wrong]), encoding="utf-8")

    done = govreports("collect", "--sites", "rows.toml")

    refused_in_one_line(done, "qingxi-sfj", said)
    assert not (tmp_path / "reports.db").exists()


def test_unknown_site_is_refused(govreports: Run) -> None:
    refused_in_one_line(govreports("collect", "nowhere-sfj"), "nowhere-sfj: found no such site")


def test_missing_file_of_rows_is_refused(govreports: Run) -> None:
    refused_in_one_line(govreports("sites", "--sites", "none.toml"), "none.toml: found nothing there")


def test_file_of_rows_that_is_no_toml_is_refused(govreports: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_bytes(b"\xff\xfe[[site")

    refused_in_one_line(govreports("sites", "--sites", "rows.toml"), "rows.toml: found no TOML")


@pytest.mark.parametrize(
    "command", [["collect", "--sites", "rows.toml"], ["runs"], ["export"], ["scrape", "http://sfj.qingxi.invalid/"], ["reextract"]]
)
def test_archive_that_is_no_database_is_refused_and_left_alone(govreports: Run, tmp_path: Path, command: list[str]) -> None:
    (tmp_path / "rows.toml").write_text(ROW, encoding="utf-8")
    (tmp_path / "reports.db").write_bytes("这不是数据库。".encode() * 1000)

    refused_in_one_line(govreports(*command), "reports.db: found")

    assert (tmp_path / "reports.db").read_bytes() == "这不是数据库。".encode() * 1000


def test_archive_of_a_newer_program_is_refused(govreports: Run, tmp_path: Path) -> None:
    Archive.open(tmp_path / "reports.db").close()
    with sqlite3.connect(tmp_path / "reports.db") as database:
        name = next(iter(database.execute("select migration_set from _sqlite_migrations")))[0]
        database.execute("insert into _sqlite_migrations (migration_set, name, applied_at) values (?, 'from_the_future', '2030')", [name])
    database.close()

    refused_in_one_line(govreports("runs"), "reports.db: found", "from_the_future")


def test_archive_of_something_else_is_refused(govreports: Run, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "reports.db") as database:
        database.execute("create table dogs (name text)")
    database.close()

    refused_in_one_line(govreports("scrape", "http://sfj.qingxi.invalid/"), "reports.db: found")


def test_missing_archive_is_refused_by_what_only_reads(govreports: Run, tmp_path: Path) -> None:
    refused_in_one_line(govreports("versions", "http://sfj.qingxi.invalid/"), "reports.db: found")

    assert not (tmp_path / "reports.db").exists()


def test_archive_that_can_be_written_no_more_stops_the_crawl_and_keeps_what_it_has(
    web: DemoWeb, rows: Path, govreports: Run, tmp_path: Path
) -> None:
    done = govreports("collect", "qingxi-sfj", "--sites", rows, "--format", "json", largest_file=400_000)

    (line,) = done.json
    assert (done.status, line["reason"], line["verdict"]) == (1, "archive", "red: ARCHIVE")
    assert "Traceback" not in done.err
    with Archive.open(tmp_path / "reports.db") as archive:
        stored = list(archive.reread_candidates())
    assert {version.text for version in stored} <= {expected.text for expected in web.reports(web.site("qingxi-sfj"))}
    assert govreports("collect", "qingxi-sfj", "--sites", rows).status == 0


def test_unknown_report_is_one_line_and_status_one(govreports: Run, tmp_path: Path) -> None:
    Archive.open(tmp_path / "reports.db").close()

    done = govreports("versions", "http://sfj.qingxi.invalid/1.html")

    assert (done.status, len(done.err.splitlines())) == (1, 1)
    assert "found no such report" in done.err


def test_name_that_does_not_resolve_is_an_answer(govreports: Run) -> None:
    done = govreports("scrape", "http://sfj.qingxi.invalid/1.html")

    (answer,) = done.json
    assert (done.status, answer["url"], answer["error"]["code"]) == (1, "http://sfj.qingxi.invalid/1.html", "UNREACHABLE")


def test_row_whose_site_does_not_resolve_is_red(govreports: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_text(ROW, encoding="utf-8")

    done = govreports("collect", "--sites", "rows.toml", "--format", "json")

    (line,) = done.json
    assert (done.status, line["verdict"]) == (1, "red: UNREACHABLE")
    assert "Traceback" not in done.err


@pytest.mark.parametrize("url", ["sfj.qingxi.gov.cn", "ftp://sfj.qingxi.gov.cn/", "", "http://", "file:///etc/passwd"])
def test_what_is_no_web_address_is_an_answer(govreports: Run, url: str) -> None:
    done = govreports("scrape", "--no-store", url)

    assert (done.status, [answer["error"]["code"] for answer in done.json]) == (1, ["REFUSED"])


def test_private_address_is_refused_unless_allowed(web: DemoWeb, govreports: Run) -> None:
    address = web.reports(web.sites[0])[0].url

    done = govreports("scrape", "--no-store", address, address.replace("127.0.0.1", "localhost"), GOVREPORTS_ALLOW_PRIVATE="")

    assert done.status == 1
    assert [answer["error"]["code"] for answer in done.json] == ["REFUSED", "REFUSED"]
    assert web.log == []


FILES = {
    "empty.html": b"",
    "binary.html": bytes(range(256)) * 400,
    "scan.pdf": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"\x00" * 4000,
    "blank.html": b"<html><head><title></title></head><body>   </body></html>",
}


@pytest.mark.parametrize("name", FILES)
def test_page_without_text_is_an_answer_that_says_so(govreports: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(FILES[name])

    done = govreports("extract", name)

    (answer,) = done.json
    assert (done.status, answer["file"]) == (1, name)
    assert answer["error"]["message"]
    assert "Traceback" not in done.err


def test_missing_file_is_an_answer_beside_the_others(govreports: Run, tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text(f"<div id=zoom>{'<p>全市法治政府建设工作稳步推进，成效明显。</p>' * 9}</div>", encoding="utf-8")

    done = govreports("extract", "one.html", "none.html")

    assert done.status == 1
    assert ["error" in answer for answer in done.json] == [False, True]


def test_broken_utf8_is_read_with_a_warning(govreports: Run, tmp_path: Path) -> None:
    page = f"<meta charset=utf-8><div id=zoom>{'<p>全市法治政府建设工作稳步推进，成效明显。</p>' * 9}</div>".encode()
    (tmp_path / "broken.html").write_bytes(page[:120] + b"\xe5\x85" + page[120:])

    done = govreports("extract", "broken.html")

    (answer,) = done.json
    assert done.status == 0
    assert "法治政府建设" in answer["text"]
    assert answer["warnings"]


def test_page_of_fifty_megabytes_is_refused_in_one_line(govreports: Run, tmp_path: Path) -> None:
    (tmp_path / "large.html").write_bytes(b"<p>" + "法治".encode() * 9_000_000)

    done = govreports("extract", "large.html")

    (answer,) = done.json
    assert (done.status, answer["error"]["code"]) == (1, "PARSE_EMPTY")
    assert "expected at most" in answer["error"]["message"]


@pytest.fixture
def flood() -> Iterator[str]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(50 * 1024 * 1024))
            self.end_headers()
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/large.html"
    server.shutdown()
    server.server_close()


def test_answer_of_fifty_megabytes_is_not_taken_in(govreports: Run, flood: str) -> None:
    (answer,) = govreports("scrape", "--no-store", flood).json

    assert answer["error"] == {"code": "FETCH_FAILED", "message": "found more bytes than are read, expected a page"}


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("GOVREPORTS_DELAY", "a while", "expected a number from 0 to 600"),
        ("GOVREPORTS_DELAY", "-1", "expected a number from 0 to 600"),
        ("GOVREPORTS_TIMEOUT", "0", "expected a number from 0.1"),
        ("GOVREPORTS_TIMEOUT", "inf", "expected a number from 0.1"),
        ("GOVREPORTS_RUN_MINUTES", "nan", "expected a number from 0"),
        ("GOVREPORTS_BUDGET", "1.5", "expected a whole number"),
        ("GOVREPORTS_SWEEP_DAYS", "七", "expected a number from 0"),
        ("GOVREPORTS_ALLOW_PRIVATE", "yes", "expected 1 or nothing"),
        ("GOVREPORTS_LOCKS", "rows.toml", "expected a folder that can be written"),
    ],
)
def test_variable_of_the_environment_that_cannot_be_meant_is_refused(
    govreports: Run, tmp_path: Path, name: str, said: str, expected: str
) -> None:
    (tmp_path / "rows.toml").write_text(ROW, encoding="utf-8")

    refused_in_one_line(govreports("collect", "--sites", "rows.toml", **{name: said}), expected)


def test_variable_that_is_empty_is_as_none(govreports: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_text(ROW, encoding="utf-8")
    empty = dict.fromkeys(
        ["GOVREPORTS_DELAY", "GOVREPORTS_TIMEOUT", "GOVREPORTS_BUDGET", "GOVREPORTS_RUN_MINUTES", "GOVREPORTS_ALLOW_PRIVATE"], ""
    )

    assert govreports("sites", "--sites", "rows.toml", **empty).status == 0
