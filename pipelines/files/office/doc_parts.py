"""What stands where in an old Word file: its text in pieces, and the properties of characters and paragraphs by place."""

import struct
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from pipelines.files.unreadable import Unreadable

# positions in the file information block (FIB) of Word 97 and later
_FLAGS, _COUNTS, _STYLES, _CHARACTERS, _PARAGRAPHS, _CLX = 0x0A, 0x4C, 0xA2, 0xFA, 0x102, 0x1A2
LISTS, USES = 0x2E2, 0x2EA
_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)  # of an operand, by the upper three bits of its operation; 0: it says its own
_DELETED, _VANISH = 0x0800, 0x083C
_IN_TABLE, _ENDS_ROW, _DEPTH, _USE, _CELLS = 0x2416, 0x2417, 0x260A, 0x460B, 0xD608
_MOST = 20_000_000  # characters: more than fit into the largest file


@dataclass(slots=True)
class Mark:
    """What is known of a paragraph: its style, the use of a list (0 for none) with its depth, and its place in a table."""

    style: int = 0
    use: int | None = None
    depth: int | None = None
    in_table: bool = False
    ends_row: bool = False
    covered: frozenset[int] = frozenset()  # at the end of a row: its cells that belong to one above or before them


@dataclass(slots=True)
class _Runs:
    """Properties from one position in the stream to the next, in order."""

    starts: list[int] = field(default_factory=list)
    properties: list[bytes] = field(default_factory=list)

    def at(self, position: int) -> bytes:
        """Return the properties of what stands at a position."""
        index = bisect_right(self.starts, position) - 1
        return self.properties[index] if index >= 0 else b""


@dataclass(slots=True)
class Document:
    """The whole text with the stories it consists of; properties are asked for by place in the text."""

    text: str
    stories: list[range]
    table: bytes
    main: bytes
    styles: dict[int, Mark]
    doubts: list[str] = field(default_factory=list)
    _pieces: list[tuple[int, int, int]] = field(default_factory=list)
    _characters: _Runs = field(default_factory=_Runs)
    _paragraphs: _Runs = field(default_factory=_Runs)

    def is_unseen(self, place: int) -> bool:
        """Say whether a character is hidden or was deleted by a reviewer."""
        return _hides(self._characters.at(self._position(place)))

    def mark(self, place: int) -> Mark:
        """Return what is known of the paragraph that ends at a place."""
        properties = self._paragraphs.at(self._position(place))
        style = struct.unpack_from("<H", properties)[0] if len(properties) > 1 else 0
        return marked(properties[2:], style, self.styles.get(style, Mark()))

    def _position(self, place: int) -> int:
        start, position, width = self._pieces[max(0, bisect_right(self._pieces, (place, _MOST * 4, 9)) - 1)]
        return position + (place - start) * width


def document_of(main: bytes, tables: dict[str, bytes]) -> Document:
    """Return the document in a text stream and the table stream that it names; raise `Unreadable` for other kinds of it."""
    if len(main) < _CLX + 8 or main[:2] != b"\xec\xa5" or _u16(main, 2) < 0xC1:
        raise Unreadable("a file of Word 95 or earlier" if main[:2] in (b"\xec\xa5", b"\xdc\xa5") else "a broken Word file (no header)")
    flags = _u16(main, _FLAGS)
    if flags & 0x0100:
        raise Unreadable("an encrypted Word file")
    table = tables["1Table" if flags & 0x0200 else "0Table"]
    pieces = list(_pieces(part(main, table, _CLX)))
    if not pieces:
        raise Unreadable("a broken Word file (no piece table)")
    text = "".join(_decoded(main, *piece) for piece in pieces)
    starts = accumulate((count for _, count, _ in pieces), initial=0)
    return Document(
        text,
        list(_stories(main, len(text))),
        table,
        main,
        _styles(part(main, table, _STYLES)),
        _doubts(main, len(text)),
        [(start, position, width) for start, (position, _, width) in zip(starts, pieces, strict=False)],
        _runs(main, part(main, table, _CHARACTERS), _character_properties),
        _runs(main, part(main, table, _PARAGRAPHS), _paragraph_properties),
    )


def part(main: bytes, table: bytes, entry: int) -> bytes:
    """Return the bytes of the table stream that an entry of the header points to, and what follows them where others are appended."""
    start, size = struct.unpack_from("<II", main, entry)
    if not size:
        return b""
    return table[start:] if entry in (LISTS, USES) else table[start : start + size]


def operations(properties: bytes) -> Iterator[tuple[int, bytes]]:
    """Give the single properties in a list of them, each with its operand."""
    at = 0
    while at + 2 < len(properties):
        operation = _u16(properties, at)
        at += 2
        size = _SIZES[operation >> 13]
        if operation == _CELLS:  # the one whose size takes two bytes and counts one of them
            size, at = _u16(properties, at) - 1 if at + 1 < len(properties) else 0, at + 2
        elif not size:
            size, at = properties[at], at + 1
        yield operation, properties[at : at + size]
        at += size


def marked(properties: bytes, style: int, base: Mark) -> Mark:
    """Return what properties say of a paragraph beyond what its style says."""
    found = Mark(style, base.use, base.depth)
    for operation, operand in operations(properties):
        if operation == _IN_TABLE:
            found.in_table = operand == b"\x01"
        elif operation == _ENDS_ROW:
            found.ends_row = operand == b"\x01"
        elif operation == _DEPTH and operand:
            found.depth = operand[0]
        elif operation == _USE and len(operand) > 1:
            found.use = _u16(operand, 0)
        elif operation == _CELLS and operand:
            found.covered = frozenset(_covered(operand))
    return found


