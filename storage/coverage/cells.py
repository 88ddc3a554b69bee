"""One cell a place, organ and year: what is held, or why it is not, with the evidence for it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from crawler.register import Place
from storage.coverage.copies import Copy
from storage.coverage.listed import Listed
from storage.coverage.rule import is_owed, overdue_from
from storage.coverage.sections import Section

Party = Literal["government", "justice"]
State = Literal["held", "late", "missing", "blocked", "unreachable", "unknown", "not_due"]
# why a cell is what it is; docs/coverage.md says each in a sentence
Reason = Literal[
    "in_time", "undated", "after_deadline", "walked", "barred", "page_barred", "no_section", "disabled", "never_walked", "walked_before",
    "listed", "unclear", "not_due",
]  # fmt: skip

PARTIES: tuple[Party, ...] = ("government", "justice")
STATES: tuple[State, ...] = ("held", "late", "missing", "blocked", "unreachable", "unknown", "not_due")


MARKS: Mapping[State, str] = {"held": "●", "late": "◐", "missing": "✕", "blocked": "■", "unreachable": "▲", "unknown": "·", "not_due": ""}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What is known of one organ's report on one year.

    `report` is the copy that was public first, `others` are the same report at other addresses. Without a report, `site` and `url`
    are the section or page that speaks for the state, `since` the moment that goes with the reason (when the walk began that did
    not find it, when the barrier was first met), `code` and `message` those of the incident.
    """

    place: Place
    party: Party
    year: int
    state: State
    reason: Reason
    report: Copy | None = None
    others: tuple[Copy, ...] = ()
    site: str | None = None
    url: str | None = None
    since: datetime | None = None
    code: str | None = None
    message: str | None = None


class Evidence:
    """All that is known of the places that are asked about, found by place and organ."""

    def __init__(
        self, found: Sequence[Copy], known: Sequence[Section], listed: Mapping[tuple[str, int], list[Listed]], at: datetime
    ) -> None:
        self.at = at
        self._copies: dict[tuple[str, str, int], list[Copy]] = defaultdict(list)
        self._unclear: dict[tuple[str | None, int], list[Copy]] = defaultdict(list)
        self._sections: dict[tuple[str, str], list[Section]] = defaultdict(list)
        self._listed = listed
        for copy in found:
            if copy.owner:
                self._copies[copy.owner.place, copy.owner.organ, copy.year].append(copy)
            else:
                self._unclear[copy.site, copy.year].append(copy)
        for section in known:
            for organ in section.organs:
                self._sections[section.place, organ].append(section)

    def cell(self, place: Place, party: Party, year: int) -> Cell:
        """Return what is known of one organ's report on one year."""
        if known := self._copies.get((place.key, party, year)):
            return _held(place, party, year, known)
        if not is_owed(year, self.at):
            return Cell(place=place, party=party, year=year, state="not_due", reason="not_due")
        sections = self._sections.get((place.key, party), [])
        watched = [section for section in sections if section.is_enabled]
        if not watched:
            return _bare(place, party, year, "unknown", "disabled" if sections else "no_section", sections[0] if sections else None)
        return self._barred(place, party, year, watched) or self._told(place, party, year, watched) or _walked(place, party, year, watched)

    def _barred(self, place: Place, party: Party, year: int, watched: Sequence[Section]) -> Cell | None:
        """Return the cell of an organ of whose sections one cannot be read now: what stands there nobody knows."""
        troubles = [(section, section.trouble) for section in watched if section.trouble]
        if not troubles:
            return None
        section, trouble = min(troubles, key=lambda each: (each[1].barrier != "blocked", each[1].since))
        return Cell(
            place=place, party=party, year=year, state=trouble.barrier, reason="barred", site=section.site, url=section.url,
            since=trouble.since, code=trouble.code, message=trouble.message,
        )  # fmt: skip

    def _told(self, place: Place, party: Party, year: int, watched: Sequence[Section]) -> Cell | None:
        """Return the cell of a report that is there and not held, or held and not told apart."""
        for section in watched:
            for entry in self._listed.get((section.site, year), ()):
                if entry.owner is None or (entry.owner.place, entry.owner.organ) == (place.key, party):
                    trouble = entry.trouble
                    return Cell(
                        place=place, party=party, year=year, state=trouble.barrier if trouble else "unknown",
                        reason="page_barred" if trouble else "listed", site=section.site, url=entry.url,
                        since=trouble.since if trouble else entry.since, code=trouble.code if trouble else None,
                        message=trouble.message if trouble else entry.title,
                    )  # fmt: skip
            for copy in self._unclear.get((section.site, year), ()):
                return Cell(
                    place=place,
                    party=party,
                    year=year,
                    state="unknown",
                    reason="unclear",
                    site=section.site,
                    url=copy.url,
                    message=copy.title,
                )
        return None


def _held(place: Place, party: Party, year: int, known: Sequence[Copy]) -> Cell:
    first, *others = sorted(known, key=lambda copy: (copy.published is None, copy.published, copy.url))
    days = first.days
    reason: Reason = "undated" if days is None else "after_deadline" if days > 0 else "in_time"
    return Cell(
        place=place,
        party=party,
        year=year,
        state="late" if reason == "after_deadline" else "held",
        reason=reason,
        report=first,
        others=tuple(others),
    )


def _walked(place: Place, party: Party, year: int, watched: Sequence[Section]) -> Cell:
    """Return the cell of an organ whose sections can be read: missing if each was walked whole since the report was owed."""
    oldest = min(watched, key=lambda section: section.walked.timestamp() if section.walked else 0)
    if oldest.walked is None:
        return _bare(place, party, year, "unknown", "never_walked", oldest)
    if oldest.walked < overdue_from(year):
        return _bare(place, party, year, "unknown", "walked_before", oldest)
    return _bare(place, party, year, "missing", "walked", oldest)


def _bare(place: Place, party: Party, year: int, state: State, reason: Reason, section: Section | None) -> Cell:
    return Cell(
        place=place,
        party=party,
        year=year,
        state=state,
        reason=reason,
        site=section.site if section else None,
        url=section.url if section else None,
        since=section.walked if section else None,
    )
