"""Which posts a section of the embedded web has: annual reports of several issuers and years among everything else."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from crawler.demo.content import Block, other_blocks, report_blocks
from crawler.demo.prose import dice, patterns, write
from crawler.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place that exists only here: whose section it is and who else reports in it."""

    name: str
    region: str
    others: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def bureau(self) -> str:
        """The bureau of justice whose site it is."""
        return f"{self.name}司法局"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One post of a site; `published` is naive China time, `column` a second list or directory where the site has one."""

    key: str
    title: str
    kind: Kind
    issuer: str
    year: int
    published: datetime
    source: str | None
    blocks: tuple[Block, ...]
    column: str = ""

    @property
    def moment(self) -> datetime:
        """When the post was published, in UTC."""
        return (self.published - timedelta(hours=8)).replace(tzinfo=UTC)


@cache  # a second web says the same
def section(place: Place, size: int) -> tuple[Post, ...]:
    """Return the posts of a place's section, newest first: its reports, and other posts up to that size."""
    reports = tuple(_reports(place))
    others = (_other(place, number) for number in range(size - len(reports)))
    return newest_first((*reports, *others))


def newest_first(posts: tuple[Post, ...]) -> tuple[Post, ...]:
    """Return the posts in the order of a list."""
    return tuple(sorted(posts, key=lambda post: (post.published, post.key), reverse=True))


def report(place: Place, issuer: str, year: int) -> Post:
    """Return the report of one issuer on one year as a place's bureau posts it; its wording depends on issuer and year alone."""
    key = f"{issuer}/{year}"
    title = write(dice("title", key).choice(_TITLES), dice(key), {"issuer": issuer, "year": year})
    blocks = report_blocks(title, _sort(issuer), _names(place, issuer, year))
    late = timedelta(days=600) if (issuer, year) == (place.others[-1], 2023) else timedelta()
    published = _day(f"{place.name}/{key}", year + 1, 10, 110) + late
    return Post(
        key=f"{place.name}/{key}",
        title=title,
        kind="report",
        issuer=issuer,
        year=year,
        published=published,
        source=_source(place, issuer, key),
        blocks=blocks,
    )


def list_title(post: Post, limit: int) -> tuple[str, str]:
    """Return a title as a list of narrow rows shows it and as its title attribute holds it: whole there, but for one spring."""
    if len(post.title) <= limit:
        return post.title, post.title
    shown = f"{post.title[:limit]}…"
    return shown, shown if _SPRING[0] <= post.published < _SPRING[1] else post.title


_SPRING = (datetime(2022, 1, 1), datetime(2022, 4, 20))  # noqa: DTZ001  # as pages print it
_TITLES = (
    "{issuer}{year}年度法治政府建设情况报告",
    "{issuer}{year}年度法治政府建设情况报告",
    "{issuer}关于{year}年度法治政府建设情况的报告",
    "{issuer}{year}年法治政府建设工作报告",
    "{issuer}{year}年度法治政府建设工作情况报告",
    "【法治建设报告】{issuer}{year}年度法治政府建设情况报告",
    "{issuer}{year}年法治政府建设年度报告",
)


def _reports(place: Place) -> Iterator[Post]:
    for year in range(2019, 2025):
        yield report(place, place.bureau, year)
    for issuer in place.others:
        last = 2023 if issuer == place.others[-1] else dice(issuer).randint(2022, 2024)
        yield report(place, issuer, last)
        if dice(issuer, "twice").random() < 0.4:
            yield report(place, issuer, last - 1)


def _other(place: Place, number: int) -> Post:
    choices = patterns()["decoy"]
    choice, year = choices[number % len(choices)], 2025 - number // len(choices)
    key = f"{place.name}/other/{number}"
    names = _names(place, place.bureau, year) | {"prev": year - 1}
    title = write(choice["title"], dice(key), names)
    return Post(
        key=key,
        title=title,
        kind=choice["kind"],
        issuer=place.bureau,
        year=year,
        published=_day(key, year, 3, 340),
        source=_source(place, place.bureau, key),
        blocks=other_blocks(title, choice["kind"], names),
    )


def _day(key: str, year: int, first: int, last: int) -> datetime:
    roll = dice("published", key)
    start = datetime(year, 1, 1)  # noqa: DTZ001  # pages print China time without its name
    seconds = roll.randint(8 * 3600, 18 * 3600)
    return start + timedelta(days=roll.randint(first, last), seconds=seconds)


def _source(place: Place, issuer: str, key: str) -> str | None:
    return dice("source", key).choice(place.sources).format(issuer=issuer) or None


def _sort(issuer: str) -> str:
    if issuer.endswith("司法局"):
        return "bureau"
    if issuer.endswith("厅"):
        return "province"
    if "镇" in issuer or "乡" in issuer or issuer.endswith("办事处"):
        return "town"
    return "government" if issuer.endswith("人民政府") else "department"


def _names(place: Place, issuer: str, year: int) -> dict[str, object]:
    words = ("self", "scope", "party", "head", "units")
    manner = dict(zip(words, _MANNERS[_sort(issuer)], strict=True))
    # no word of the site: the province's report reads the same on every site that posts it
    here = "全省各地" if _sort(issuer) == "province" else place.name
    return {"place": here, "issuer": issuer, "year": year, "next": year + 1, "prev": year - 1, **manner}


_MANNERS = {
    "bureau": ("我局", "全系统", "党委、政府", "局党组书记、局长", "各科室、司法所"),
    "government": ("我们", "全域", "上级党委、政府", "党委、政府主要负责人", "各镇、街道和部门"),
    "department": ("我局", "全系统", "党委、政府", "局党组主要负责人", "各科室、直属单位"),
    "town": ("我们", "辖区", "上级党委、政府", "党（工）委主要负责人", "各村、社区"),
    "province": ("我厅", "全省", "省委、省政府", "厅党委书记、厅长", "各市、县司法行政机关"),
}
