"""Releases: what is in the folder, that it says the truth of itself, and that the same moment gives the same bytes."""

import hashlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any, get_args

import duckdb
import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator

from crawler.errors import ArchiveError
from crawler.model import Attachment, ListEntry, NotModified, Problem, Report
from storage.archive import Archive
from storage.forgetting import forget
from storage.release.columns import COLUMNS
from storage.release.folder import release
from storage.release.formats import Format
from storage.selection import Filters, selected
from storage.versions import FIELDS
from tests.alike import REPORT
from tests.made import SITE, URL, later, made_entry, made_report

OTHER = "https://www.jianhu.gov.cn/fzzf/7.html"
NOTICE = "https://www.qinghe.gov.cn/zwgk/tzgg/1.html"
TWIN = "https://sfj.qinghe.gov.cn/1024.html"
NEW = "https://www.qinghe.gov.cn/fzzf/doc/8f14e45f.html"
JIANHU = replace(SITE, id="jianhu-sfj", name="建湖县司法局 法治政府建设", region="320925", publisher="建湖县司法局")
LUSHAN = replace(SITE, id="lushan-sfj", name="鲁山县司法局 法治政府建设", region="410423", publisher="鲁山县司法局")
BARRED = replace(SITE, id="haian-sfj", name="海安市司法局 法治政府建设", region="320685", publisher="海安市司法局")
SITES = (SITE, JIANHU, LUSHAN, BARRED)
FILE = Attachment(name="附件.pdf", url="https://www.jianhu.gov.cn/7.pdf", hash="b1:00", type="pdf", text="附件正文")
NO_REPORT: dict[str, Any] = {"report_year": None, "kind": "notice", "text": "公告", "title": "通知", "warnings": ("无年度",)}
FORMS: tuple[Format, ...] = get_args(Format)
THEN = later(days=4)


def report(url: str = URL, **changes: object) -> Report:
    values: dict[str, Any] = {"site": SITE, "entry": made_entry(url), "text": REPORT, **changes}
    return made_report(url, **values)


