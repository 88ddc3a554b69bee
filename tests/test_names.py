"""Names of files are valid everywhere, stay in their folder, and are never those of another report."""

import string
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.archive import Archive
from storage.markdown import file_name, write_markdown
from storage.names import safe_name, same_file
from storage.release.folder import release
from storage.selection import Filters
from storage.versions import unstored_record
from tests.made import START, URL, made_report

HOSTILE = st.text(
    st.one_of(st.characters(), st.sampled_from('/\\.. \0\n\r:*?"<>|~$%\u202e\u200d\u0301éＣＯＮcom1法治👨\U000e0001')), max_size=300
)


def made_record(url: str = URL, **changes: object) -> dict[str, Any]:
    return {**unstored_record(made_report(url)), "version": 1, **changes}


def is_valid_everywhere(name: str) -> bool:
    """Say whether a name of one file or folder is valid on Linux, macOS and Windows, and nothing but a name."""
    is_alone = PurePosixPath(name).parts == PureWindowsPath(name).parts == (name,)
    is_spelt = not set(name) & set('\\/:*?"<>|') and name.isprintable() and name == unicodedata.normalize("NFC", name)
    return is_alone and is_spelt and not PureWindowsPath(name).is_reserved() and name[-1] not in ". " and len(name.encode()) <= 143


@settings(max_examples=60, deadline=None)
@given(title=HOSTILE, place=HOSTILE, year=st.none() | st.integers(1950, 2999))
def test_any_title_and_place_make_valid_names(title: str, place: str, year: int | None) -> None:
    name = file_name(made_record(title=title, region=None, site=place, report_year=year, version=9999))

    assert len(name.parts) == 2
    assert all(map(is_valid_everywhere, name.parts))


@pytest.mark.parametrize(
    "title",
    [
        "法治政府建设" * 50,
        "👩‍👩‍👧‍👦" * 75,
        "a/../../b\r\nc\0d",
        "CON",
        "aux.txt",
        "LPT¹",
        "名字...   ",
        "e\u0301" * 300,
        "\ud800",
        "~",
        "$HOME",
    ],
)
def test_title_of_any_kind_is_written_and_found_again(title: str, tmp_path: Path) -> None:
    record = made_record(title=title.encode(errors="replace").decode())

    assert write_markdown([record], tmp_path / "md") == 1

    (found,) = (tmp_path / "md").glob("*/*.md")
    assert found.relative_to(tmp_path / "md") == file_name(record)


@pytest.mark.parametrize("place", ["con", "NUL", "Com9", "lpt²"])
def test_place_with_the_name_of_a_device_is_no_device(place: str) -> None:
    assert safe_name(place) == f"{place}-"


def test_names_that_differ_by_case_or_composition_alone_are_one_file_each() -> None:
    titles = ["Éa", "éa", "E\u0301A", "ﬁ", "FI", "法治", "法治"]
    names = [file_name(made_record(f"{URL}?a={number}", title=title)) for number, title in enumerate(titles)]

    assert len({same_file(str(name)) for name in names}) == len(titles)


def test_file_of_the_last_export_goes_though_only_its_case_is_another(tmp_path: Path) -> None:
    for number, title in enumerate(("ABC", "abc")):
        with Archive.open(tmp_path / f"{number}.db") as archive:
            archive.record(made_report(title=title), run=None, at=START)
            release(archive, tmp_path / "md", "markdown", Filters(year=2025), ())

    assert ["abc" in each.name for each in (tmp_path / "md").glob("*/*.md")] == [True]


@settings(max_examples=60, deadline=None)
@given(HOSTILE)
def test_safe_name_is_its_own_safe_name(text: str) -> None:
    name = safe_name(text)

    assert safe_name(name) == name
    assert not set(name) & set(string.punctuation) - set("-_")
