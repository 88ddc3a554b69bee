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
from pipelines.body.furniture import kinds
from pipelines.body.lines import Lines
from pipelines.body.markup import Piece
from pipelines.body.prose import bare
from pipelines.body.tables import with_rows
from pipelines.body.walk import lines_in, lines_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The paragraphs of a body, its files, whether it is proven, and what a user should know of the reading.

    Where there are next to none, `offered` are the documents that the page links to from anywhere; where there are none,
    `instead` says what was found.
    """

    lines: tuple[str, ...]
    is_proven: bool = True
    attachments: tuple[Attachment, ...] = ()
    offered: tuple[Attachment, ...] = ()
    instead: str = ""
    warnings: tuple[str, ...] = ()


def read(page: Page, tree: LexborHTMLParser, markup: Sequence[Piece], other: Callable[[], tuple[str, ...]]) -> Reading:
    """Return the body of a page, which may be without text; raise `ExtractionError` for what is no page.

    `markup` is its element BODY as the parser writes it, nothing where there is none. `other` gives what another reader takes for
    the body; it is asked where no body is proven.
    """
    if not markup:
        raise ExtractionError(f"{page.url}: found no body in {len(page.body)} bytes, expected a page with text")
    selector = page.site.select.body if page.site else None
    if not selector:
        return _found(page, tree, markup, other)
    found = _selected(page, tree, selector)
    if found.lines:
        return found
    otherwise = _found(page, tree, markup, other)
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


def _found(page: Page, tree: LexborHTMLParser, markup: Sequence[Piece], other: Callable[[], tuple[str, ...]]) -> Reading:
    whole = lines_in(markup)
    titles = _titles(tree)
    body = find_body(whole, titles)
    if body is None:
        return _unveiled(page, whole) or _unproven(page, whole, _between(other(), titles))
    lines = _paragraphs(whole, body, titles)
    if body.proof == "evidence":
        lines = _without_title(whole, lines, titles)
    return Reading(
        lines=lines,
        attachments=attachments(whole, body.first, body.last, page.url),
        offered=_offered(page, whole, lines),
        instead="" if lines else _instead(whole),
        warnings=(*doubts(whole, body, lines, other), *_pictured(whole, body, lines)) if lines else (),
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
    for markup in whole.hidden:
        part = lines_in(markup)
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


def _between(lines: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
    """Return the lines of another reader without the title and the chrome that it left at their two ends."""
    named = "\n".join(bare(title) for title in titles)
    own = [number for number, line in enumerate(lines) if not kinds(line) and not (number < 3 and bare(line) in named)]
    return tuple(lines[own[0] : own[-1] + 1]) if own else ()


def _unproven(page: Page, whole: Lines, lines: tuple[str, ...]) -> Reading:
    offered = _offered(page, whole, lines)
    if not lines:
        return Reading(is_proven=False, lines=(), offered=offered, instead=_instead(whole))
    warning = "no container of the body was found; the text is what trafilatura took for it"
    return Reading(is_proven=False, lines=lines, offered=offered, warnings=(warning,))


def _offered(page: Page, whole: Lines, lines: Sequence[str]) -> tuple[Attachment, ...]:
    """Return the documents linked anywhere on a page that says next to nothing; where they are many, they are a list of others."""
    if sum(map(len, lines)) > 400:
        return ()
    found = attachments(whole, 0, len(whole.lines), page.url)
    return found if len(found) <= 5 else ()


def _pictured(whole: Lines, body: Body, lines: Sequence[str]) -> Iterator[str]:
    """Give the warning of a body that is pictures rather than text."""
    pictures = sum(mark.kind == "img" and body.first <= mark.line <= body.last for mark in whole.marks)
    if lines and pictures and sum(map(len, lines)) < 100:
        yield f"the body is {pictures} pictures and little text: what they show was not read"


def _instead(whole: Lines) -> str:
    words = {"img": "pictures", "iframe": "a frame", "frame": "a frame", "embed": "a viewer", "object": "a viewer", "video": "a film"}
    held = sorted({words[mark.kind] for mark in whole.marks if mark.kind in words})
    return f"no text in the body but {', '.join(held)}" if held else "no text"
