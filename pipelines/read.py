"""The body of a page as paragraphs: by its container, or by trafilatura where none is proven."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version

import trafilatura
from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.errors import ExtractionError
from crawler.model import Attachment, Page
from pipelines.attachments import attachments
from pipelines.body import Body, find_body
from pipelines.edges import without_chrome
from pipelines.furniture import kinds
from pipelines.lines import Line, Lines, lines_of, tidy
from pipelines.prose import bare
from pipelines.tables import with_rows

READERS = ("container", f"trafilatura-{version('trafilatura')}")
_PROSE = re.compile(r"[\u4e00-\u9fff][^。；]*[。；]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The paragraphs of a body, its files, which reader gave them and what a user should know of the reading."""

    reader: str
    lines: tuple[str, ...]
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()


def read(page: Page, tree: LexborHTMLParser, text: str) -> Reading:
    """Return the body of a page; raise `ExtractionError` if it has no text."""
    if tree.body is None:
        raise ExtractionError(f"{page.url}: found no body in {len(page.body)} bytes, expected a page with text")
    selector = page.site.select.body if page.site else None
    if not selector:
        return _found(page, tree, tree.body, text)
    found = _selected(page, tree, selector)
    if found.lines:
        return found
    otherwise = _found(page, tree, tree.body, text)
    return replace(otherwise, warnings=(f"the row's selector {selector!r} finds no text here", *otherwise.warnings))


def _selected(page: Page, tree: LexborHTMLParser, selector: str) -> Reading:
    lines: list[str] = []
    files: list[Attachment] = []
    for node in _outermost(_matches(tree, selector)):
        part = lines_of(node)
        lines += [line.text for line in without_chrome(part, with_rows(part, 0, len(part.lines)))]
        files += attachments(part, 0, len(part.lines), page.url)
    return Reading(reader="container", lines=tuple(lines), attachments=tuple(files))


def _matches(tree: LexborHTMLParser, selector: str) -> Sequence[LexborNode]:
    try:
        return tree.css(selector)
    except SelectolaxError:  # CSS that other parsers know and this one does not; the caller warns that nothing was found
        return ()


def _outermost(nodes: Sequence[LexborNode]) -> Iterator[LexborNode]:
    chosen = {node.mem_id for node in nodes}
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in chosen:
            above = above.parent
        if above is None:
            yield node


def _found(page: Page, tree: LexborHTMLParser, root: LexborNode, text: str) -> Reading:
    whole = lines_of(root)
    titles = _titles(tree)
    body = find_body(whole, titles)
    if body is None:
        return _unveiled(page, whole) or _by_trafilatura(page, text, whole)
    lines = _paragraphs(whole, body, titles)
    if body.proof == "evidence":
        lines = _without_title(whole, lines, titles)
    if not lines:
        raise ExtractionError(f"{page.url}: found {_instead(whole)}, expected text")
    return Reading(
        reader="container",
        lines=lines,
        attachments=attachments(whole, body.first, body.last, page.url),
        warnings=tuple(_doubts(whole, body, lines, text)),
    )


def _paragraphs(whole: Lines, body: Body, titles: Sequence[str] = ()) -> tuple[str, ...]:
    return tuple(line.text for line in without_chrome(whole, with_rows(whole, body.first, body.last), titles))


def _without_title(whole: Lines, lines: tuple[str, ...], titles: Sequence[str]) -> tuple[str, ...]:
    """Return the lines without a first one that is the only place where the page shows its title."""
    first = bare(lines[0]) if len(lines) > 1 else ""
    shown = [line for line in whole.lines if bare(line.text) == first]
    is_title = len(first) > 3 and len(shown) == 1 and any(bare(title).startswith(first) for title in titles)
    return lines[1:] if is_title else lines


def _unveiled(page: Page, whole: Lines) -> Reading | None:
    """Return the text of a page that hides its body until a script shows it."""
    for node in whole.hidden:
        part = lines_of(node)
        body = find_body(part)
        lines = _paragraphs(part, body) if body else ()
        if sum(map(len, lines)) > 200:
            files = attachments(part, 0, len(part.lines), page.url)
            warning = "the page hides its text until a script shows it"
            return Reading(reader="container", lines=lines, attachments=files, warnings=(warning,))
    return None


def _titles(tree: LexborHTMLParser) -> list[str]:
    metas = tree.css("meta[name=ArticleTitle i]")
    return [*(node.text() for node in tree.css("title")), *(node.attributes.get("content") or "" for node in metas)]


def _by_trafilatura(page: Page, text: str, whole: Lines) -> Reading:
    lines = _second_opinion(text)
    if not lines:
        raise ExtractionError(f"{page.url}: found {_instead(whole)}, expected text")
    warning = "no container of the body was found; the text is what trafilatura took for it"
    return Reading(reader=READERS[1], lines=lines, warnings=(warning,))


def _second_opinion(text: str) -> tuple[str, ...]:
    found = trafilatura.extract(text, include_comments=False, include_tables=True, favor_recall=True) or ""
    return tuple(line for row in found.splitlines() if (line := tidy(row)))


def _instead(whole: Lines) -> str:
    held = sorted({mark.kind for mark in whole.marks} & {"img", "iframe", "embed", "object", "video"})
    return f"no text in the body but {', '.join(held)}" if held else "no text"


def _doubts(whole: Lines, body: Body, lines: Sequence[str], text: str) -> Iterator[str]:
    """Give what a reader of the body should know: text that was left out, and another reader's different view."""
    left = _left_out(whole, body, lines)
    if left:
        yield f"{sum(map(len, left))} characters that look like text stand outside the body, the first are {left[0][:20]!r}"
    if body.proof == "evidence" and body.share < 0.7:
        other = "".join(_second_opinion(text))
        mine = "".join(lines)
        if _likeness(mine, other) < 0.8:
            yield f"trafilatura takes {len(other)} characters for the body where {len(mine)} were taken"


def _left_out(whole: Lines, body: Body, lines: Sequence[str]) -> list[str]:
    taken = set(lines)
    outside = [*whole.lines[: body.first], *whole.lines[body.last :]]
    return [line.text for line in outside if _is_prose(line) and line.text not in taken]


def _is_prose(line: Line) -> bool:
    return line.linked < len(line.text) // 4 and len(line.text) >= 40 and bool(_PROSE.search(line.text)) and not kinds(line.text)


def _likeness(one: str, other: str) -> float:
    """Return how many of the five-character pieces of two texts are in both."""
    pieces = [{text[at : at + 5] for at in range(len(text) - 4)} for text in (one, other)]
    return len(pieces[0] & pieces[1]) / max(1, *map(len, pieces))
