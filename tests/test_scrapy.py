"""What a Scrapy user expects of a Scrapy project."""

import os
import subprocess
import sys
from pathlib import Path

from crawler.demo.web import DemoWeb
from crawler.sites import load_sites
from storage.archive import Archive
from tests.conftest import ROOT


def scrapy(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    ours = {
        "GOVREPORTS_ALLOW_PRIVATE": "1",
        "GOVREPORTS_ARCHIVE": str(folder / "reports.db"),
        "GOVREPORTS_SITES": str(folder / "sites.toml"),
    }
    environment = {
        **os.environ,
        **{name: value for name, value in ours.items() if name != "GOVREPORTS_SITES" or (folder / "sites.toml").exists()},
    }
    command = [sys.executable, "-m", "scrapy", *arguments]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120)


def test_scrapy_list_shows_the_rows(tmp_path: Path) -> None:
    done = scrapy(tmp_path, "list")

    assert done.stdout.split() == sorted(load_sites(ROOT / "spiders" / "sites"))


def test_scrapy_crawl_collects_a_row_and_takes_its_arguments(web: DemoWeb, rows: Path, tmp_path: Path) -> None:
    done = scrapy(tmp_path, "crawl", "qingxi-sfj", "-a", "limit=3")

    assert done.returncode == 0
    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        (run,) = archive.runs()
        stored = {version.url for version in archive.reread_candidates()}
    assert (run.site, run.new, run.verdict, run.reason) == ("qingxi-sfj", 3, "sound", "finished")
    assert stored <= {expected.url for expected in web.reports(web.site("qingxi-sfj"))}
    assert rows.exists()


def test_scrapy_shell_is_a_look_and_no_run(web: DemoWeb, rows: Path, tmp_path: Path) -> None:
    done = scrapy(tmp_path, "shell", "--nolog", "-c", "print(len(spider.entries(response)))", web.site("qingxi-sfj").list_urls[0])

    assert done.stdout.split()[0] == "24"
    assert rows.exists()
    assert not (tmp_path / "reports.db").exists()
