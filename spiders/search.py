"""The way from any page of a site to the section that holds its annual reports, the most hopeful address first."""

import heapq
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import count
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.http import TextResponse

from crawler.keep import is_kept
from crawler.model import ListEntry
from crawler.titles import could_be_report
from crawler.urls import host_of, identity
from spiders.asking import Asker
from spiders.columns import Lead, Tier, leads_in, leads_of_report, tier_of
from spiders.findings import Finding, best_of, dug, findings_of, unasked
from spiders.origins import is_origin_known, list_of
from spiders.pagekinds import is_article, is_home, is_portal, is_report, signpost
from spiders.trail import names_of

LOOSELY = "报告(?!会|团|文学|厅)|总结|年报"  # titles of a column that says what they are about, so that they need not

_GIVEN = 1000  # the worth of the address that a person gave
_OWN = 119  # the worth from which on a list is that of the report that a person gave
_STEP = 3  # what every page between it and another takes off that one's worth


@dataclass(frozen=True, kw_only=True)  # no slots: what is asked again and again of hundreds of titles is remembered
class Section:
    """A list that was looked at: what it calls itself, how near that is to the reports, and what the families found there.

    `is_meant` says that a person gave it, or a report of it; `holds` is that report where the list is known to hold it.
    `part_of` is the page of the column it is a part of, `others` are the lists of the column's other parts, in page order.
    """

    url: str
    name: str
    tier: Tier
    says: Tier
    response: TextResponse
    findings: tuple[Finding, ...]
    is_meant: bool = False
    is_portal: bool = False
    holds: str | None = None
    part_of: str | None = None
    others: tuple[str, ...] = ()

    @cached_property
    def best(self) -> Finding | None:
        """Return the finding that makes a row."""
        return best_of(self.findings)

    @property
    def rows(self) -> Sequence[ListEntry]:
        """Return the entries that were seen."""
        return self.best.rows if self.best else ()

    @cached_property
    def reports(self) -> list[ListEntry]:
        """Return the entries that could be reports."""
        return [entry for entry in self.rows if could_be_report(entry.title)]

    @property
    def share(self) -> float:
        """Return how much of what was seen could be reports."""
        return len(self.reports) / max(len(self.rows), 1)

    @cached_property
    def keep(self) -> str | None:
        """Return the pattern that keeps its entries where only the column's name says what they report on."""
        is_named = self.says == Tier.EXACT or (self.says == Tier.NEAR and self.is_meant)
        loose = [entry for entry in self.rows if re.search(LOOSELY, entry.title)]
        return LOOSELY if is_named and not self.reports and 2 * len(loose) >= len(self.rows) > 0 else None

    @property
    def is_sound(self) -> bool:
        """Say whether a row may be made of it: one that collects nothing, or another section, is worse than none."""
        is_other = self.tier == Tier.OPPOSED and self.share < 0.5 and not self.is_meant
        is_entrance = self.is_portal and self.tier < Tier.NEAR and not (self.is_meant and self.tier in (Tier.NOTICES, Tier.OTHERS))
        if self.best is None or is_other or is_entrance:
            return False
        return bool(self.reports or self.keep or self.holds)

    @property
    def is_sure(self) -> bool:
        """Say whether nothing better is to be expected."""
        return self.is_sound and not self.is_portal and (self.is_meant or (self.tier >= Tier.NEAR and self.share >= 0.5))

    @property
    def rank(self) -> tuple[bool, bool, float]:
        """Return what sections are compared by: its name, how many reports it holds, and how little else."""
        return (self.is_sound, not self.is_portal, self.tier / Tier.EXACT + min(len(self.reports), 8) / 8 + self.share)


