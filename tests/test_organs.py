"""Whose report it is, told by the issuer's name, its level and where it stands."""

import pytest

from crawler.organs import Gazetteer, Organ, speaker
from crawler.register import Place, places
from crawler.titles import level_of

YUNLAN = Place(region="331199", name="云岚市", portal=None)
GAZETTEER = Gazetteer([*places(), YUNLAN])


def whose(issuer: str, near: str | None = None) -> tuple[str, Organ] | None:
    owner = GAZETTEER.owner(issuer, level_of(issuer), near)
    return (owner.place, owner.organ) if owner else None


@pytest.mark.parametrize(
    ("issuer", "near", "place"),
    [
        ("海安市人民政府", "320685", "320685"),
        ("海安市", "320600", "320685"),
        ("江苏省南通市海安市人民政府", None, "320685"),
        ("中共海安市委 海安市人民政府", None, "320685"),
        ("海安市委、市政府", None, "320685"),
        ("中共淮北市烈山区委烈山区人民政府", None, "340604"),
        ("中共嘉兴市委", None, "330400"),
        ("北京市朝陽區人民政府", None, "110105"),
        ("北京朝阳区人民政府", None, "110105"),
        ("吉林省吉林市人民政府", None, "220200"),
        ("南昌县政府", "360100", "360121"),
        ("甘南州人民政府", "620000", "623000"),
        ("金平县", "532500", "532530"),
        ("县人民政府", "411728", "411728"),
        ("市人民政府", "320685", "320685"),
        ("市人民政府", "320106", "320100"),
        ("海安市委全面依法治市委员会办公室", None, "320685"),
        ("新疆生产建设兵团", None, "新疆生产建设兵团"),
        ("云岚市人民政府", "331199", "331199"),
    ],
)
def test_name_of_a_government_leads_to_its_place(issuer: str, near: str | None, place: str) -> None:
    assert whose(issuer, near) == (place, "government")


def test_name_of_every_place_leads_to_it_from_its_own_section() -> None:
    lost = [place for place in places() if place.region and whose(f"{place.name}人民政府", place.region) != (place.key, "government")]

    assert lost == []


@pytest.mark.parametrize(
    ("near", "place"),
    [("320106", "320106"), ("320302", "320302"), ("320100", "320106"), ("320102", "320106"), ("350100", "350102"), ("320000", None)],
)
def test_namesake_nearest_to_the_section_is_meant_or_none(near: str, place: str | None) -> None:
    assert whose("鼓楼区人民政府", near) == (place and (place, "government"))


def test_place_that_a_name_says_before_outweighs_the_section() -> None:
    assert whose("徐州市鼓楼区人民政府", "320100") == ("320302", "government")


@pytest.mark.parametrize("near", ["320614", "320600"])
def test_city_that_became_a_district_goes_on_as_the_district(near: str) -> None:
    assert whose("江苏省南通市海门市人民政府", near) == ("320614", "government")
    assert whose("海门市司法局", near) == ("320614", "justice")


@pytest.mark.parametrize(("issuer", "near"), [("下城区人民政府", "330100"), ("东山区人民政府", "440100"), ("鼓楼区人民政府", None)])
def test_district_that_is_no_more_is_nobody_though_another_province_has_one(issuer: str, near: str | None) -> None:
    assert whose(issuer, near) is None


@pytest.mark.parametrize(
    ("issuer", "near", "organ"),
    [
        ("海安市司法局", "320685", "justice"),
        ("江苏省司法厅", "320000", "justice"),
        ("市司法局", "320685", "justice"),
        ("司法局", "320685", "justice"),
        ("海安市教育局", "320685", "department"),
        ("教育局", "320685", "department"),
        ("海安市城东镇人民政府", "320685", "town"),
        ("城东镇人民政府", "320685", "town"),
        ("上城区四季青街道", "330102", "town"),
        ("中共洪梅镇委全面依法治镇委员会办公室", "441900", "town"),
        ("柳州市人民代表大会常务委员会", "450200", "other"),
        ("南通市海门港新区管委会", "320600", "other"),
        ("中共柳州市城市管理局党组", "450200", "department"),
        ("濮阳市人民政府法制办公室", "410900", "department"),
    ],
)
def test_organ_below_a_government_is_not_the_government(issuer: str, near: str, organ: Organ) -> None:
    found = whose(issuer, near)

    assert found is not None
    assert found[1] == organ


@pytest.mark.parametrize(("issuer", "near"), [("国务院", "110000"), ("水利部", None), ("大通湖区", "430981")])
def test_name_that_leads_to_no_place_is_nobody(issuer: str, near: str | None) -> None:
    assert whose(issuer, near) is None


@pytest.mark.parametrize(
    ("title", "organ"),
    [
        ("海安市人民政府办公室关于印发海安市2024年度法治政府建设情况报告的通知", "government"),
        ("海安市人民政府办公室2024年度法治政府建设情况报告", "department"),
    ],
)
def test_office_speaks_for_its_government_where_it_issues_the_paper(title: str, organ: Organ) -> None:
    owner = GAZETTEER.owner("海安市人民政府办公室", "county", "320685")

    assert owner is not None
    assert speaker(owner, title).organ == organ
