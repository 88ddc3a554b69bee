"""Whose report it is: the place of the register that an issuer's name leads to, and which of its organs."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple

from crawler.model import Level
from crawler.register import Place
from crawler.wording import folded

Organ = Literal["government", "justice", "department", "town", "other"]

_PARTY = "(?:委员会|党委|委)"
_SEAT = "(?:人民政府|政府|行政公署|行署)"
# a party committee may stand before the government, with the place named again: 烈山区委烈山区人民政府
_GOVERNMENT = re.compile(
    f"(?:[省市县区州盟旗]?{_PARTY}[、和及,·]?[一-龥]{{0,14}}?)?[省市县区州盟旗]?{_SEAT}(?:[、和及,·]?[一-龥]{{0,14}}?{_PARTY})?"
    f"|[省市县区州盟旗]?{_PARTY}|{_PARTY}?(?:全面)?依法治[省市县区州盟旗](?:工作)?(?:领导小组|委员会)?(?:办公室|办)?"
)
_OFFICE = re.compile(f"[省市县区州盟旗]?(?:{_SEAT}|{_PARTY})?办公[室厅]")
_JUSTICE = re.compile(r"[省市县区州盟旗]?司法[局厅](?:党组|党委|机关|\(.*\))?")
_CARRIES = re.compile("印发|公布|发布|转发|公开")
_TOWN = re.compile("(?:[镇乡]|街道|苏木)(?:人民|党工?委|办事处|政府|委员会|$)")
_GENERIC = re.compile("[我本全]?([省市县区州盟旗])(?=人民政府|政府|委|司法|[一-龥]{2,14}[局厅办会])")
# a place under another kind than it has in the register: as it was called before it became a city or a district, or cut short as 延边州
_RENAMED = re.compile("([一-龥]{2,8}?)(?:自治)?(?:地区|[州盟市县区旗])(?![一-龥]*?(?:管委会|管理委员会))")
_ABOVE = re.compile(r"^(?:中共|中国共产党)|\s+")
_LONGEST = 15


class Owner(NamedTuple):  # every report has one, and what is counted by it is looked up by it
    """An organ of a place; `name` tells it from the place's other organs of its kind."""

    place: str
    organ: Organ
    name: str


