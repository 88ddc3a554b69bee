"""A section collected again and again, by the program: what is asked, what is found, what is said."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import program
from tests.recrawled import LIST, Again, Asked, Section, again

TOP, LATE, LEFT, LOST = "t20210105_90.html", "t20201214_91.html", "t20201220_8.html", "t20201215_13.html"


@dataclass(frozen=True)
class Story:
    """Seven collections of one section, a few days between them: what each asked, and what it said."""

    asked: list[list[Asked]]
    lines: list[dict[str, Any]]
    walks: list[str]
    gone: dict[str, list[tuple[str, str]]]
    told: str

    def reports(self, number: int) -> list[str]:
        return [each.path for each in self.asked[number] if not each.path.startswith("index")]

    def said(self, number: int, *names: str) -> tuple[object, ...]:
        return tuple(self.lines[number][name] for name in names)


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    folder = tmp_path_factory.mktemp("again")
    web = Section(40)
    with again(web, folder, program(folder)) as section:
        chapters = [_chapter(section, days) for days in (0, 1, 1)]
        web.put(TOP, "2021-01-05")
        web.put(LATE, "2020-12-14", at=25)
        chapters.append(_chapter(section, 1))
        web.order.remove(LEFT)
        web.pieces[LOST].status, web.pieces[LOST].date = 404, "2020-12-16"
        chapters.append(_chapter(section, 8))
        web.order.insert(8, LEFT)
        gone = {"fifth": section.query(_GONE)}
        chapters.append(_chapter(section, 1))
        gone["sixth"] = section.query(_GONE)
        told = section.run("versions", f"{web.base}{LIST}{LOST}")
        web.pieces[LOST].status, web.pieces[LOST].date = 200, "2020-12-15"
        chapters.append(_chapter(section, 3))
        walks = [walk for (walk,) in section.query("select walk from runs order by started_at")]
        yield Story(
            [asked for asked, _ in chapters], [line for _, line in chapters], walks, {k: list(v) for k, v in gone.items()}, told.err
        )


def test_second_look_at_every_report_is_taken_at_once(story: Story) -> None:
    assert story.said(1, "seen", "unchanged", "not_due") == (40, 40, 0)
    assert all(each.is_conditional and each.status == 304 for each in story.asked[1] if not each.path.startswith("index"))


def test_third_run_asks_for_a_fraction_and_tells_what_it_left(story: Story) -> None:
    assert story.asked[2] == [Asked("index.html", 304, is_conditional=True)]
    assert len(story.asked[2]) + 1 <= 0.15 * (len(story.asked[0]) + 1)  # robots.txt is asked for, too
    assert story.said(2, "seen", "not_due", "verdict") == (10, 10, "sound")  # though the row promises more entries than that


def test_walk_goes_on_until_a_page_brings_nothing_new(story: Story) -> None:
    assert sorted(each.path for each in story.asked[3]) == ["index.html", "index_1.html", TOP]
    assert story.said(3, "new", "verdict") == (1, "sound")


def test_sweep_finds_what_was_inserted_late(story: Story) -> None:
    assert LATE in story.reports(4)
    lists = [each for each in story.asked[4] if each.path.startswith("index")]
    assert [each for each in lists if each.is_conditional] == lists[-1:]  # the one that asks whether the server would have denied it
    assert story.said(4, "seen", "new") == (41, 1)
    assert story.walks == ["whole", "whole", "early", "early", "whole", "whole", "early"]


def test_report_that_no_list_names_any_more_is_gone_until_one_does(story: Story) -> None:
    assert story.gone["fifth"] == [(LEFT, "unlisted")]
    assert story.said(4, "gone", "failed") == (1, 1)
    assert LEFT in story.reports(5)
    assert story.said(5, "returned") == (1,)


def test_report_that_answers_404_twice_is_gone_until_it_answers(story: Story) -> None:
    assert [problem["code"] for problem in story.lines[4]["problems"]] == ["MISSED"]
    assert story.gone["sixth"] == [(LOST, "answered 404")]
    assert re.fullmatch(r"gone since \d{4}-\d\d-\d\d: answered 404\n", story.told)
    assert story.said(5, "gone", "failed", "problems", "verdict") == (1, 0, [], "sound")
    assert LOST in story.reports(6)
    assert story.said(6, "returned", "changed", "verdict") == (1, 0, "sound")


def test_server_that_denies_a_change_is_not_believed_any_more(tmp_path: Path) -> None:
    web = Section(12, "lying")
    with again(web, tmp_path, program(tmp_path)) as section:
        section.collect()
        section.collect(days=1)
        name = web.order[11]  # on the second page, which the last walk does not come to
        web.pieces[name].text = web.pieces[name].text.replace("312件", "318件")
        unseen = section.collect(days=1)
        found = section.collect(days=61)
        line = section.line
        after = section.collect(days=1)
        doubts = section.query("select url like '%' || host || '%', ended_at from doubts")

    assert [each.path for each in unseen if not each.path.startswith("index")] == []
    assert (line["changed"], line["verdict"]) == (1, "sound")
    assert [problem["code"] for problem in line["problems"]] == ["VALIDATORS_LIE", "STALE"]  # two months without anything new
    assert Asked(name, 304, is_conditional=True) in found  # the old validators, to see whether the server would have denied it
    assert Asked(name, 200, is_conditional=False) in after
    assert not any(each.is_conditional for each in after)
    assert doubts == [(1, None)]


def test_server_that_denies_that_a_list_has_changed_is_not_believed_any_more(tmp_path: Path) -> None:
    web = Section(12)
    web.list_validators = "lying"
    with again(web, tmp_path, program(tmp_path)) as section:
        section.collect()
        section.collect(days=1)
        web.put(TOP, "2021-01-05")
        denied = section.collect(days=1)
        swept = section.collect(days=8)
        line = section.line

    assert denied == [Asked("index.html", 304, is_conditional=True)]
    assert Asked("index.html", 304, is_conditional=True) in swept  # the old validators, once more
    assert (line["new"], line["verdict"], [each["code"] for each in line["problems"]]) == (1, "sound", ["VALIDATORS_LIE"])


def _chapter(section: Again, days: float) -> tuple[list[Asked], dict[str, Any]]:
    return section.collect(days=days), section.line


_GONE = """
    select replace(a.url, rtrim(a.url, replace(a.url, '/', '')), ''), x.why from absences x join addresses a using (identity)
    where gone_by is not null and x.ended_at is null
"""
