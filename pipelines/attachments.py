"""The files that a report links to, by name and address."""

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from crawler.model import Attachment
from pipelines.body.lines import Lines, Mark
from pipelines.files.links import is_file, name_in


def attachments(page: Lines, first: int, last: int, url: str) -> tuple[Attachment, ...]:
    """Return the files linked between two lines of a page and in the list of attachments below, each once."""
    found: dict[str, Attachment] = {}
    for mark in _links(page, first, last):
        address = _joined(url, mark.value)
        if address and address not in found:
            found[address] = Attachment(name=mark.name or name_in(address), url=address)
    return tuple(found.values())


def _joined(url: str, href: str) -> str | None:
    try:
        return urljoin(url, href)
    except ValueError:  # brackets that are no number of the sixth version: nothing that could be asked for
        return None


def _links(page: Lines, first: int, last: int) -> Iterator[Mark]:
    for mark in page.marks:
        if mark.kind == "link" and first <= mark.line and is_file(mark.value) and (mark.line <= last or _is_listed(page, mark)):
            yield mark


def _is_listed(page: Lines, mark: Mark) -> bool:
    """Say whether a link below the body stands under 附件 or in a block named for attachments."""
    number = mark.block
    while number > 0:
        block = page.blocks[number]
        if re.search(r"appendix|attach|fujian|(?:^|[\s_-])fj(?:[\s_-]|$)", block.names, re.IGNORECASE):
            return True
        if any("附件" in line.text for line in page.lines[block.first : block.last][:1]):
            return True
        number = block.parent
    return False
