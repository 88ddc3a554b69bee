"""Which family is this, does it page, does it read: a probed address becomes a row, or the reasons why not."""

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

from crawler.errors import BlockedError, ExtractionError
from crawler.model import Page
from crawler.sites import load_sites
from crawler.urls import is_number
from pipelines.extract import extract
from pipelines.metadata.section import About, about
from spiders.probe import Finding, Probed

_LEAST = 2  # entries; a single one of a shape is as likely a link on a report's own page
_ENDS = ("nothing new", "HTTP 404", "HTTP 410")  # what stands past the end of lists
_GENERIC = {"index", "list", "www", "gov", "cn", "html", "com", "org", "col", "zwgk", "xxgk"}


def best_of(probed: Probed) -> Finding | None:
    """Return the finding that makes a row; None if there is none, or if the one that fits could not be proven just now.

    A next page that brought new entries proves a family. Where none did, a family whose marks are there goes before one
    without, because a list reads much the same to all; its row is kept where its next page is gone or empty, as lists
    that advertise too much have them, and withheld where the site failed to answer.
    """
    found = [finding for finding in probed.findings if len(finding.rows) >= _LEAST]
    proven = [finding for finding in found if finding.paging == "proven"]
    best = proven[0] if proven else max(found, key=lambda finding: (bool(finding.marks), finding.score), default=None)
    is_withheld = best is not None and best.paging == "unproven" and best.next_answer not in _ENDS
    return None if is_withheld else best


def row_of(probed: Probed, finding: Finding) -> str:
    """Return a finding as a row of TOML with its evidence and five entries as comments; the row loads as it stands."""
    said = about(probed.page) if probed.page else About(site_name=None, column=None, region=None)
    values: dict[str, object] = {
        "id": site_id(probed.url),
        "name": " ".join(part for part in (said.site_name, said.column) if part) or urlsplit(probed.url).netloc,
        "region": said.region,
        "publisher": said.site_name,
        "family": finding.family,
        "lists": [probed.url],
        "schedule": _schedule(probed.url),
    }
    lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in values.items() if value is not None]
    row = "\n".join(["[[site]]", *lines, *(f"# {line}" for line in _evidence(probed, finding)), ""])
    _check(row)
    return row


def reasons_of(probed: Probed) -> list[str]:
    """Return, a line a family, why no row came of an address."""
    if probed.trouble is not None:
        return [f"{probed.url}: {probed.trouble.removeprefix(f'{probed.url}: ')}"]
    return [f"{finding.family}: {_shortcoming(finding)}" for finding in probed.findings]


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


def _schedule(url: str) -> str:
    """Return a daily cron line before office hours, spread by the address so that rows do not all start at once."""
    number = int(hashlib.sha256(url.encode()).hexdigest(), 16)
    return f"{number % 60} {1 + number // 60 % 6} * * *"


def _evidence(probed: Probed, finding: Finding) -> Iterator[str]:
    found = f"{len(finding.entries)} entries on the page" + (f", {finding.claimed} claimed in all" if finding.claimed else "")
    yield f"evidence: {found}; " + (f"marks {', '.join(finding.marks[:3])}" if finding.marks else "no vendor's mark")
    if finding.paging == "proven":
        yield f"next page {finding.next_page} brought {len(finding.more)} new entries"
    elif finding.paging == "unproven":
        yield f"next page {finding.next_page} gave {finding.next_answer}: only what the list page shows may be collected"
    else:
        yield "no next page"
    yield _reading(probed.report) if probed.report else "no report was read"
    yield f"asked {probed.requests} pages"
    for entry in finding.rows[:5]:
        yield f"{entry.date or '          '} {entry.title} {entry.url}"


def _reading(page: Page) -> str:
    try:
        report = extract(page)
    except (BlockedError, ExtractionError) as error:
        return f"a page that did not read: {error.code} {error}"
    return f"read {report.title} ({report.kind}, published {report.published_at}, {len(report.text)} characters) by {report.extractor}"


def _shortcoming(finding: Finding) -> str:
    if finding.failure is not None:
        return finding.failure
    if not finding.rows:
        return "no dated rows with titles" + (f", though its marks are there: {', '.join(finding.marks)}" if finding.marks else "")
    if finding.paging == "unproven":
        return f"{len(finding.entries)} entries, but its next page {finding.next_page} gave {finding.next_answer}"
    if len(finding.rows) < _LEAST:
        return f"found {len(finding.rows)} entries, expected a list"
    return f"{len(finding.rows)} entries as in any list, but none of its marks, while another family's are there"


def _check(row: str) -> None:
    """Load a row as `collect` will, so that what is printed works."""
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "probed.toml"
        path.write_text(row, encoding="utf-8")
        load_sites(path)
