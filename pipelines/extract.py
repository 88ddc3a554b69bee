"""Page -> Report: what a page says, whole, and by what it was read."""

import re
from collections.abc import Sequence
from dataclasses import replace
from importlib.metadata import version

from crawler.errors import ExtractionError
from crawler.issuers import issuer_in
from crawler.model import Page, PartLink, Report
from crawler.titles import issuer_of, kind_of, level_of, report_year
from pipelines.body.lines import tidy
from pipelines.outline import outline
from pipelines.parts.whole import read_whole
from pipelines.recipe import recipe

_READERS = {"container": "container", "file": "file", "other": f"trafilatura-{version('trafilatura')}"}


def extract(page: Page) -> Report:
    """Return what a page says: a function of its address, its bytes, its header, its parts and the hints of its site.

    Raises `BlockedError` for what is no page of its site, `ExtractionError` for a page without text.
    """
    whole = read_whole(page, _by_trafilatura)
    about, lines = whole.said, whole.lines
    if not lines:
        raise ExtractionError("; ".join([f"{page.url}: found {whole.instead}, expected text", *whole.warnings]))
    opening = _opening(lines)
    issuer = issuer_of(about.title) or issuer_of(opening) or _speaker(lines)
    kind = kind_of(about.title)
    return Report(
        page=page,
        title=about.title,
        text="\n".join(lines),
        published_at=about.published_at,
        source=about.source,
        issuer=issuer,
        report_year=report_year(about.title) or report_year(opening),
        level=level_of(issuer),
        document_number=about.document_number,
        index_number=about.index_number,
        kind=kind_of(opening) if kind == "other" else kind,
        outline=outline(lines),
        attachments=whole.attachments,
        extractor=f"{_READERS[whole.reader]}/{recipe()}",
        warnings=(*whole.warnings, *about.warnings),
    )


def belongings(page: Page) -> tuple[str, tuple[PartLink, ...]]:
    """Return what a page is titled, and what belongs to it and is not among its parts; raise what `extract` raises for no page.

    Files are not read for that, because they do not tell of others.
    """
    has = {(part.role, part.url) for part in page.parts}
    whole = read_whole(replace(page, parts=tuple(part for part in page.parts if part.role != "file")), _by_trafilatura)
    return whole.said.title, tuple(link for link in whole.unread if (link.role, link.url) not in has)


def is_current(extractor: str) -> bool:
    """Say whether a record that this extractor made would be read by the same one today."""
    reader, _, made_by = extractor.rpartition("/")
    return reader in _READERS.values() and made_by == recipe()


def _by_trafilatura(text: str) -> tuple[str, ...]:
    import trafilatura  # noqa: PLC0415  # most pages say where their text is, and a scrape of one does not wait for it

    found = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True) or ""
    return tuple(line for row in found.splitlines() if (line := tidy(row)))


def _opening(lines: Sequence[str]) -> str:
    """Return the title that a report bears itself, over one or more of its first lines."""
    found: list[str] = []
    for line in lines[:4]:
        if _is_trail(line):
            continue
        is_complete = found and re.search("(?:报告|总结)$", found[-1])
        if len(line) > 40 or line.endswith(("。", "：", ":", "；", "，")) or (is_complete and not re.match(r"[(（〔\d]", line)):
            break
        found.append(line)
    return "".join(found)


def _is_trail(line: str) -> bool:
    return bool(re.search("[>»›]|位置", line))


def _speaker(lines: Sequence[str]) -> str | None:
    """Return the organ that a report's first sentence speaks of, or the one that signed it: the one whose name is whole."""
    sentence = next((line for line in lines[:6] if len(line) > 15 and re.search("[，,。]", line) and not _is_trail(line)), "")
    said, signed = issuer_in(sentence), _signed(lines)
    return signed if said is None or (signed and said in signed) else said


def _signed(lines: Sequence[str]) -> str | None:
    """Return who signed a report, in the line above its date or its last one."""
    return next((issuer for line in reversed(lines[-3:]) if len(line) < 30 and (issuer := issuer_of(line))), None)
