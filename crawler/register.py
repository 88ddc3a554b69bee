"""The places of China down to the counties: their GB/T 2260 codes, their names, and the portals of their governments."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from urllib.parse import urlsplit

from crawler.urls import host_of

_FILE = Path(__file__).parent / "places.tsv"
# peoples that names of places bear, some of them without 族
_PEOPLES = (
    "(?:土家|布依|哈尼|傈僳|拉祜|纳西|景颇|布朗|独龙|普米|阿昌|德昂|基诺|朝鲜|蒙古|达斡尔|鄂温克|鄂伦春|赫哲|仡佬|仫佬|毛南|撒拉|保安|东乡"
    "|裕固|哈萨克|锡伯|维吾尔|藏|回|彝|壮|苗|侗|瑶|傣|佤|白|怒|满|畲|黎|羌|水|土|各)族|蒙古|哈萨克|柯尔克孜|锡伯|塔吉克"
)
_ENDING = re.compile(
    f"(?:维吾尔|壮族|回族)?自治区$|特别行政区$|(?:{_PEOPLES})+自治[州县旗]$|(?:地区|新区|林区|矿区|自治州|自治县|自治旗|省|市|州|盟|县|区|旗)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A province, prefecture or county; `region` and `portal` are None where no code and no portal are known."""

    region: str | None
    name: str
    portal: str | None

    @property
    def key(self) -> str:
        """What tells it from every other: its code, or its name where it has none."""
        return self.region or self.name

    @property
    def stem(self) -> str:
        """Its name without what kind of place it is: 海门 of 海门区."""
        return _ENDING.sub("", self.name)


@cache
def places() -> tuple[Place, ...]:
    """Return every place, in the order of the codes; the few without a code come last."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()[1:]
    return tuple(_place(*line.split("\t")) for line in lines)


def place_of(region: str) -> Place | None:
    """Return the place of a GB/T 2260 code, None where the register has none."""
    return _by_region().get(region)


def lineage(region: str) -> tuple[Place, ...]:
    """Return the places a code lies in, the province first and the place itself last."""
    codes = dict.fromkeys((f"{region[:2]}0000", f"{region[:4]}00", region))
    return tuple(place for code in codes if (place := place_of(code)) is not None)


def region_of_host(address: str) -> str | None:
    """Return the place whose portal an address lies on: on its host, or on one that stands below it.

    A bureau's own host, `sfj.nantong.gov.cn`, stands below the portal `www.nantong.gov.cn`.
    """
    labels = host_of(address).partition(":")[0].split(".")
    hosts = [".".join(labels[start:]) for start in range(len(labels) - 2)]
    return next((region for host in hosts if (region := _by_host().get(host)) is not None), None)


def region_named(words: str, inside: str | None = None) -> str | None:
    """Return the place that some words name, such as a site's name; None where none is named or several might be meant.

    Of places that are named together the last and smallest counts, and what stands before it tells namesakes apart.
    `inside` is a code that is known to hold it: only places below that are considered.
    """
    found = [region for region in _named(words) if inside is None or _is_inside(region, inside)]
    smallest = [region for region in found if not any(other != region and _is_inside(other, region) for other in found)]
    backed = Counter({region: sum(_is_named(place, words) for place in lineage(region)) for region in smallest})
    ranked = backed.most_common(2)
    is_clear = len(ranked) == 1 or (len(ranked) == 2 and ranked[0][1] > ranked[1][1])
    return ranked[0][0] if is_clear else None


def _place(region: str, name: str, portal: str) -> Place:
    return Place(region=region or None, name=name, portal=portal or None)


@cache
def _by_region() -> Mapping[str, Place]:
    return MappingProxyType({place.region: place for place in places() if place.region})


@cache
def _by_host() -> Mapping[str, str]:
    """Return the places by host; of places that share a portal the one that holds the others, and none of namesakes."""
    shared: dict[str, list[str]] = {}
    for place in places():
        if place.region and place.portal:
            shared.setdefault(_host(place.portal), []).append(place.region)
    return MappingProxyType({host: regions[0] for host, regions in shared.items() if all(_is_inside(each, regions[0]) for each in regions)})


def _host(portal: str) -> str:
    return (urlsplit(portal).hostname or "").removeprefix("www.")


def _is_inside(region: str, other: str) -> bool:
    """Say whether a place lies in another, or is it: the codes of provinces and prefectures end in zeros."""
    return region.startswith(re.sub("0000$|00$", "", other))


def _named(words: str) -> Iterator[str]:
    named = [place for place in places() if place.region and place.name in words]
    for place in named:
        is_part = any(place.name != other.name and place.name in other.name for other in named)
        if place.region and not is_part:
            yield place.region


def _is_named(place: Place, words: str) -> bool:
    """Say whether words name a place, in full or without what kind of place it is."""
    return place.name in words or (len(place.stem) >= 2 and place.stem in words)
