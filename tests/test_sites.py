from pathlib import Path

import pytest

from crawler.errors import SiteError
from crawler.model import Select, Site
from crawler.sites import load_sites

SHORT = """
[[site]]
id = "qinghe-sfj"
name = "清河市司法局 法治政府建设"
family = "static"
lists = ["https://www.qinghe.gov.cn/sfj/fzzf/"]
schedule = "17 6 * * *"
"""
FULL = """
[[site]]
id = "haian-sfj-gggs"
name = "海安市司法局 公告公示"
region = "320685"
publisher = "海安市司法局"
family = "truecms"
lists = ["https://www.haian.gov.cn/a.html", "https://www.haian.gov.cn/b.html"]
keep = "法治政府建设|依法行政"
schedule = "*/20 5-6 * * 1-5"
season = "*/20 5-6,17 * * *"
run_minutes = 240
expect_at_least = 10
enabled = false
encoding = "gb18030"
delay = 2.5
hours = "20:00-07:00"
budget = 500
tls = "legacy"
tls_reason = "the server renegotiates the old way"
hosts = ["WWW.SFJ.haian.gov.cn"]

[site.select]
rows = "ul.x > li"
link = "a"
title = "a::attr(title)"
date = "span"
next = "a.next"
body = "#zoom"
"""


def read(tmp_path: Path, text: str, name: str = "rows.toml") -> dict[str, Site]:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return load_sites(tmp_path / name)


def test_short_row_is_a_site_with_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, SHORT) == {
        "qinghe-sfj": Site(
            id="qinghe-sfj",
            name="清河市司法局 法治政府建设",
            family="static",
            lists=("https://www.qinghe.gov.cn/sfj/fzzf/",),
            schedule="17 6 * * *",
        )
    }


def test_every_key_of_a_row_is_read(tmp_path: Path) -> None:
    assert read(tmp_path, FULL)["haian-sfj-gggs"] == Site(
        id="haian-sfj-gggs",
        name="海安市司法局 公告公示",
        region="320685",
        publisher="海安市司法局",
        family="truecms",
        lists=("https://www.haian.gov.cn/a.html", "https://www.haian.gov.cn/b.html"),
        keep="法治政府建设|依法行政",
        schedule="*/20 5-6 * * 1-5",
        season="*/20 5-6,17 * * *",
        run_minutes=240,
        expect_at_least=10,
        enabled=False,
        encoding="gb18030",
        delay=2.5,
        hours="20:00-07:00",
        budget=500,
        tls_reason="the server renegotiates the old way",
        hosts=("sfj.haian.gov.cn",),
        select=Select(rows="ul.x > li", link="a", title="a::attr(title)", date="span", next="a.next", body="#zoom"),
    )


def test_folder_is_read_file_by_file_in_order(tmp_path: Path) -> None:
    (tmp_path / "b.toml").write_text(SHORT, encoding="utf-8")
    (tmp_path / "a.toml").write_text(FULL, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no rows here", encoding="utf-8")

    assert [*load_sites(tmp_path)] == ["haian-sfj-gggs", "qinghe-sfj"]


def test_file_without_rows_has_no_sites(tmp_path: Path) -> None:
    assert read(tmp_path, "# nothing yet\n") == {}


def test_path_that_leads_nowhere_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="found nothing there, expected a file or folder of rows"):
        load_sites(tmp_path / "none.toml")


@pytest.mark.parametrize("text", ["[[site]", "site = 1", "other = 1", "[site]\nid = 'a-b'", "site = [1]"])
def test_file_that_is_no_list_of_rows_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(SiteError, match=r"^rows\.toml: found .*, expected"):
        read(tmp_path, text)


def test_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "rows.toml").write_bytes(SHORT.encode("gb18030"))

    with pytest.raises(SiteError, match=r"^rows\.toml: found no TOML"):
        load_sites(tmp_path)


def test_same_id_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="site 'qinghe-sfj': found a second time, expected every id once"):
        read(tmp_path, SHORT + SHORT)


