"""A report with all that belongs to it: its pages joined, its frames followed, its files read."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.errors import BlockedError, ExtractionError
from crawler.model import Attachment, Page, Part, PartLink
from pipelines.metadata.page import Metadata
from pipelines.parts.attached import body_among, is_pointer, likeness, own_words, wanted_files, with_texts
from pipelines.parts.leaf import Leaf, Other, joined, leaf

_MOST_FRAMES = 3  # a body stands in one; more are a template's


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """What a report says over all its parts; `unread` is what belongs to it and is not among its parts.

    `reader` is `container` where a body is proven, `other` where another reader took one, `file` where the text is that of a
    file. Without lines, `instead` says what was found.
    """

    said: Metadata
    lines: tuple[str, ...]
    reader: str
    attachments: tuple[Attachment, ...]
    unread: tuple[PartLink, ...]
    warnings: tuple[str, ...]
    instead: str


def read_whole(page: Page, other: Other) -> Whole:
    """Return what a page says together with its parts; raise what `leaf` raises for the page itself."""
    parts = _Parts(page)
    first = leaf(replace(page, parts=()), page.url, other)
    leaves = [first, *_further(page, first, parts, other)]
    words = _own_words(leaves)
    framed = list(_framed(page, first, words, parts, other)) if words is not None else []
    files, notes = _files(leaves, framed, parts, is_bare=words is not None)
    text = _text(first, leaves, framed, files, words)
    return Whole(
        said=first.said,
        lines=text.lines,
        reader=text.reader,
        attachments=files,
        unread=parts.unread(),
        warnings=(*dict.fromkeys(warning for each in leaves for warning in each.warnings), *text.warnings, *notes, *parts.warnings()),
        instead=first.reading.instead or "no text of its own but what it shows in a viewer or a frame",
    )


class _Parts:
    """The parts that a page brings along, and those that were looked for among them."""

    def __init__(self, page: Page) -> None:
        self._held = {(part.role, part.url): part for part in page.parts}
        self._wanted: dict[tuple[str, str], PartLink] = {}
        self._notes: list[str] = []

    def take(self, link: PartLink) -> Part | None:
        """Return what was sent for a link; None where nothing was, which is remembered."""
        self._wanted.setdefault((link.role, link.url), link)
        part = self._held.get((link.role, link.url))
        return part if part is not None and part.body is not None else None

    def take_leaf(self, link: PartLink, page: Page, article: str, other: Other) -> Leaf | None:
        """Return what was sent for a link as a page of the same site reads."""
        part = self.take(link)
        if part is None or part.body is None:
            return None
        sent = Page(url=part.url, body=part.body, fetched_at=part.fetched_at, content_type=part.content_type, site=page.site)
        try:
            return leaf(sent, article, other)
        except (BlockedError, ExtractionError) as error:
            self.note(str(error))
            return None

    def note(self, warning: str) -> None:
        """Keep what a reader should know of a part."""
        self._notes.append(warning)

    def unread(self) -> tuple[PartLink, ...]:
        """Return what was looked for and is neither here nor known to be out of reach."""
        return tuple(link for key, link in self._wanted.items() if key not in self._held)

    def warnings(self) -> Iterator[str]:
        """Give what a reader should know of the parts, those missing included."""
        yield from self._notes
        for link in self._wanted.values():
            part = self._held.get((link.role, link.url))
            if part is not None and part.problem is not None:
                yield f"the {_WORDS[link.role]} {link.url} is missing: {part.problem}"
        for role, words in _WORDS.items():
            unread = [link.url for link in self.unread() if link.role == role]
            if unread:
                yield f"not everything was read: {len(unread)} of what belongs to the page ({words} {unread[0]})"


_WORDS = {"page": "further page", "frame": "frame", "file": "file"}


def _further(page: Page, first: Leaf, parts: _Parts, other: Other) -> list[Leaf]:
    """Return the further pages of a report in order, as far as they were sent; each may know more of them."""
    known = {int(link.name): link for link in first.further}
    read: dict[int, Leaf | None] = {}
    while waiting := sorted(known.keys() - read.keys()):
        for number in waiting:
            found = parts.take_leaf(known[number], page, page.url, other)
            if found is not None and not _is_same(first, found):
                parts.note(f"the further page {known[number].url} is titled {found.said.title!r} and was left out")
                found = None
            read[number] = found
            known |= {int(link.name): link for link in found.further if int(link.name) not in known} if found else {}
    return [found for number in sorted(read) if (found := read[number]) is not None]


def _is_same(first: Leaf, other: Leaf) -> bool:
    """Say whether two pages are titled as one report is."""
    titles = first.said.title, other.said.title
    return min(map(len, titles)) < 6 or likeness(*titles) > 0.5


def _own_words(leaves: Sequence[Leaf]) -> str | None:
    """Return the few words of a page that has no text of its own, None of a page that has."""
    first = leaves[0]
    files = [*first.reading.attachments, *first.reading.offered]
    if len(leaves) > 1 or not (files or first.shown):
        return None
    words = own_words(first.reading.lines, first.said.title, files)
    least = 150 if first.reading.is_proven else 400  # what another reader takes for a body may be a footer
    is_bare = (bool(first.shown) and len(words) < least) or (bool(files) and is_pointer(words))
    return words if is_bare else None


def _framed(page: Page, first: Leaf, words: str, parts: _Parts, other: Other) -> Iterator[Leaf]:
    """Give the frames of a page that hold more text than itself, and those that show a file."""
    for link in [link for link in first.shown if link.role == "frame"][:_MOST_FRAMES]:
        found = parts.take_leaf(link, page, link.url, other)
        if found is None:
            continue
        is_text = found.reading.is_proven and sum(map(len, found.reading.lines)) >= max(100, 2 * len(words))
        if is_text or any(each.role == "file" for each in found.shown):
            yield found


def _files(
    leaves: Sequence[Leaf], framed: Sequence[Leaf], parts: _Parts, *, is_bare: bool
) -> tuple[tuple[Attachment, ...], tuple[str, ...]]:
    """Return the files of a report, read as far as they were sent, and what a reader should know of them."""
    found: dict[str, Attachment] = {}
    for each in [*leaves, *framed]:
        shown = [Attachment(name=link.name, url=link.url) for link in each.shown if link.role == "file"]
        for attachment in (*each.reading.attachments, *(each.reading.offered if is_bare else ()), *shown):
            found.setdefault(attachment.url, attachment)
    links, closed = wanted_files(list(found.values()))
    sent = {link.url: part for link in links if (part := parts.take(link)) is not None}
    read = list(with_texts(found.values(), sent))
    return tuple(each for each, _ in read), (*closed, *(note for _, notes in read for note in notes))


@dataclass(frozen=True, slots=True)
class _Text:
    lines: tuple[str, ...]
    reader: str
    warnings: tuple[str, ...]


def _text(first: Leaf, leaves: Sequence[Leaf], framed: Sequence[Leaf], files: Sequence[Attachment], words: str | None) -> _Text:
    """Return the text of a report: that of its pages; of a page without any, that of its frame or file."""
    if words is not None:
        if lines := joined([each.reading.lines for each in framed]):
            return _Text(lines, "container", ("the text stands in a frame of the page", *_notes(framed)))
        shown = [link.url for each in (first, *framed) for link in each.shown]
        file = body_among(files, first.said.title, words, shown)
        if file is not None and file.text:
            said = f", which itself says {words!r}" if words else ""
            return _Text(
                tuple(filter(None, file.text.split("\n"))), "file", (f"the text is that of the file {file.name!r} of the page{said}",)
            )
        if not first.reading.is_proven:  # what another reader made of a template around nothing
            named = tuple(line for line in first.reading.lines if any(file.name in line for file in files))
            return _Text(named, "other", ("the page has no text but the names of its files",) if named else ())
    is_proven = all(each.reading.is_proven for each in leaves)
    return _Text(joined([each.reading.lines for each in leaves]), "container" if is_proven else "other", tuple(_notes(leaves)))


def _notes(leaves: Sequence[Leaf]) -> Iterator[str]:
    yield from dict.fromkeys(note for each in leaves for note in each.reading.warnings)