class Search:
    """Walks from one page over what it links, within the host, until a section is found or nothing is left to hope for."""

    def __init__(self, asker: Asker, start: str) -> None:
        self.sections: list[Section] = []
        self._asker = asker
        self._start = start
        self._given: TextResponse | None = None
        self._known: set[str] = {_key(start)}
        self._waiting: list[tuple[int, int, int, Lead]] = []
        self._number = count()

    async def run(self, response: TextResponse) -> Section | None:
        """Return the section that was found, None where there is none that a row should be made of."""
        found = await self._visited(Lead(url=self._start, name="", tier=Tier.UNKNOWN, worth=_GIVEN), response, 0)
        while found is None and self._waiting and self._asker.left > 1:
            _, _, depth, lead = heapq.heappop(self._waiting)
            answer = await self._asker.answer(Request(lead.url))
            if isinstance(answer, TextResponse):
                found = await self._visited(lead, answer, depth)
        found = found or self._best() or await self._deeper()
        if found is None or found.part_of is None:
            return found
        return replace(found, others=tuple([url async for url in self._parts(found)]))

    async def _visited(self, lead: Lead, response: TextResponse, depth: int) -> Section | None:
        """Look at a page and remember where it leads; return its section where that is surely the one."""
        self._known.add(_key(response.url))
        if is_origin_known(response.url) or is_article(response):
            if lead.worth == _GIVEN and is_report(response):
                self._given = response
            self._add([*leads_of_report(response), *(leads_in(response) if lead.worth == _GIVEN else ())], depth + 1)
            return None
        onward = signpost(response)
        if onward is not None:
            self._add([replace(lead, url=onward)], depth)
            return None
        section = None if is_home(response.url) else await self._section(lead, response)
        if section is not None:
            self.sections.append(section)
        if section is None or not section.is_sure:
            self._add(leads_in(response, section.tier if section else Tier.UNKNOWN), depth + 1)
        return section if section is not None and section.is_sure else None

    async def _section(self, lead: Lead, response: TextResponse) -> Section:
        """Return what the families find on a page; only where its name or its entries give hope, more pages are asked for."""
        names = names_of(response)
        says = next((tier for name in names if (tier := tier_of(name)) != Tier.UNKNOWN), Tier.UNKNOWN)
        tier = Tier.OPPOSED if says == Tier.OPPOSED else max(says, lead.tier, tier_of("", response.url))
        is_meant = lead.worth >= _OWN
        findings = await findings_of(response, unasked)
        if is_meant or tier >= Tier.NEAR or _is_hopeful(tier, findings):
            findings = await findings_of(response, self._asker.answer)
        fragment = urldefrag(lead.url).fragment
        section = Section(
            url=f"{response.url}#{fragment}" if fragment else response.url,
            name=next(iter(names), lead.name),
            tier=tier,
            says=says,
            response=response,
            findings=findings,
            is_meant=is_meant,
            part_of=lead.part_of,
            holds=self._held(lead, findings),
        )
        is_walked = section.best is not None and section.best.paging == "proven"
        return replace(section, is_portal=is_portal(response) and not is_walked and section.holds is None)

    def _held(self, lead: Lead, findings: Sequence[Finding]) -> str | None:
        """Return the report that was given, where a list names it or by its address stands in the folder that the list is of."""
        if self._given is None:
            return None
        report, own = identity(self._given.url), list_of(self._given.url)
        rows = [entry.url for finding in findings for entry in finding.rows]
        is_own = own is not None and identity(own) == identity(lead.url) and any(list_of(row) == own for row in rows)
        return self._given.url if is_own or any(identity(row) == report for row in rows) else None

    def _add(self, leads: Sequence[Lead], depth: int) -> None:
        for lead in leads:
            if lead.tier == Tier.OPPOSED or not _is_within(lead.url, self._start) or _key(lead.url) in self._known:
                continue
            self._known.add(_key(lead.url))
            near = 5 if _folder(lead.url).startswith(_folder(self._start)) else 0
            heapq.heappush(self._waiting, (_STEP * depth - near - lead.worth, next(self._number), depth, lead))

    def _best(self) -> Section | None:
        best = max(self.sections, key=lambda section: section.rank, default=None)
        return best if best is not None and best.is_sound else None

    async def _deeper(self) -> Section | None:
        """Return a list of notices that holds a report some pages on: a report a year soon stands behind a hundred others."""
        lists = [each for each in self.sections if each.tier != Tier.OPPOSED and not each.is_portal and any(f.rows for f in each.findings)]
        hopeful = [section for section in lists if section.is_meant or section.tier > Tier.UNKNOWN]
        for section in sorted(hopeful, key=lambda section: (not section.is_meant, -section.tier))[:3]:
            read = replace(section, findings=await findings_of(section.response, self._asker.answer))
            if read.best is None:
                continue
            further = await dug(read.best, self._asker.answer, 12, lambda entry: could_be_report(entry.title))
            found = replace(read, findings=(further, *(each for each in read.findings if each is not read.best)))
            if found.is_sound:
                return found
        return None

    async def _parts(self, found: Section) -> AsyncIterator[str]:
        """Yield the other parts of a divided column that hold reports in lists of the same family."""
        for section in self.sections:
            if section is not found and section.part_of == found.part_of and _is_alike(section.findings, found):
                yield section.url
        for _, _, _, lead in sorted(self._waiting, key=lambda each: each[1]):
            # what is left is for the report that will be read
            answer = await self._asker.answer(Request(lead.url)) if lead.part_of == found.part_of and self._asker.left > 2 else ""
            if isinstance(answer, TextResponse) and _is_alike(await findings_of(answer, unasked), found):
                yield answer.url


def _is_alike(findings: Sequence[Finding], found: Section) -> bool:
    """Say whether the family of a section reads reports on another page too, without asking for more than the page itself."""
    rows = [entry for finding in findings if found.best and finding.family == found.best.family for entry in finding.rows]
    return any(is_kept(entry, found.keep) for entry in rows)


def _is_hopeful(tier: Tier, findings: Sequence[Finding]) -> bool:
    """Say whether a page holds something like a report, or may but shows no entries before it is asked for them."""
    rows = [entry for finding in findings for entry in finding.rows]
    is_shell = not rows and tier > Tier.UNKNOWN and any(finding.next_page for finding in findings)
    return is_shell or any(could_be_report(entry.title) for entry in rows)


def _is_within(url: str, start: str) -> bool:
    """Say whether an address lies on the host of another, or on one below it."""
    host, own = host_of(url), host_of(start)
    return host == own or host.endswith(f".{own}")


def _key(url: str) -> str:
    """Return what tells a page from others: its identity, and the number in its fragment by which scripts choose a list."""
    return identity(url) + re.sub(r"\D+", "", urlsplit(url).fragment)


def _folder(url: str) -> str:
    return re.sub(r"[^/]*$", "", urlsplit(url).path)