def twin() -> Report:
    return report(TWIN, title="市司法局2025年法治工作总结", published_at="2026-03-05")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Yield an archive with reports of two counties, one without a year, and a section that has been walked and one that is barred."""
    with Archive.open(tmp_path / "reports.db") as opened:
        walk(opened, JIANHU.id, 0, report(OTHER, site=JIANHU, text=REPORT + "\n抄送：县委", attachments=(FILE,), published_at="2026-03-01"))
        walk(opened, SITE.id, 1, report(), report(NOTICE, **NO_REPORT))
        walk(opened, BARRED.id, 2, met=[Problem("BLOCKED", BARRED.lists[0], "found a challenge page", breaks=True)])
        opened.record(report(text=REPORT + "\n更正"), run=None, at=later(days=3))
        yield opened


def walk(archive: Archive, site: str, days: float, *reports: Report, met: Sequence[Problem] = ()) -> list[tuple[str, str]]:
    at = later(days=days)
    run = archive.begin_run(site, at=at)
    archive.list_entries(site, [ListEntry(url=each.page.url, title=each.title) for each in reports], at=at)
    for each in reports:
        archive.record(each, run=run.id, at=at)
    ended: dict[str, Any] = {"counts": {}, "problems": [str(each) for each in met], "met": met}
    is_sound = not met
    ended |= {"verdict": "sound" if is_sound else "red: BLOCKED", "reason": "finished", "complete": is_sound, "whole": is_sound}
    return archive.end_run(run.id, at=at + timedelta(hours=1), **ended)


def go_on(archive: Archive) -> None:
    """Let happen what may happen later: looks, versions, better readings, other rows, twins, a move, the section that answers again."""
    archive.look(NotModified(url=OTHER, seen_at=later(days=5)), run=None)
    archive.record(
        report(OTHER, site=replace(JIANHU, publisher="建湖县人民政府"), text=REPORT + "\n抄送：县委办"), run=None, at=later(days=6)
    )
    archive.record_reread(report(text=REPORT + "\n更正", issuer="甲", level="town", extractor="govreports/2"), run=None, at=later(days=6))
    archive.record(twin(), run=None, at=later(days=7))
    moved = walk(archive, SITE.id, 8, report(NEW, text=REPORT + "\n更正"), report(NOTICE, **NO_REPORT), twin())
    assert moved == [(URL, NEW)]
    walk(archive, BARRED.id, 9, report("https://www.haian.gov.cn/1.html", site=BARRED, issuer="海安市司法局"))


def made(archive: Archive, folder: Path, form: Format = "parquet", after: Path | None = None, **filters: Any) -> int:  # noqa: ANN401
    """Write a release of a province, which is quicker to look over than all."""
    return release(archive, folder, form, Filters(**{"region": "32", **filters}), SITES, after=after)


def tree(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.rglob("*") if path.is_file()}


def manifest(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


@pytest.mark.parametrize("kept", [{}, {"all_versions": True}], ids=["newest", "all"])
def test_same_moment_gives_the_same_bytes_in_every_format_whatever_came_later(
    archive: Archive, tmp_path: Path, kept: dict[str, Any]
) -> None:
    for form in FORMS:
        made(archive, tmp_path / form, form, as_of=THEN, **kept)
    before = {form: tree(tmp_path / form) for form in FORMS}

    go_on(archive)
    with archive.file.reading() as database:
        database.execute("vacuum")
    for form in FORMS:
        made(archive, tmp_path / f"again-{form}", form, as_of=THEN, **kept)

    assert {form: tree(tmp_path / f"again-{form}") for form in FORMS} == before
    assert all(len(files) >= 5 for files in before.values())


def test_moment_is_the_archives_last_where_none_is_given(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "one")
    made(archive, tmp_path / "two", as_of=later(days=3))

    assert manifest(tmp_path / "one")["as_of"] == "2026-03-05T01:30:00.000000Z"
    assert tree(tmp_path / "one") == tree(tmp_path / "two")


def test_checksums_are_those_of_all_files(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "out", "markdown")

    checked = subprocess.run(["sha256sum", "-c", "--strict", "SHA256SUMS"], cwd=tmp_path / "out", capture_output=True, check=True)  # noqa: S607
    named = {line.partition(b":")[0].decode() for line in checked.stdout.splitlines()}
    assert named == {name for name in tree(tmp_path / "out") if name not in ("SHA256SUMS", ".govreports-export")}
    assert {"README.md", "manifest.json"} < named


def test_parquet_has_a_file_a_year_and_typed_columns(archive: Archive, tmp_path: Path) -> None:
    count = made(archive, tmp_path / "out")

    read = duckdb.query(f"select * from '{tmp_path}/out/data/*.parquet' order by url, version")  # noqa: S608  # our own path
    assert read is not None
    types = dict(zip(read.columns, map(str, read.types), strict=True))
    rows = [dict(zip(read.columns, row, strict=True)) for row in read.fetchall()]
    assert sorted(path.name for path in (tmp_path / "out" / "data").iterdir()) == ["2025.parquet", "undated.parquet"]
    assert count == len(rows) == 3
    assert [name for name in types if name != "published_on"] == list(FIELDS)
    assert [types[name] for name in ("report_year", "published_on", "seen_at")] == ["INTEGER", "DATE", "TIMESTAMP WITH TIME ZONE"]
    assert types["outline"] == 'STRUCT(heading VARCHAR, "level" INTEGER, "role" VARCHAR)[]'
    assert types["similar_to"] == 'STRUCT(url VARCHAR, "similarity" DOUBLE)[]'
    for row, record in zip(rows, selected(archive, Filters()), strict=True):
        assert row.pop("published_on") == date.fromisoformat(record["published_at"][:10])
        assert {name: plain(value) for name, value in row.items()} == record


def plain(value: object) -> object:
    return value.strftime("%Y-%m-%dT%H:%M:%S.%fZ") if isinstance(value, datetime) else value


def test_card_says_what_is_in_the_release_and_what_is_not(archive: Archive, tmp_path: Path) -> None:
    archive.record(report("https://www.lushan.gov.cn/1.html", site=LUSHAN, text="鲁山县"), run=None, at=THEN)

    made(archive, tmp_path / "out", all_versions=True, as_of=THEN, region=None)

    _, front, card = (tmp_path / "out" / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    head = yaml.safe_load(front)
    assert head["configs"] == [{"config_name": "default", "data_files": [{"split": "train", "path": "data/*.parquet"}]}]
    assert (head["language"], head["size_categories"]) == (["zh"], ["n<1K"])
    for line in (
        "5 records of 4 addresses; 1 carry warnings.",
        "| 河南省 (41) | 1 |",
        "| 江苏省 (32) | 4 |",
        "| 2025 | 4 |",
        "| 未知 unknown | 1 |",
        "| report | 4 |",
        "| changed | 1 |",
        "| jianhu-sfj | 1 |",
        "| `published_on` | date32 |",
        "As of: `2026-03-06T01:30:00.000000Z`",
        "Looked at between 2026-03-02 and 2026-03-06 (UTC).",
    ):
        assert line in card
    assert all(f"| `{name}` |" in card for name in COLUMNS)
    assert "| 江苏省 | 40 | 20 | 0 |" in card  # both organs of two counties and of a barred one, ten years each; 2025 is not due


def test_manifest_says_the_same_to_programs(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "out", "jsonl", region="32", all_versions=True)

    told = manifest(tmp_path / "out")
    lines = (tmp_path / "out" / "data" / "reports.jsonl").read_bytes()
    assert (told["format"], told["records"], told["filters"]["region"], told["since"]) == ("jsonl", 4, "32", None)
    assert told["counts"]["kinds"] == {"notice": 1, "report": 3}
    assert told["records_sha256"] == told["state"]["sha256"] == hashlib.sha256(lines).hexdigest()
    assert {"path": "data/reports.jsonl", "bytes": len(lines), "sha256": hashlib.sha256(lines).hexdigest()} in told["files"]


def applied(folders: Sequence[Path]) -> list[dict[str, Any]]:
    """Return the records that releases come to, one after the other; those of WARC are without texts, and have parts."""
    held: dict[tuple[str, int], dict[str, Any]] = {}
    for folder in folders:
        for gone in lines_of(folder / "removed.jsonl"):
            held = {key: each for key, each in held.items() if key[0] != gone["url"] or gone["version"] not in (None, key[1])}
            if gone["why"] == "forgotten":
                for each in held.values():
                    each["also_at"] = [url for url in each["also_at"] if url != gone["url"]]
                    each["similar_to"] = [near for near in each["similar_to"] if near["url"] != gone["url"]]
        for change in lines_of(folder / "updated.jsonl"):
            held[change["url"], change["version"]].update(change)
        held.update({(each["url"], each["version"]): each for each in records_of(folder)})
    return [held[key] for key in sorted(held)]


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()] if path.exists() else []


def records_of(folder: Path) -> list[dict[str, Any]]:
    path = folder / "data" / "pages.warc"
    if not path.exists():
        return lines_of(folder / "data" / "reports.jsonl")
    with path.open("rb") as stream:
        found = [(each.rec_type, each.content_stream().read()) for each in ArchiveIterator(stream, check_digests="raise")]
    assert found[0][0] == "warcinfo"
    return [json.loads(body) for kind, body in found if kind == "metadata"]


@pytest.mark.parametrize(("form", "kept"), [("jsonl", {}), ("jsonl", {"all_versions": True}), ("warc", {"all_versions": True})])
def test_releases_one_after_the_other_come_to_the_whole(archive: Archive, tmp_path: Path, form: Format, kept: dict[str, Any]) -> None:
    made(archive, tmp_path / "1", form, as_of=THEN, **kept)
    go_on(archive)
    made(archive, tmp_path / "2", form, after=tmp_path / "1", as_of=later(days=7), **kept)
    forget(archive.file, TWIN, why="当事人请求", by="govreports/test", at=later(days=10))

    count = made(archive, tmp_path / "3", form, after=tmp_path / "2", **kept)

    made(archive, tmp_path / "whole", form, **kept)
    chain = [tmp_path / name for name in "123"]
    assert applied(chain) == records_of(tmp_path / "whole")
    assert manifest(tmp_path / "3")["state"] == manifest(tmp_path / "whole")["state"]
    assert {gone["why"] for gone in lines_of(tmp_path / "3" / "removed.jsonl")} == {"forgotten", "moved"}
    told = manifest(tmp_path / "3")
    assert [each["as_of"] for each in told["chain"]] == [manifest(folder)["as_of"] for folder in chain[:2]]
    assert told["chain"][1]["sums_sha256"] == tree(tmp_path / "2")["SHA256SUMS"]
    assert count == told["records"] + told["removed"] + told["updated"]


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"region": "3"}, "found a release as jsonl, region 32, expected one as jsonl, region 3, as now"),
        ({"as_of": THEN}, "found a release as of 2026-03-06T01:30:00.000000Z, expected one of before 2026-03-06T01:30:00.000000Z"),
    ],
)
def test_release_that_cannot_follow_is_refused(archive: Archive, tmp_path: Path, filters: dict[str, Any], found: str) -> None:
    made(archive, tmp_path / "1", "jsonl", as_of=THEN)

    with pytest.raises(ArchiveError, match=found):
        made(archive, tmp_path / "2", "jsonl", after=tmp_path / "1", **filters)
    assert not (tmp_path / "2").exists()


def test_what_is_no_release_cannot_be_followed(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "1", "jsonl", as_of=THEN)
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "manifest.json").write_text("[]", encoding="utf-8")

    for name, found in (
        ("broken", "found no manifest.json that can be read"),
        ("none", "found no manifest.json"),
        ("1", "expected another"),
    ):
        with pytest.raises(ArchiveError, match=found):
            made(archive, tmp_path / "1", "jsonl", after=tmp_path / name)


def test_release_takes_the_place_of_the_one_before_and_leaves_what_is_not_its_own(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "out", "markdown", all_versions=True)
    (tmp_path / "out" / "notes.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "outside.txt").write_text("mine", encoding="utf-8")
    with (tmp_path / "out" / "SHA256SUMS").open("a", encoding="utf-8") as sums:
        sums.write(f"{'0' * 64}  ../outside.txt\n")

    made(archive, tmp_path / "out", "parquet")

    names = {name for name in tree(tmp_path / "out") if not name.startswith("data/")}
    assert names == {"README.md", "manifest.json", "SHA256SUMS", ".govreports-export", "notes.txt"}
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == ["data"]
    assert (tmp_path / "outside.txt").exists()


def test_card_of_the_users_own_is_not_overwritten(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "out", "markdown")
    shutil.copytree(tmp_path / "out", tmp_path / "older")
    for name in ("README.md", "manifest.json", "SHA256SUMS"):
        (tmp_path / "older" / name).unlink()
    (tmp_path / "older" / "README.md").write_text("mine", encoding="utf-8")

    with pytest.raises(ArchiveError, match=r"README.md: found a file that no export has made"):
        made(archive, tmp_path / "older", "markdown")

    assert (tmp_path / "older" / "README.md").read_text(encoding="utf-8") == "mine"
    assert not list((tmp_path / "older").glob(".govreports-export-*"))


def test_release_with_no_page_that_is_new_still_says_what_it_is(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "1", "warc", as_of=THEN)
    archive.look(NotModified(url=OTHER, seen_at=later(days=5)), run=None)

    assert made(archive, tmp_path / "2", "warc", after=tmp_path / "1") == 1
    assert (records_of(tmp_path / "2"), len(lines_of(tmp_path / "2" / "updated.jsonl"))) == ([], 1)


def test_card_of_pages_names_what_their_records_have(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "out", "warc")

    told = records_of(tmp_path / "out")
    named = re.findall(r"^\| `(\w+)` \|", (tmp_path / "out" / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert all(sorted(each) == sorted(named) for each in told)
    assert manifest(tmp_path / "out")["written_by"] == f"warcio {version('warcio')}"


def test_file_that_the_file_system_takes_for_a_new_one_is_replaced_by_it(tmp_path: Path) -> None:
    """A link stands for a file system that levels case, as those of macOS and Windows do."""
    out = tmp_path / "out"
    for name in ("Qinghe", "qinghe"):
        with Archive.open(tmp_path / f"{len(name)}-{name[0]}.db") as archive:
            archive.record(report(site=replace(SITE, id=name, region=None)), run=None, at=later(days=1))
            made(archive, out, "markdown", region=None, year=2025)
        if name == "Qinghe":
            (out / "Qinghe").rename(out / "qinghe")
            (out / "Qinghe").symlink_to("qinghe")

    (file,) = (out / "qinghe").iterdir()
    assert "site: qinghe\n" in file.read_text(encoding="utf-8")


def test_release_stays_when_nothing_matches(archive: Archive, tmp_path: Path) -> None:
    made(archive, tmp_path / "out")
    before = tree(tmp_path / "out")

    assert made(archive, tmp_path / "out", year=1999) == 0
    assert made(archive, tmp_path / "new", year=1999) == 0
    with Archive.open(tmp_path / "empty.db") as empty:
        assert made(empty, tmp_path / "new") == 0
    assert tree(tmp_path / "out") == before
    assert not (tmp_path / "new").exists()
