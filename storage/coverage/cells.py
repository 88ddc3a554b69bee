"""One cell a place, organ and year: what is held, or why it is not, with the evidence for it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, partial
from typing import NamedTuple

from crawler.register import Place
from storage.coverage.copies import Copy, Found
from storage.coverage.listed import Listed
from storage.coverage.rule import deadline, is_owed, overdue_from
from storage.coverage.sections import Section
from storage.coverage.states import Party, Reason, State

_UNBOUND = ("71", "81", "82")  # Taiwan, Hong Kong, Macau: in the register of places, and under no rule on these reports
_Because = tuple[State, Reason, "Proof | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """The section or page that speaks for a cell without a report, and the moment that goes with its reason.

    `since` is when the walk began that did not find the report, or when the barrier was first met; `code` and `message` are what was
    met there.
    """

    site: str
    url: str
    since: datetime | None = None
    code: str | None = None
    message: str | None = None


class Cell(NamedTuple):  # as a report: a country has seventy thousand
    """What is known of one organ's report on one year.

    `report` is the copy that was public first, `others` are the same report at other addresses.
    """

    place: Place
    party: Party
    year: int
    state: State
    reason: Reason
    report: Copy | None = None
    others: tuple[Copy, ...] = ()
    proof: Proof | None = None


_NO_SECTION: _Because = ("unknown", "no_section", None)
_NOT_DUE: _Because = ("not_due", "not_due", None)


class Evidence:
    """All that is known of the places that are asked about, found by place and organ."""

    def __init__(self, found: Found, known: Sequence[Section], listed: Mapping[tuple[str, int], Sequence[Listed]], at: datetime) -> None:
        self._is_owed = cache(partial(is_owed, at=at))
        self._copies: dict[tuple[str, str, int], list[Copy]] = defaultdict(list)
        self._unclear: dict[tuple[str | None, int], Copy] = {}
        self._sections: dict[tuple[str, str], list[Section]] = defaultdict(list)
        self._listed = listed
        for copy in found.told:
            if owner := copy.owner:
                self._copies[owner.place, owner.organ, copy.year].append(copy)
        for copy in found.untold:
            self._unclear.setdefault((copy.site, copy.year), copy)
        for section in known:
            for organ in section.organs:
                self._sections[section.place, organ].append(section)

    def cells(self, place: Place, party: Party, years: Iterable[int]) -> Iterator[Cell]:
        """Yield what is known of one organ's reports, a cell a year."""
        key = place.key
        known = self._sections.get((key, party), ())
        watched = [section for section in known if section.is_enabled]
        standing = _barred(watched) if watched else ("unknown", "disabled", _proof(known[0])) if known else _NO_SECTION
        is_bound = not key.startswith(_UNBOUND)
        for year in years:
            if copies := self._copies.get((key, party, year)):
                yield _held(place, party, year, copies)
                continue
            because = standing or self._told(place, party, year, watched) or _walked(year, watched)
            state, reason, proof = because if is_bound and self._is_owed(year) else _NOT_DUE
            yield Cell(place, party, year, state, reason, proof=proof)

    def _told(self, place: Place, party: Party, year: int, watched: Sequence[Section]) -> _Because | None:
        """Return why a report is not held that is there, or which is held and cannot be told to be this one."""
        for section in watched:
            for entry in self._listed.get((section.site, year), ()):
                if entry.owner is None or (entry.owner.place, entry.owner.organ) == (place.key, party):
                    return _pending(entry)
            if copy := self._unclear.get((section.site, year)):
                return "unknown", "unclear", Proof(site=section.site, url=copy.url, message=copy.title)
        return None


def _held(place: Place, party: Party, year: int, known: Sequence[Copy]) -> Cell:
    first, *others = known if len(known) == 1 else sorted(known, key=lambda copy: (copy.published or date.max, copy.url))
    day = first.published
    reason: Reason = "undated" if day is None else "after_deadline" if day > deadline(year) else "in_time"
    state: State = "late" if reason == "after_deadline" else "held"
    return Cell(place, party, year, state, reason, first, tuple(others))


def _barred(watched: Sequence[Section]) -> _Because | None:
    """Return why sections cannot be read of which one is barred now: what stands there nobody knows."""
    troubles = [(section, section.trouble) for section in watched if section.trouble]
    if not troubles:
        return None
    section, trouble = min(troubles, key=lambda each: (each[1].barrier != "blocked", each[1].since))
    return (
        trouble.barrier,
        "barred",
        Proof(site=section.site, url=section.url, since=trouble.since, code=trouble.code, message=trouble.message),
    )


def _pending(entry: Listed) -> _Because:
    if entry.trouble is None:
        return "unknown", "listed", Proof(site=entry.site, url=entry.url, since=entry.since, message=entry.title)
    trouble = entry.trouble
    proof = Proof(site=entry.site, url=entry.url, since=trouble.since, code=trouble.code, message=trouble.message)
    return trouble.barrier, "page_barred", proof


def _walked(year: int, watched: Sequence[Section]) -> _Because:
    """Return why nothing is held of sections that can be read: missing if each was walked whole since the report was owed."""
    oldest = min(watched, key=lambda section: section.walked.timestamp() if section.walked else 0)
    proof = _proof(oldest)
    if oldest.walked is None:
        return "unknown", "never_walked", proof
    if oldest.walked < overdue_from(year):
        return "unknown", "walked_before", proof
    return "missing", "walked", proof


@cache  # the same of all years, and one more would be one more to keep
def _proof(section: Section) -> Proof:
    return Proof(site=section.site, url=section.url, since=section.walked)