def _covered(cells: bytes) -> Iterator[int]:
    """Give the numbers of the cells that are merged into one above (the bits 5 and 6 are 1) or before (bit 1)."""
    flags = [_u16(cells, 1 + 2 * (cells[0] + 1) + 20 * number) for number in range(cells[0])]
    yield from (number for number, flag in enumerate(flags) if flag >> 5 & 3 == 1 or flag & 2)


@lru_cache(maxsize=4096)  # few kinds of properties belong to many characters
def _hides(properties: bytes) -> bool:
    return any(operation in (_DELETED, _VANISH) and operand[:1] in (b"\x01", b"\x81") for operation, operand in operations(properties))


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _pieces(clx: bytes) -> Iterator[tuple[int, int, int]]:
    """Give position, number and width in bytes of the characters of each piece."""
    at = 0
    while clx[at : at + 1] == b"\x01":
        at += 3 + _u16(clx, at + 1)
    plc = clx[at + 5 : at + 5 + _u32(clx, at + 1)] if clx[at : at + 1] == b"\x02" else b""
    count = (len(plc) - 4) // 12
    places = [_u32(plc, 4 * number) for number in range(count + 1)]
    if count < 1 or places != sorted(places) or places[-1] > _MOST:
        return
    for number in range(count):
        position = _u32(plc, 4 * (count + 1) + 8 * number + 2)
        is_narrow = bool(position & 0x40000000)
        yield (position & 0x3FFFFFFF) // (2 if is_narrow else 1), places[number + 1] - places[number], 1 if is_narrow else 2


def _decoded(main: bytes, position: int, count: int, width: int) -> str:
    """Return as many characters as a piece claims: places in the text are counted in them."""
    found = main[position : position + count * width]
    if width == 1:
        return found.decode("cp1252", "replace").ljust(count, "\ufffd")
    return "".join(map(chr, struct.unpack(f"<{len(found) // 2}H", found[: len(found) // 2 * 2]))).ljust(count, "\ufffd")


def _counts(main: bytes) -> list[int]:
    return list(struct.unpack_from("<8I", main, _COUNTS))


def _stories(main: bytes, size: int) -> Iterator[range]:
    """Give the places of the main text, of the text boxes, the footnotes and the endnotes."""
    ends = list(accumulate(_counts(main)))
    for story in (0, 6, 1, 5):
        yield range(min(size, ends[story - 1] if story else 0), min(size, ends[story]))


def _doubts(main: bytes, size: int) -> list[str]:
    claimed = sum(_counts(main)[:1])
    return [f"found {size} characters, expected {claimed}"] if size < claimed else []


def _runs(main: bytes, index: bytes, taken: Callable[[bytes, int, int], bytes]) -> _Runs:
    """Return the properties in the pages of 512 bytes that an index lists."""
    runs = _Runs()
    count = (len(index) - 4) // 8
    for number in range(max(0, count)):
        at = 512 * (_u32(index, 4 * (count + 1) + 4 * number) & 0x3FFFFF)
        page = main[at : at + 512]
        for entry in range(page[511] if len(page) == 512 else 0):
            runs.starts.append(_u32(page, 4 * entry))
            runs.properties.append(taken(page, page[511], entry))
    if runs.starts != sorted(runs.starts):
        order = sorted(range(len(runs.starts)), key=runs.starts.__getitem__)
        runs = _Runs([runs.starts[at] for at in order], [runs.properties[at] for at in order])
    return runs


def _character_properties(page: bytes, count: int, entry: int) -> bytes:
    at = 2 * page[4 * (count + 1) + entry] if 4 * (count + 1) + entry < 511 else 0
    return page[at + 1 : at + 1 + page[at]] if at else b""


def _paragraph_properties(page: bytes, count: int, entry: int) -> bytes:
    at = 2 * page[4 * (count + 1) + 13 * entry] if 4 * (count + 1) + 13 * entry < 511 else 0
    if not at or at > 509:
        return b""
    return page[at + 1 : at + 2 * page[at]] if page[at] else page[at + 2 : at + 2 + 2 * page[at + 1]]


def _styles(sheet: bytes) -> dict[int, Mark]:
    """Return what the styles say of their paragraphs, each with what it inherits."""
    own: dict[int, tuple[int, bytes]] = {}
    at, fixed = 2 + _u16(sheet, 0), _u16(sheet, 4)
    for number in range(min(_u16(sheet, 2), 4096)):
        size = _u16(sheet, at)
        style = sheet[at + 2 : at + 2 + size]
        at += 2 + size + size % 2
        if len(style) > fixed and _u16(style, 2) & 0xF == 1:
            start = fixed + 2 * _u16(style, fixed) + 4
            own[number] = (_u16(style, 2) >> 4, style[start + 4 : start + 2 + _u16(style, start)])
    return {number: _inherited(own, number, 0) for number in own}


def _inherited(own: dict[int, tuple[int, bytes]], number: int, depth: int) -> Mark:
    above, properties = own.get(number, (0xFFF, b""))
    base = _inherited(own, above, depth + 1) if above in own and depth < 20 else Mark()
    return marked(properties, number, base)
