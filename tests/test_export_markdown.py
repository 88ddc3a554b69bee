from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from crawler.errors import ArchiveError
from storage.archive import Archive
from storage.markdown import file_name, markdown
from storage.release.folder import release
from storage.selection import Filters
from storage.versions import unstored_record
from tests.made import SITE, START, TEXT, URL, later, made_report

PUNCTUATION = "\\`*_{}[]<>()#+-.!|~&;=:\"' 0123456789，。一a"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(made_report(site=SITE), run=None, at=START)
        opened.record(made_report(site=SITE, text=TEXT + "\n更正"), run=None, at=later(days=1))
        yield opened


def made_record(url: str = URL, **changes: object) -> dict[str, Any]:
    return {**unstored_record(made_report(url, **changes)), "version": 1}


def shown(source: str) -> list[str]:
    """Return the paragraphs and headings that a reader of the Markdown sees."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    return ["".join(child.content or " " for child in token.children or []) for token in tokens if token.type == "inline"]


def files(folder: Path) -> list[str]:
    return sorted(str(each.relative_to(folder)) for each in folder.glob("*/*.md"))


def test_file_has_the_fields_in_front_and_the_text_below(archive: Archive, tmp_path: Path) -> None:
    count = release(archive, tmp_path / "md", "markdown", Filters(), ())

    (name,) = files(tmp_path / "md")
    _, front, body = (tmp_path / "md" / name).read_text(encoding="utf-8").split("---\n", 2)
    assert count == 1
    assert name.startswith("320899/2025-清河市司法局2025年度法治政府建设情况报告-")
    assert yaml.safe_load(front)["published_at"] == "2026-03-01T15:28+08:00"
    assert shown(body) == ["清河市司法局2025年度法治政府建设情况报告", *TEXT.splitlines(), "更正"]


def test_front_matter_reads_back_as_the_record() -> None:
    record = made_record(title='"2025年": [法治]\n# - @\u2028{报告}', source="是", document_number="2024-01-01", warnings=("no: \x7f",))

    front = yaml.safe_load(markdown(record).split("---\n")[1])

    assert front == {name: value for name, value in record.items() if name != "text"}
    assert list(front) == [name for name in record if name != "text"]


@given(st.lists(st.text(PUNCTUATION, min_size=1).filter(str.strip), min_size=1, max_size=4))
def test_whatever_the_text_looks_like_markdown_shows_it_as_printed(lines: list[str]) -> None:
    body = markdown(made_record(title="报告", text="\n".join(lines))).split("---\n", 2)[2]

    assert shown(body) == ["报告", *(line.strip() for line in lines)]


@pytest.mark.parametrize(
    "title",
    [
        "../../../etc/passwd",
        "..\\..\\windows",
        "CON",
        "法治政府建设报告" * 50,
        "𠀀" * 300,
        '一\n二\r\n三\x00四/五:六*七?八"九<十>|',
        "...",
        " ",
        "",
        "-rf",
    ],
)
def test_any_title_makes_a_safe_file_name(title: str, tmp_path: Path) -> None:
    name = file_name(made_record(title=title, report_year=None))

    (tmp_path / name.parent).mkdir()
    (tmp_path / name).touch()
    assert len(PurePosixPath(name).parts) == 2
    assert (tmp_path / name).resolve().is_relative_to(tmp_path)
    assert len(name.name.encode()) < 170
    assert not set(name.name) & set('\\/:*?"<>|\n\r\0')


@pytest.mark.parametrize("place", [None, "../../tmp", "/etc", ".."])
def test_any_place_makes_a_folder_inside(place: str | None) -> None:
    name = file_name({**made_record(), "region": place, "site": place})

    assert name.parts[0] in {"unplaced", "tmp", "etc"}


def test_versions_and_addresses_of_one_title_have_files_of_their_own(archive: Archive, tmp_path: Path) -> None:
    archive.record(made_report("https://sfj.qinghe.gov.cn/1.html", site=SITE), run=None, at=START)

    release(archive, tmp_path / "md", "markdown", Filters(all_versions=True), ())

    assert len(files(tmp_path / "md")) == 3


def test_export_again_gives_the_same_files_and_takes_away_what_is_no_longer_asked_for(archive: Archive, tmp_path: Path) -> None:
    release(archive, tmp_path / "md", "markdown", Filters(all_versions=True), ())
    before = files(tmp_path / "md")
    (tmp_path / "md" / "320899" / "notes.md").write_text("mine", encoding="utf-8")

    release(archive, tmp_path / "md", "markdown", Filters(), ())

    assert len(before) == 2
    assert files(tmp_path / "md") == [name for name in before if "-v2" in name] + ["320899/notes.md"]


def test_folder_stays_when_nothing_matches(archive: Archive, tmp_path: Path) -> None:
    assert release(archive, tmp_path / "new", "markdown", Filters(year=1999), ()) == 0
    assert not (tmp_path / "new").exists()

    release(archive, tmp_path / "md", "markdown", Filters(), ())
    assert release(archive, tmp_path / "md", "markdown", Filters(year=1999), ()) == 0
    assert len(files(tmp_path / "md")) == 1


def test_folder_of_the_users_own_is_refused_and_left(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.md").write_text("mine", encoding="utf-8")

    with pytest.raises(ArchiveError, match="found a folder with other files, expected a new or empty one, or an earlier export"):
        release(archive, tmp_path / "mine", "markdown", Filters(), ())

    assert [each.name for each in (tmp_path / "mine").iterdir()] == ["thesis.md"]


def test_file_in_the_place_of_the_folder_is_refused(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match="found a file, expected a new or empty folder"):
        release(archive, tmp_path / "reports.db", "markdown", Filters(), ())


def test_place_that_cannot_be_made_is_one_line(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(ArchiveError, match=r": found .+, expected a folder that can be written$"):
        release(archive, tmp_path / ("x" * 300), "markdown", Filters(), ())


def test_address_gives_its_file_the_same_name_in_every_spelling() -> None:
    assert file_name(made_record(url=URL)) == file_name(made_record(url=URL.replace("https://www.", "http://")))
