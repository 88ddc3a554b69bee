"""One page of a report, read by itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from crawler.decode import decode
from crawler.model import Page, PartLink
from pipelines.body.parse import shallow
from pipelines.body.read import Reading
from pipelines.body.scripted import shown
from pipelines.metadata.page import Metadata
from pipelines.parts.embedded import embedded
from pipelines.parts.pager import further_pages
from pipelines.said import said

Other = Callable[[str], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """What one page says, the further pages that it knows, what it shows in windows of its own, and how it could be decoded."""

    said: Metadata
    reading: Reading
    further: tuple[PartLink, ...]
    shown: tuple[PartLink, ...]
    warnings: tuple[str, ...]


@lru_cache(maxsize=4)  # a crawl reads a page to learn what belongs to it, and again once that is fetched
def leaf(page: Page, article: str, other: Other) -> Leaf:
    """Return what a page says by itself; `article` is the address of the first page of its report.

    `other` is another reader, asked for the body where none is proven. Raises `BlockedError` for what is no page of its
    site, `ExtractionError` for a page that only scripts would write.
    """
    decoded = decode(page.body, page.content_type, page.site.encoding if page.site else None)
    reading, about, tree = said(page, decoded.text, other)
    tree = tree or LexborHTMLParser(shallow(shown(decoded.text)))  # as it was sent: addresses are not mended
    return Leaf(
        said=about,
        reading=reading,
        further=further_pages(tree, page.url, article),
        shown=embedded(tree, page.url),
        warnings=decoded.warnings,
    )


def joined(leaves: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """Return the text of a report from that of its pages: what they all begin or end with is the template's and stands once."""
    # a server that ignores the number answers with the first page again
    each = list(dict.fromkeys(map(tuple, leaves)))
    if len(each) < 2:
        return each[0] if each else ()
    first, *further = each
    head = min(_alike(first, lines) for lines in further)
    tail = min(_alike(first[::-1], lines[::-1]) for lines in further)
    found = list(first[: len(first) - tail])
    for lines in further:
        found += lines[head : len(lines) - tail]
    return (*found, *first[len(first) - tail :])


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many equal lines two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((number for number, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))
