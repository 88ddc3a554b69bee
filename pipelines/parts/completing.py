"""A stored page with parts that it lacked: what was not asked for, or could not be had, when its version was made."""

from collections.abc import Sequence
from dataclasses import replace

from crawler.errors import BlockedError, ExtractionError
from crawler.model import Page, Part
from pipelines.extract import belongings


def completed(page: Page, sent: Sequence[Part]) -> Page:
    """Return a page with those of the parts sent since that belong to it and that it lacks, the page itself if there are none."""
    found = {(part.role, part.url): part for part in sent if part.body is not None}
    lacking = found.keys() - {(part.role, part.url) for part in page.parts if part.body is not None}
    if not lacking:
        return page
    whole = replace(page, parts=tuple(part for part in page.parts if (part.role, part.url) not in lacking))
    while fresh := [found[key] for key in _wanted(whole) if key in found]:
        whole = replace(whole, parts=(*whole.parts, *fresh))
    return whole if len(whole.parts) > len(page.parts) or lacking & {(part.role, part.url) for part in whole.parts} else page


def _wanted(page: Page) -> list[tuple[str, str]]:
    try:
        return [(link.role, link.url) for link in belongings(page)[1]]
    except (BlockedError, ExtractionError):
        return []  # read by another reader then; the page is judged where it is read again
