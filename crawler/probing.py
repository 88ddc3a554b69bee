"""Which section is this, does it page, does it read: a probed address becomes a row, or the reasons why not."""

import hashlib
import json
import re
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import BlockedError, ExtractionError
from crawler.keep import is_kept
from crawler.model import Page
from crawler.register import lineage, region_named, region_of_host
from crawler.sites import load_sites
from crawler.urls import host_of, is_kin, is_number
from pipelines.extract import extract
from pipelines.metadata.section import About, about
from spiders.findings import Finding
from spiders.probe import Probed
from spiders.search import Section

_GENERIC = {"index", "list", "www", "gov", "cn", "html", "com", "org", "col", "zwgk", "xxgk"}


def row_of(probed: Probed, section: Section) -> str:
    """Return a section as a row of TOML with its evidence and five entries as comments; the row loads as it stands."""
    said = about(probed.page) if probed.page else About(site_name=None, column=None, region=None)
    values: dict[str, object] = {
        "id": site_id(section.part_of if section.part_of and section.others else section.url),
        "name": _name(said, section),
        "region": _region(probed, said, section),
        "publisher": said.site_name,
        "family": section.best.family if section.best else None,
        "lists": [section.url, *section.others],
        "keep": section.keep,
        "schedule": _schedule(section.url),
        "hosts": hosts_of(section),
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value is not None]
    row = "\n".join(["[[site]]", *lines, *(f"# {line}" for line in _evidence(probed, section)), ""])
    _check(row)
    return row


def reasons_of(probed: Probed) -> list[str]:
    """Return why no row came of an address: what it is, what was looked at from there, and a line a family."""
    if probed.trouble is not None:
        return [f"{probed.url}: {probed.trouble}"]
    looked = [f"{section.url}: {_fault(section)}" for section in probed.looked_at]
    families = [f"{finding.family}: {_shortcoming(finding)}" for finding in probed.findings]
    return [
        f"{probed.url}: found {probed.kind}, expected a list of reports or a way to one; asked {probed.requests} pages",
        *looked,
        *families,
    ]


def site_id(url: str) -> str:
    """Return an id for a section from its address: place, then the words of the path that tell sections apart."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    place = host if is_number(host) else " ".join(reversed(host.split(".")))
    place = f"{place} {parts.port}" if parts.port else place
    words = re.findall(r"[a-z0-9]+", re.sub(r"\.\w+$", "", parts.path).lower())
    kept = [word for word in re.findall(r"[a-z0-9]+", place.lower()) if word not in _GENERIC]
    kept += [word for word in dict.fromkeys(words) if word not in {*_GENERIC, *kept}]
    kept = kept if len(kept) > 1 else [*kept, "section"]
    short = "-".join(kept)
    return short if len(short) <= 60 else f"{short[:50].strip('-')}-{hashlib.sha256(url.encode()).hexdigest()[:8]}"


def _name(said: About, section: Section) -> str:
    column = section.name or said.column
    return " ".join(part for part in (said.site_name, column) if part) or urlsplit(section.url).netloc


def _region(probed: Probed, said: About, section: Section) -> str | None:
    """Return the place: of the site's own code, else of the portal's host, and below it of the place that the site names.

    A code that the register does not know is the site's own mistake, or newer than the register: it is left to a person.
    """
    if said.region and lineage(said.region)[-1:] and lineage(said.region)[-1].region == said.region:
        return said.region
    host = region_of_host(section.url)
    names = f"{said.site_name or ''} {probed.titles}"
    return region_named(names, inside=host) or host if host else region_named(names)


def hosts_of(section: Section) -> list[str] | None:
    """Return the other hosts of the site on which most of the entries lie that would be kept."""
    own = host_of(section.url)
    kept = [host_of(entry.url) for entry in section.rows if is_kept(entry, section.keep)]
    others = [host for host, number in Counter(kept).items() if host != own and 2 * number > len(kept) and is_kin(host, own)]
    return others or None


def _schedule(url: str) -> str:
    """Return a daily cron line before office hours, spread by the address so that rows do not all start at once."""
    number = int(hashlib.sha256(url.encode()).hexdigest(), 16)
    return f"{number % 60} {1 + number // 60 % 6} * * *"


def _evidence(probed: Probed, section: Section) -> Iterator[str]:
    finding = section.best or section.findings[0]
    found = f"{len(finding.entries)} entries on the page" + (f", {finding.claimed} claimed in all" if finding.claimed else "")
    yield f"evidence: {found}; " + (f"marks {', '.join(finding.marks[:3])}" if finding.marks else "no vendor's mark")
    yield f"column {section.name}: {len(section.reports)} of {len(section.rows)} entries seen could be reports"
    if section.keep is not None:
        yield "no title names its subject, the column does: keep is wider than usual"
    if section.others:
        yield f"the column {section.part_of} is divided: {1 + len(section.others)} parts of it hold reports"
    if section.holds is not None:
        yield f"it is the list of {section.holds}"
    if finding.paging == "proven":
        yield f"next page {finding.next_page} brought {len(finding.more)} new entries"
    elif finding.paging == "unproven":
        yield f"next page {finding.next_page} gave {finding.next_answer}: only what the list page shows may be collected"
    else:
        yield "no next page"
    yield _reading(probed.report) if probed.report else "no report was read"
    yield f"asked {probed.requests} pages"
    for entry in [*section.reports, *(entry for entry in finding.rows if entry not in section.reports)][:5]:
        yield f"{entry.date or '          '} {entry.title} {entry.url}"


def _reading(page: Page) -> str:
    try:
        report = extract(page)
    except (BlockedError, ExtractionError) as error:
        return f"a page that did not read: {error.code} {error}"
    return f"read {report.title} ({report.kind}, published {report.published_at}, {len(report.text)} characters) by {report.extractor}"


def _fault(section: Section) -> str:
    """Return why a section that was looked at makes no row."""
    if section.best is None:
        return f"column {section.name or 'without a name'}, no entries that page as they say"
    return f"column {section.name or 'without a name'}, {len(section.rows)} entries, {len(section.reports)} could be reports"


def _shortcoming(finding: Finding) -> str:
    if finding.failure is not None:
        return finding.failure
    if not finding.rows:
        return "no dated rows with titles" + (f", though its marks are there: {', '.join(finding.marks)}" if finding.marks else "")
    if finding.paging == "unproven":
        return f"{len(finding.entries)} entries, but its next page {finding.next_page} gave {finding.next_answer}"
    return f"{len(finding.rows)} entries, none of which is known to be a report"


def _check(row: str) -> None:
    """Load a row as `collect` will, so that what is printed works."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "probed.toml"
        path.write_text(row, encoding="utf-8")
        load_sites(path)
