import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.model import NotModified
from storage.archive import Archive
from storage.selection import Filters, selected
from storage.similar import THRESHOLD, similarity, sketch
from storage.versions import record
from tests.alike import OTHER, PLACES, REPORT, body
from tests.made import TEXT, URL, later, made_report

PORTAL = "https://www.qinghe.gov.cn/xxgk/fdzdgknr/202603/1024.html"
COPY = "http://www.fazhiwang.example.cn/qinghe/2025.html"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "reports.db") as opened:
        yield opened


def store(archive: Archive, url: str, text: str, day: int = 0) -> None:
    archive.record(made_report(url, text=text, body=f"{url} {day}".encode()), run=None, at=later(days=day))


def similar_to(archive: Archive, url: str) -> list[dict[str, Any]]:
    version = archive.newest(url)
    assert version is not None
    return list(record(version)["similar_to"])


def relations(archive: Archive) -> set[tuple[str, str, float]]:
    with archive.file.reading() as database:
        return {tuple(row.values()) for row in database.query("select content_hash, other_hash, similarity from similarities")}


@pytest.mark.parametrize(
    "text",
    [
        "发布日期：2026-03-01 来源：清河市司法局 浏览次数：321 字号：大 中 小\n" + REPORT,
        REPORT.replace("出庭应诉率为100%", "出庭应诉率为98%"),
        "\n".join(reversed(REPORT.splitlines())),
        REPORT.replace("存在的不足：", ""),
        REPORT + "\n清河市司法局\n2026年3月1日",
    ],
)
def test_copy_with_small_differences_is_related_both_ways_and_none_is_dropped(archive: Archive, text: str) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, text, day=1)

    share = round(similarity(REPORT, text), 4)

    assert THRESHOLD <= share < 1
    assert similar_to(archive, URL) == [{"url": PORTAL, "similarity": share}]
    assert similar_to(archive, PORTAL) == [{"url": URL, "similarity": share}]
    assert [version.text for url in (URL, PORTAL) for version in archive.versions(url)] == [REPORT, text]


def test_repaired_copy_with_a_few_wrong_characters_is_nearly_one() -> None:
    whole = "".join(body(place, seed) for seed, place in enumerate(PLACES))

    damaged = whole.replace("营", "?", 3).replace("库", "□", 3).replace("复议", "複议", 2)

    assert damaged != whole
    assert 0.98 <= similarity(whole, damaged) < 1


def test_reports_of_two_counties_by_one_template_come_out_visibly_lower_than_a_copy() -> None:
    copy, neighbour = REPORT + "\n（责任编辑：李明）", body("临泽县", seed=2)

    assert similarity(REPORT, neighbour) < 0.93
    assert similarity(REPORT, copy) > 0.97


def test_unrelated_report_is_not_related(archive: Archive) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, OTHER)

    assert similarity(REPORT, OTHER) < 0.2
    assert similar_to(archive, URL) == similar_to(archive, PORTAL) == []


def test_same_content_elsewhere_is_also_at_and_not_similar_to(archive: Archive) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, REPORT.replace("\n", "\n\u3000\u3000"))

    version = archive.newest(URL)

    assert version is not None
    assert (version.also_at, version.similar_to) == ((PORTAL,), ())


def test_near_duplicate_at_two_addresses_names_both_the_most_similar_first(archive: Archive) -> None:
    edited, much_edited = REPORT + "\n清河市司法局", REPORT.replace("存在的不足：", "") + "\n（此件公开发布，由清河市司法局负责解释）"
    for url, text in ((URL, REPORT), (PORTAL, much_edited), (COPY, edited), (COPY + "?m=1", edited)):
        store(archive, url, text)

    near, far = round(similarity(REPORT, edited), 4), round(similarity(REPORT, much_edited), 4)

    assert near > far
    assert similar_to(archive, URL) == [
        {"url": COPY, "similarity": near},
        {"url": COPY + "?m=1", "similarity": near},
        {"url": PORTAL, "similarity": far},
    ]


def test_changed_version_takes_its_relations_with_it(archive: Archive) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, REPORT + "\n清河市司法局", day=1)
    store(archive, PORTAL, OTHER, day=2)

    assert similar_to(archive, URL) == similar_to(archive, PORTAL) == []

    store(archive, PORTAL, REPORT + "\n清河市司法局（盖章）", day=3)

    assert [each["url"] for each in similar_to(archive, URL)] == [PORTAL]
    assert len(relations(archive)) == 6  # of the three texts that are alike: what was known of an older version is kept


def test_older_version_of_the_same_address_is_no_near_duplicate(archive: Archive) -> None:
    store(archive, URL, REPORT)
    store(archive, URL, REPORT + "\n清河市司法局", day=1)

    assert [version.similar_to for version in archive.versions(URL)] == [(), ()]


