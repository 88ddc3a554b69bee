"""`govreports export` into folders, and what docs/release.md shows."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from crawler.cli import cli
from storage.archive import Archive
from tests import readers
from tests.made import SITE, later, made_report

SHOWN = re.findall(r"^```python\n(.*?)^```$", readers.PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with an archive and the release of it that the page shows."""
    place = tmp_path_factory.mktemp("release")
    readers.write(place)
    return place


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy to work in."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def exported(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["export", "--archive", "reports.db", "--region", "32", *arguments], standalone_mode=False)


def test_duckdb_reads_a_release_as_the_page_says(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (shown,) = [block for block in SHOWN if "duckdb" in block]

    exec(shown, {})  # noqa: S102  # our own page

    assert re.findall(r"(\d{4}|NULL) +│ +(\d)", capsys.readouterr().out) == [("2024", "1"), ("2025", "1"), ("NULL", "1")]
    assert (folder / "release").is_dir()


def test_every_reader_that_the_page_shows_is_tried() -> None:
    assert set(re.findall(r"^import (\w+)$", "\n".join(SHOWN), re.MULTILINE)) == {"duckdb", "json", *readers.EXPECTED}


def test_releases_are_put_together_as_the_page_says(folder: Path) -> None:
    first = exported("--format", "jsonl", "--release", "-o", "release-2026-03")
    with Archive.open(folder / "reports.db") as archive:
        archive.record(made_report("https://www.qinghe.gov.cn/0.html", site=SITE, text="更正"), run=None, at=later(days=1))
        archive.record(made_report("https://www.qinghe.gov.cn/3.html", site=SITE), run=None, at=later(days=1))
    second = exported("--format", "jsonl", "--since-release", "release-2026-03", "-o", "release-2026-04")
    (shown,) = [block for block in SHOWN if "removed.jsonl" in block]
    found: dict[str, dict[tuple[str, int], dict[str, object]]] = {}

    exec(shown, found)  # noqa: S102  # our own page

    state = json.loads((folder / "release-2026-04" / "manifest.json").read_text(encoding="utf-8"))["state"]
    assert (first.return_value, second.return_value, second.stderr) == (0, 0, "release-2026-04: 3 changes\n")
    assert sorted(found["records"]) == [(f"https://www.qinghe.gov.cn/{number}.html", 2 if number == 0 else 1) for number in range(4)]
    assert state["records"] == 4


def test_folder_says_how_much_is_in_it_and_what_is_not_over_yet(folder: Path) -> None:
    done = exported("--format", "parquet", "--as-of", "2999-01-01", "-o", "out")

    assert done.return_value == 0
    assert "--as-of 2999-01-01 is not over: what is collected until then will change what it gives" in done.stderr
    assert done.stderr.endswith("out: 3 records\n")
    assert sorted(path.name for path in (folder / "out" / "data").iterdir()) == ["2024.parquet", "2025.parquet", "undated.parquet"]


def test_nothing_that_matches_is_no_folder(folder: Path) -> None:
    done = exported("--format", "parquet", "--year", "1999", "-o", "out")

    assert (done.return_value, done.stderr) == (1, "govreports: nothing in the archive matches\n")
    assert not (folder / "out").exists()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("form", ["parquet", "markdown", "csv --release"])
def test_release_needs_a_folder(form: str) -> None:
    done = exported("--format", *form.split())

    assert "found no --output, expected a folder for the release" in str(done.exception)
