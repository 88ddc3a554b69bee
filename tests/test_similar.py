import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crawler.demo.prose import dice
from crawler.model import NotModified
from storage.archive import Archive
from storage.selection import Filters, selected
from storage.similar import THRESHOLD, similarity, sketch
from storage.versions import record
from tests.made import TEXT, URL, later, made_report

PORTAL = "https://www.qinghe.gov.cn/xxgk/fdzdgknr/202603/1024.html"
COPY = "http://www.fazhiwang.example.cn/qinghe/2025.html"
PLACES = ("清河市", "临泽县", "安丰镇", "平湖区", "长林县", "石桥镇", "青云区", "北渡市")
PARTS = (
    "{place}坚持以习近平法治思想为指导，将法治建设纳入年度工作要点和绩效考核，全年召开专题会议{a}次，研究解决重点难点问题{b}项。",
    "严格落实重大行政决策法定程序，{a}件重大决策全部经过公众参与、专家论证、风险评估、合法性审查和集体讨论决定。",
    "行政执法三项制度全面落地，{place}执法部门公示执法信息{b}条，开展案卷评查{a}次，抽查案卷{b}宗，发现并整改问题{a}处。",
    "全年收到行政复议申请{b}件，受理{a}件，审结{a}件，调解和解率达到{a}%，行政机关负责人出庭应诉率为100%。",
    "公共法律服务站提供法律咨询{b}人次，办理法律援助案件{a}件，为群众挽回经济损失{b}万元，司法所规范化建设走在前列。",
    "组织宪法宣传周、民法典宣传月活动{a}场，发放资料{b}份，培育法治带头人{a}名，建成法治文化阵地{a}处。",
    "存在的不足：少数单位运用法治思维解决问题的能力还不强，基层执法力量薄弱，普法的针对性和实效性有待提高。",
    "下一步，{place}将完善依法行政制度体系，加强执法人员培训，推进复议规范化建设，努力让群众在每一件小事中感受到公平正义。",
)


def body(place: str = "清河市", seed: int = 1) -> str:
    """Return a report of a place: the sentences are a template's, the figures its own."""
    numbers = dice(place, seed)
    lines = [part.format(place=place, a=numbers.randrange(10, 99), b=numbers.randrange(100, 9999)) for part in PARTS]
    return "\n".join([f"{place}2025年度法治政府建设情况报告", *lines])


REPORT = body()
OTHER = """平湖区交通运输局二〇二五年度依法治理工作总结
本局围绕综合交通枢纽建设，扎实做好各项工作。路政大队查处超限运输车辆，收缴罚没款项上缴国库，没有发生一起败诉案件。
出租汽车经营许可改为告知承诺，驾驶员凭身份证即可领取从业资格，办理时限由十五天压缩到两天。
内河港口岸电设施实现全覆盖，船舶污染物接收单据一律电子化，海事人员登船检查次数比上年减少四成。
农村公路养护实行路长负责，每一条乡道都公布责任人姓名与电话，老百姓反映的坑洼三日之内修补完毕。
明年准备修订客运站场管理细则，清理与上位法抵触的条款，并邀请律师参加每一次重大合同谈判。
公交线路调整前一律公告征求乘客意见，采纳情况在候车亭张贴，票价听证全程录像，可在网站回看。"""


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
        return {tuple(row.values()) for row in database.query("select * from similarities")}


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
            archive.relate(version)

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