@pytest.mark.parametrize("key", ["id", "name", "family", "lists", "schedule"])
def test_missing_key_is_named(tmp_path: Path, key: str) -> None:
    lines = [line for line in SHORT.splitlines() if not line.startswith(key)]

    with pytest.raises(SiteError, match=rf"missing keys \['{key}'\]"):
        read(tmp_path, "\n".join(lines))


def test_unknown_key_is_named_with_file_and_row(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match=r"^jiangsu\.toml: site 'qinghe-sfj': unknown keys \['lang'\]$"):
        read(tmp_path, f'{SHORT}lang = "zh"\n', "jiangsu.toml")


def test_row_without_an_id_is_named_by_its_number(tmp_path: Path) -> None:
    with pytest.raises(SiteError, match="number 2"):
        read(tmp_path, f'{SHORT}\n[[site]]\nname = "乙"\n')


WRONG = [
    ("id", '"Qinghe"', "expected lower-case words joined by hyphens"),
    ("id", '"qinghe"', "expected lower-case words joined by hyphens"),
    ("name", '" "', "expected text"),
    ("name", "7", "expected text"),
    ("lists", "[]", "expected a list of addresses"),
    ("lists", '"https://a.gov.cn/"', "expected a list of addresses"),
    ("lists", '["a.gov.cn/x"]', "found no web address"),
    ("lists", '["ftp://a.gov.cn/x"]', "found no web address"),
    ("lists", '["http://[::1/"]', "found no web address"),
    ("season", '"0 4 * 5-12 *"', "season: found '0 4 * 5-12 *': found a line that never comes from January to April"),
    ("season", "6", "season: found 6, expected text"),
    ("run_minutes", "0", "expected minutes from 1 to 1440"),
    ("run_minutes", "1441", "expected minutes from 1 to 1440"),
    ("run_minutes", "1.5", "expected minutes from 1 to 1440"),
    ("schedule", '"17 6 * *"', "found 4 fields, expected 5"),
    ("schedule", '"17 25 * * *"', "25"),
    ("region", '"32068"', "expected the six digits of a GB/T 2260 code"),
    ("region", "320685", "expected text"),
    ("keep", '"法治("', "expected a regular expression"),
    ("expect_at_least", "0", "expected a whole number from 1"),
    ("expect_at_least", "true", "expected a whole number from 1"),
    ("expect_at_least", '"10"', "expected a whole number from 1"),
    ("enabled", '"no"', "expected true or false"),
    ("encoding", '"gbk-2"', "expected the name of an encoding"),
    ("delay", "-1", "expected seconds from 0 to 600"),
    ("delay", "true", "expected seconds from 0 to 600"),
    ("delay", "900", "expected seconds from 0 to 600"),
    ("hours", '"20-7"', "expected hours such as '20:00-07:00'"),
    ("hours", '"08:00-08:00"', "leave the key out for the whole day"),
    ("hours", "8", "expected text"),
    ("budget", "0", "expected a whole number from 1"),
    ("hosts", '["https://a.gov.cn/"]', "expected a list of host names"),
    ("hosts", '"a.gov.cn"', "expected a list of host names"),
    ("render", "true", "expected false"),
    ("select", '"ul"', "expected a table with some of"),
    ("select", '{ row = "ul" }', "expected a table with some of"),
    ("select", '{ rows = "" }', "expected text"),
    ("tls", '"legacy"', "expected tls and tls_reason together"),
    ("tls_reason", '"old"', "expected tls and tls_reason together"),
    ("tls", '"none"\ntls_reason = "old"', "expected 'legacy' or no such key"),
]


@pytest.mark.parametrize(("key", "value", "message"), WRONG)
def test_wrong_value_is_refused_with_what_was_expected(tmp_path: Path, key: str, value: str, message: str) -> None:
    lines = [line for line in SHORT.splitlines() if not line.startswith(f"{key} ")]

    with pytest.raises(SiteError, match=r"^rows\.toml: site ") as refused:
        read(tmp_path, "\n".join([*lines, f"{key} = {value}"]))

    assert message in str(refused.value)
    assert "\n" not in str(refused.value)
