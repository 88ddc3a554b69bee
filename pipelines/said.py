"""What a page says in its own words: its body and what it tells of itself, read again where it was garbled."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from selectolax.lexbor import LexborHTMLParser

from crawler.model import Page
from pipelines.body.markup import pieces
from pipelines.body.parse import shallow
from pipelines.body.read import Reading, read
from pipelines.body.ruby import take_out_readings
from pipelines.body.scripted import shown
from pipelines.check import check
from pipelines.metadata.page import Metadata, metadata
from pipelines.repair.damage import Damage, damage, scrambled
from pipelines.repair.mojibake import is_scrambled
from pipelines.repair.repair import mended, mended_page
from pipelines.repair.scripts import Origin


def said(page: Page, text: str, other: Callable[[str], tuple[str, ...]]) -> tuple[Reading, Metadata, LexborHTMLParser | None]:
    """Return the body of a page, what it tells of itself, and its tree as it was sent where it could be read so.

    `other` gives what another reader takes for the body. Raises `BlockedError` for what is no page of its site,
    `ExtractionError` for a page without text.
    """
    undone: list[Damage] = []
    if is_scrambled(text) and (found := scrambled(text)):
        undone.append(found)
        text = mended_page(text, found)
    tree, reading, about = _read(page, text, other)
    sent = None if undone else tree
    # wrong encodings lie over garbled text, and labels and chrome are as garbled as the body: each is known only without the last
    while (found := _damage(page, tree, reading, about)) and found.is_of_the_page and len(undone) < 3:
        undone.append(found)
        # the bytes of a wrong encoding stand in the page as it was sent: a parser takes some of them for blanks
        text = mended_page(text if found.is_scrambled else tree.html or "", found)
        tree, reading, about = _read(page, text, other)
    return (*_mended(reading, about, [*undone, *([found] if found else [])]), sent)


def _read(page: Page, text: str, other: Callable[[str], tuple[str, ...]]) -> tuple[LexborHTMLParser, Reading, Metadata]:
    text = shallow(shown(text))
    check(page, text)
    tree = LexborHTMLParser(text)
    readings = take_out_readings(tree) if "<rt" in text else 0
    markup = pieces(tree.body) if tree.body else ()
    reading = read(page, tree, markup, partial(other, text))
    if readings:
        reading = replace(reading, warnings=(f"{readings:,} readings above characters are left out of the text", *reading.warnings))
    return tree, reading, metadata(tree, page.url, reading.lines, markup)


def _damage(page: Page, tree: LexborHTMLParser, reading: Reading, about: Metadata) -> Damage | None:
    names = (about.site_name, about.source, page.site.publisher if page.site else None)
    origin = Origin(
        url=page.url,
        title=about.title,
        names=tuple(filter(None, names)),
        language=(tree.root.attributes.get("lang") if tree.root else None) or "",
        said=tuple(filter(None, (about.source, about.document_number, about.index_number))),
    )
    return damage(reading.lines, origin)


def _mended(reading: Reading, about: Metadata, undone: list[Damage]) -> tuple[Reading, Metadata]:
    """Return what is left to mend mended: brackets that stood in an element of their own, letters, single lines."""
    if not undone:
        return reading, about
    warnings = dict.fromkeys(warning for found in undone for warning in found.warnings)
    left = [found for found in undone if not found.is_scrambled]
    return (
        replace(reading, lines=tuple(_without(line, left) for line in reading.lines), warnings=(*warnings, *reading.warnings)),
        replace(
            about,
            title=_without(about.title, left),
            source=_without(about.source, left) if about.source else None,
            document_number=_without(about.document_number, left) if about.document_number else None,
            index_number=_without(about.index_number, left) if about.index_number else None,
        ),
    )


def _without(text: str, undone: Iterable[Damage]) -> str:
    for found in undone:
        text = mended(text, found)
    return text
