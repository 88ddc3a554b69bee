"""The body of a page as paragraphs: by its container, or by another reader where none is proven."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from crawler.errors import ExtractionError
from crawler.model import Attachment, Page
from pipelines.attachments import attachments
from pipelines.body.container import Body, find_body
from pipelines.body.doubts import doubts
from pipelines.body.edges import without_chrome
from pipelines.body.lines import Lines, lines_of
from pipelines.body.prose import bare
from pipelines.body.tables import with_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The paragraphs of a body, its files, whether it is proven, and what a user should know of the reading."""

    lines: tuple[str, ...]
    is_proven: bool = True
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()


def read(page: Page, tree: LexborHTMLParser, other: Callable[[], tuple[str, ...]]) -> Reading:
    """Return the body of a page; raise `ExtractionError` if it has no text.

    `other` gives what another reader takes for the body; it is asked where no body is proven.
    """
    if tree.body is None:
        raise ExtractionError(f"{page.url}: found no body in {len(page.body)} bytes, expected a page with text")
    selector = page.site.select.body if page.site else None
    if not selector:
        return _found(page, tree, tree.body, other)
    found = _selected(page, tree, selector)
    if found.lines:
        return found
    otherwise = _found(page, tree, tree.body, other)
    return replace(otherwise, warnings=(f"the row's selector {selector!r} finds no text here", *otherwise.warnings))


def _selected(page: Page, tree: LexborHTMLParser, selector: str) -> Reading:
    lines: list[str] = []
    files: list[Attachment] = []
    for node in _outermost(_matches(tree, selector)):
        part = lines_of(node)
        lines += [line.text for line in without_chrome(part, with_rows(part, 0, len(part.lines)))]
        files += attachments(part, 0, len(part.lines), page.url)
    return Reading(lines=tuple(lines), attachments=tuple(files))


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


def _found(page: Page, tree: LexborHTMLParser, root: LexborNode, other: Callable[[], tuple[str, ...]]) -> Reading:
    whole = lines_of(root)
    titles = _titles(tree)
    body = find_body(whole, titles)
    if body is None:
        return _unveiled(page, whole) or _unproven(page, whole, other)
    lines = _paragraphs(whole, body, titles)
    if body.proof == "evidence":
        lines = _without_title(whole, lines, titles)
    if not lines:
        raise ExtractionError(f"{page.url}: found {_instead(whole)}, expected text")
    return Reading(
        lines=lines,
        attachments=attachments(whole, body.first, body.last, page.url),
        warnings=tuple(doubts(whole, body, lines, other)),
    )


def _paragraphs(whole: Lines, body: Body, titles: Sequence[str] = ()) -> tuple[str, ...]:
    return tuple(line.text for line in without_chrome(whole, with_rows(whole, body.first, body.last), titles))


def _without_title(whole: Lines, lines: tuple[str, ...], titles: Sequence[str]) -> tuple[str, ...]:
    """Return the lines without the first ones that are the only place where the page shows its title."""
    names = [bare(title) for title in titles]
    count, first = 0, ""
    while count < min(4, len(lines) - 1) and any(name.startswith(first + bare(lines[count])) for name in names):
        first += bare(lines[count])
        count += 1
    shown = [bare(line.text) for line in whole.lines if line.text]
    places = shown.count(first) if count < 2 else shown.count(first) + 1
    return lines[count:] if len(first) > 3 and places == 1 else lines


def _unveiled(page: Page, whole: Lines) -> Reading | None:
    """Return the text of a page that hides its body until a script shows it."""
    for node in whole.hidden:
        part = lines_of(node)
        body = find_body(part)
        lines = _paragraphs(part, body) if body else ()
        if sum(map(len, lines)) > 200:
            files = attachments(part, 0, len(part.lines), page.url)
            warning = "the page hides its text until a script shows it"
            return Reading(lines=lines, attachments=files, warnings=(warning,))
    return None


def _titles(tree: LexborHTMLParser) -> list[str]:
    metas = tree.css("meta[name=ArticleTitle i]")
    return [*(node.text() for node in tree.css("title")), *(node.attributes.get("content") or "" for node in metas)]


def _unproven(page: Page, whole: Lines, other: Callable[[], tuple[str, ...]]) -> Reading:
    lines = other()
    if not lines:
        raise ExtractionError(f"{page.url}: found {_instead(whole)}, expected text")
    warning = "no container of the body was found; the text is what trafilatura took for it"
    return Reading(is_proven=False, lines=lines, warnings=(warning,))


def _instead(whole: Lines) -> str:
    held = sorted({mark.kind for mark in whole.marks} & {"img", "iframe", "embed", "object", "video"})
    return f"no text in the body but {', '.join(held)}" if held else "no text"
