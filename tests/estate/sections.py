"""The sections of a site: the right one, and the neighbours that a hasty reader would take for it."""

from crawler.demo.posts import Place
from tests.estate.site import Section
from tests.estate.town import disclosures, mixed, news, notices, reports

PINYIN = ("fzzfjsndbg", "zfxxgknb", "tzgg", "gzdt")


def four(place: Place, name: str = "法治政府建设年度报告", slugs: tuple[str, str, str, str] = PINYIN) -> tuple[Section, ...]:
    """Return a section of reports alone, and three neighbours."""
    return (
        Section(name=name, slug=slugs[0], posts=reports(place)),
        Section(name="政府信息公开年度报告", slug=slugs[1], posts=disclosures(place)),
        Section(name="通知公告", slug=slugs[2], posts=notices(place)),
        Section(name="工作动态", slug=slugs[3], posts=news(place)),
    )


def three(place: Place, name: str, slugs: tuple[str, str, str]) -> tuple[Section, ...]:
    """Return a section where reports stand among other posts, and two neighbours."""
    return (
        Section(name=name, slug=slugs[0], posts=mixed(place)),
        Section(name="政府信息公开年度报告", slug=slugs[1], posts=disclosures(place)),
        Section(name="工作动态", slug=slugs[2], posts=news(place)),
    )


def alike(place: Place) -> tuple[Section, ...]:
    """Return a section of reports among columns whose names are near it and whose posts are not."""
    return (
        Section(name="年度报告", slug="ndbg", posts=reports(place)),
        Section(name="法治政府建设工作动态", slug="fzdt", posts=news(place)),
        Section(name="法治政府建设示范创建", slug="sfcj", posts=notices(place)),
        Section(name="政府信息公开年度报告", slug="zfxxgknb", posts=disclosures(place)),
    )


def others(place: Place) -> tuple[Section, ...]:
    """Return the column of what else is to be public, where many sites keep their reports."""
    return (
        Section(name="其他主动公开内容", slug="qtzdgknr", posts=mixed(place)),
        Section(name="政府信息公开年报", slug="zfxxgknb", posts=disclosures(place)),
        Section(name="法治动态", slug="fzdt", posts=news(place)),
    )
