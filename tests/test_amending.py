"""Rows changed as a person would change them: only what must change, in a file that is left as it was written."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from crawler.amending import amended
from crawler.errors import SiteError
from crawler.model import Select
from crawler.sites import load_sites

FILE = """# 清河的两个栏目
[[site]]
id = "qinghe-sfj"
name = "清河市司法局 公告公示"  # as the page says
family = "static"   # by its pager
lists = ["https://www.qinghe.gov.cn/gggs/"]
keep = "法治政府建设"
schedule = "17 6 * * *"
expect_at_least = 10  # the first list page shows 20
select.rows = "div > p"  # nested
select.body = "#zoom"

[[site]]
id = "qinghe-zf"
name = "清河市人民政府"
family = "truecms"
lists = [
    "https://www.qinghe.gov.cn/a/",  # the first
    "https://www.qinghe.gov.cn/b/",
]
schedule = "18 6 * * *"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "my.toml"
    path.write_text(FILE, encoding="utf-8")
    return path


def changed(diff: str) -> list[str]:
    return [line for line in diff.splitlines() if line[0] in "-+" and line[:3] not in ("---", "+++")]


def test_only_the_lines_of_changed_keys_differ(file: Path) -> None:
    diff = amended(file, load_sites(file)["qinghe-sfj"], {"family": "vsb", "lists": ["https://sfj.qinghe.gov.cn/fzbg/"]})

    assert diff.splitlines()[:2] == ["--- my.toml", "+++ my.toml"]
    assert changed(diff) == [
        '-family = "static"   # by its pager',
        '-lists = ["https://www.qinghe.gov.cn/gggs/"]',
        '+family = "vsb"   # by its pager',
        '+lists = ["https://sfj.qinghe.gov.cn/fzbg/"]',
    ]


def test_selectors_go_and_others_stay(file: Path) -> None:
    diff = amended(file, load_sites(file)["qinghe-sfj"], {"select": Select(body="#zoom")})

    assert changed(diff) == ['-select.rows = "div > p"  # nested']


def test_key_that_was_not_there_is_added_to_its_row(file: Path) -> None:
    diff = amended(file, load_sites(file)["qinghe-sfj"], {"hosts": ["xxgk.qinghe.gov.cn"]})

    assert changed(diff) == ['+hosts = ["xxgk.qinghe.gov.cn"]']
    assert diff.index("+hosts") < diff.index("qinghe-zf")


def test_file_itself_is_left_alone_and_the_folder_is_searched(file: Path) -> None:
    (file.parent / "another.toml").write_text("", encoding="utf-8")

    diff = amended(file.parent, load_sites(file)["qinghe-zf"], {"lists": ["https://www.qinghe.gov.cn/c/"]})

    assert diff.startswith("--- my.toml\n")
    assert file.read_text(encoding="utf-8") == FILE


@pytest.mark.skipif(shutil.which("patch") is None, reason="patch is what a person applies it with")
@pytest.mark.parametrize(("end", "newline"), [("\n", "\n"), ("", "\n"), ("\n", "\r\n")])
def test_patch_understands_it(file: Path, end: str, newline: str) -> None:
    changes: dict[str, Any] = {"family": "vsb", "lists": ["https://www.qinghe.gov.cn/c/"], "hosts": ["xxgk.qinghe.gov.cn"]}
    file.write_text(FILE.rstrip() + end, encoding="utf-8", newline=newline)
    diff = amended(file, load_sites(file)["qinghe-zf"], changes)

    subprocess.run([shutil.which("patch") or "", str(file)], input=diff.encode(), check=True, capture_output=True)

    row = load_sites(file)["qinghe-zf"]
    assert (row.family, row.lists, row.hosts) == ("vsb", ("https://www.qinghe.gov.cn/c/",), ("xxgk.qinghe.gov.cn",))


def test_row_that_a_person_has_changed_meanwhile_is_not_guessed_at(file: Path) -> None:
    site = load_sites(file)["qinghe-sfj"]
    file.write_text(FILE.replace('family = "static"', 'family = "hanweb"'), encoding="utf-8")

    with pytest.raises(SiteError, match="found no row 'qinghe-sfj' as it was loaded"):
        amended(file, site, {"family": "vsb"})
