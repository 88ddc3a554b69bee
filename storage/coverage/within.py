"""Where a place of the register lies, and on which level it stands."""

from collections.abc import Callable, Hashable, Iterable
from functools import cache
from typing import TypeVar

from crawler.register import Place, lineage

_Each = TypeVar("_Each")
_Key = TypeVar("_Key", bound=Hashable)

_UNCODED = Place(region=None, name="无代码", portal=None)


def level_of_place(place: Place) -> str:
    """Return `province`, `prefecture` or `county`; of the places without a code the corps of Xinjiang ranks as a province."""
    if place.region is None:
        return "province" if place.name.endswith("兵团") else "county"
    return "province" if place.region.endswith("0000") else "prefecture" if place.region.endswith("00") else "county"


def prefecture_of(place: Place) -> Place:
    """Return the prefecture a place lies in or is; the province where none stands between them."""
    return next((above for above in reversed(_above(place)) if level_of_place(above) != "county"), province_of(place))


def province_of(place: Place) -> Place:
    """Return the province a place lies in or is; for the few without a code one that stands for them all."""
    return next(iter(_above(place)), place if level_of_place(place) == "province" else _UNCODED)


def path_of(place: Place) -> str:
    """Return the names of the places a place lies in, and its own: 江苏省/南通市/海安市."""
    return "/".join(dict.fromkeys([*(above.name for above in _above(place)), place.name]))


def gathered(all_of_them: Iterable[_Each], key: Callable[[_Each], _Key]) -> dict[_Key, list[_Each]]:
    """Return values by what they share, in the order in which that is met; a place that only a row names comes after all others."""
    found: dict[_Key, list[_Each]] = {}
    for each in all_of_them:
        found.setdefault(key(each), []).append(each)
    return found


@cache  # asked of every cell, of which a place has twenty
def _above(place: Place) -> tuple[Place, ...]:
    return lineage(place.region) if place.region else ()