class Gazetteer:
    """Places by their names: those given, of which each has a key of its own."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._places = {place.key: place for place in places}
        self._named: dict[str, list[Place]] = defaultdict(list)
        self._stems: dict[str, list[Place]] = defaultdict(list)
        for place in self._places.values():
            self._named[place.name].append(place)
            self._stems[place.stem].append(place)
        self._beginnings = {name[:2] for name in (*self._named, *self._stems)}
        self.owner = lru_cache(maxsize=None)(self._owner)

    def _owner(self, issuer: str, level: Level | None, near: str | None) -> Owner | None:
        """Return the organ that an issuer's name means; None where the name does not lead to one place.

        `near` is the code of the place whose section or site the report stands in: it says which 鼓楼区, and whose 县人民政府.
        An office that may speak for its government or for itself is `other`; `speaker` tells by the title.
        """
        plain = _ABOVE.sub("", folded(issuer))
        place, rest = self._led(plain, near)
        if place is None and not self._is_below(rest, level):
            return None
        key = place.key if place else near
        return Owner(place=key, organ=_organ(rest, level), name=rest) if key in self._places else None

    def _is_below(self, rest: str, level: Level | None) -> bool:
        """Say whether a name that leads to no place is of an organ that belongs to the place it stands near."""
        return level in ("town", "department") or bool(_JUSTICE.fullmatch(rest) or _GOVERNMENT.fullmatch(rest))

    def _led(self, plain: str, near: str | None) -> tuple[Place | None, str]:
        """Return the last place that a name leads down to, and what the name says after it."""
        place: Place | None = None
        at = 0
        while found := self._step(plain[at:], place, near):
            place, length = found
            at += length
        if place is None and (generic := _GENERIC.match(plain)):
            return self._meant(generic.group(1), near), plain[generic.end() :]
        return place, plain[at:]

    def _step(self, words: str, above: Place | None, near: str | None) -> tuple[Place, int] | None:
        """Return the place with which words begin, inside the one before, and how long its name is."""
        if words[:2] not in self._beginnings:
            return None
        for length in range(min(_LONGEST, len(words)), 1, -1):
            if (known := self._named.get(words[:length])) and (place := _nearest(known, above, near)):
                return place, length
        return self._shortened(words, above, near) or self._renamed(words, above, near)

    def _shortened(self, words: str, above: Place | None, near: str | None) -> tuple[Place, int] | None:
        """Return a place whose name lacks what kind it is, where a place inside it follows: 北京朝阳区."""
        for length in range(min(4, len(words) - 2), 1, -1) if above is None else ():
            known = [place for place in self._stems.get(words[:length], ()) if place.key.endswith("00")]
            for place in known:
                if self._step(words[length:], place, near):
                    return place, length
        return None

    def _renamed(self, words: str, above: Place | None, near: str | None) -> tuple[Place, int] | None:
        """Return the place that has a name's stem under another kind now, such as 海门区 for 海门市, where its surroundings are known."""
        found = _RENAMED.match(words)
        scope = above.region if above else near
        if found is None or scope is None:
            return None
        known = [place for place in self._stems.get(found.group(1), ()) if place.key.startswith(scope[:4].removesuffix("00"))]
        below = [place for place in known if not (above and place.key == above.key)]
        return (below[0], found.end()) if len(below) == 1 else None

    def _meant(self, kind: str, near: str | None) -> Place | None:
        """Return the place that 市人民政府 or 县司法局 means in a section of a place."""
        codes = dict.fromkeys((near, f"{near[:4]}00", f"{near[:2]}0000")) if near else {}
        found = (self._places[code] for code in codes if code in self._places)
        kinds = "县区旗" if kind in "县区旗" else kind
        return next((place for place in found if place.name[-1] in kinds or (kind == "省" and place.key.endswith("0000"))), None)


def speaker(owner: Owner, title: str) -> Owner:
    """Return who speaks in a report: an office of a government for it where the title says that it issues the paper, else for itself."""
    if owner.organ != "other" or not _OFFICE.fullmatch(owner.name):
        return owner
    organ: Organ = "government" if _CARRIES.search(title) else "department"
    return Owner(place=owner.place, organ=organ, name=owner.name)


@lru_cache(maxsize=4096)  # every place has the same few
def _organ(rest: str, level: Level | None) -> Organ:
    if level == "town" or _TOWN.search(rest):
        return "town"
    if _JUSTICE.fullmatch(rest):
        return "justice"
    if level != "department" and (not rest or _GOVERNMENT.fullmatch(rest)):
        return "government"
    return "department" if level == "department" else "other"


def _nearest(known: Sequence[Place], above: Place | None, near: str | None) -> Place | None:
    """Return the one of several namesakes that is meant: inside the place named before it, else nearest to where it stands."""
    if above is not None:
        inside = [place for place in known if place.key != above.key and _lies_in(place, above)]
        return inside[0] if len(inside) == 1 else None
    if len(known) == 1 and (near is None or known[0].key.startswith(near[:2])):
        return known[0]
    if near is None:
        return None
    for scope in _scopes(near):
        if found := [place for place in known if place.key.startswith(scope)]:
            return found[0] if len(found) == 1 else None
    # a county of another province is hardly what a section here speaks of: names of counties that are no more live on elsewhere
    return known[0] if len(known) == 1 and (known[0].key.endswith("00") or known[0].region is None) else None


def _scopes(near: str) -> Iterator[str]:
    """Yield the beginnings of codes of what surrounds a place, the nearest first."""
    yield from dict.fromkeys((near, near.removesuffix("00").removesuffix("00"), near[:4].removesuffix("00"), near[:2]))


def _lies_in(place: Place, above: Place) -> bool:
    return above.region is not None and (place.region or "").startswith(above.region.removesuffix("00").removesuffix("00"))