def test_short_texts_are_not_compared(archive: Archive) -> None:
    store(archive, URL, TEXT)
    store(archive, PORTAL, TEXT + "\n清河市司法局")

    assert similarity(TEXT, TEXT + "\n清河市司法局") > THRESHOLD
    assert similar_to(archive, URL) == []


def test_moment_in_the_past_knows_only_what_there_was_then(archive: Archive) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, REPORT + "\n清河市司法局", day=2)
    store(archive, PORTAL, OTHER, day=4)

    def then(day: int) -> dict[str, list[str]]:
        records = selected(archive, Filters(as_of=later(days=day)))
        return {each["url"]: [other["url"] for other in each["similar_to"]] for each in records}

    assert [then(1), then(3), then(5)] == [{URL: []}, {URL: [PORTAL], PORTAL: [URL]}, {URL: [], PORTAL: []}]


def test_view_gives_near_duplicates_to_plain_sql(archive: Archive) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, REPORT + "\n清河市司法局")

    with closing(sqlite3.connect(archive.file.path)) as plain:
        ((found,),) = plain.execute("select similar_to from reports where url = ?", [URL]).fetchall()

    assert json.loads(found) == [{"url": PORTAL, "similarity": round(similarity(REPORT, REPORT + "清河市司法局"), 4)}]


@pytest.mark.parametrize("how", ["fetched", "not modified", "relate"])
def test_contents_stored_before_are_compared_at_the_next_look(archive: Archive, how: str) -> None:
    store(archive, URL, REPORT)
    store(archive, PORTAL, REPORT + "\n清河市司法局")
    whole = relations(archive)
    with archive.file.writing() as database:
        for table in ("sketches", "bands", "similarities"):
            database.execute(f"delete from {table}")  # noqa: S608  # our own names

    for url, text in ((URL, REPORT), (PORTAL, REPORT + "\n清河市司法局")):
        version = archive.newest(url)
        assert version is not None
        if how == "fetched":
            store(archive, url, text, day=1)
        elif how == "not modified":
            archive.look(NotModified(url=url, seen_at=later(days=1)), run=None)
        else:
            archive.relate(version, at=later(days=1))

    assert relations(archive) == whole != set()


EDITS = (
    REPORT,
    REPORT + "\n清河市司法局",
    REPORT.replace("清河市", "临泽县"),
    REPORT.replace("存在的不足：", ""),
    body("清河市", seed=2),
    body("安丰镇", seed=3),
    REPORT + "\n" + OTHER,
    OTHER,
    OTHER.replace("平湖区", "青云区"),
    OTHER.replace("每一条乡道", "每条乡道").replace("四成", "三成"),
)


@settings(max_examples=8, deadline=None)
@given(order=st.permutations(range(len(EDITS))))
def test_order_of_arrival_gives_the_same_relations(order: Sequence[int], tmp_path_factory: pytest.TempPathFactory) -> None:
    expected = {
        frozenset((one, two)): round(similarity(EDITS[one], EDITS[two]), 4)
        for one in range(len(EDITS))
        for two in range(one)
        if similarity(EDITS[one], EDITS[two]) >= THRESHOLD
    }
    urls = [f"https://www.a{number}.gov.cn/t.html" for number in range(len(EDITS))]

    with Archive.open(tmp_path_factory.mktemp("order") / "reports.db") as archive:
        for number in order:
            store(archive, urls[number], EDITS[number])
        found = {
            (number, urls.index(each["url"])): each["similarity"]
            for number in range(len(EDITS))
            for each in similar_to(archive, urls[number])
        }

    assert found == {pair: share for both, share in expected.items() for pair in (tuple(sorted(both)), tuple(sorted(both, reverse=True)))}


def test_template_of_very_many_is_compared_with_the_likeliest_only(archive: Archive) -> None:
    for number in range(70):
        store(archive, f"https://www.a{number}.gov.cn/t.html", REPORT + f"\n第{number}号")

    with archive.file.reading() as database:
        counts = [row["n"] for row in database.query("select count(*) as n from similarities group by content_hash")]

    assert len(counts) == 70
    assert min(counts) >= 20
    assert sum(counts) <= 2 * 20 * 70


@given(left=st.text("法治政府建设报告一二三，。\n 𠮷", max_size=60), right=st.text("法治政府建设报告一二三，。\n 𠮷", max_size=60))
def test_similarity_is_symmetric_and_blind_to_white_space(left: str, right: str) -> None:
    assert 0 <= similarity(left, right) == similarity(right, left) <= 1
    assert similarity(left, " ".join(left)) in {0, 1}


def test_sketch_is_the_one_that_archives_hold() -> None:
    made = sketch(OTHER.replace("\n", ""))

    # a library or machine that makes another may not write beside these: a new sketch takes a migration that empties the tables
    assert made[:6] == (350223682, 105392107, 352745503, 488856236, 549585105, 3641539)
    assert len(made) == 128
