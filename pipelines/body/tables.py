"""Tables: a row of data becomes one line, a table that only lays a page out leaves its lines as they are."""

from collections.abc import Iterator

from pipelines.body.lines import Block, Line, Lines


def with_rows(page: Lines, first: int, last: int) -> list[Line]:
    """Return the lines from `first` up to `last`, every row of a table of data as one line with its cells joined by ` | `."""
    found: list[Line] = []
    at = first
    for table, rows in _tables(page, first, last):
        found += page.lines[at : max(at, table.first)]
        found += _joined(page, table, rows)
        at = table.last
    return [line for line in [*found, *page.lines[at:last]] if line.text]


def empty_columns(page: Lines, first: int, last: int) -> int:
    """Return how many columns of the tables between two lines have a heading and no value in any of several rows."""
    empty = 0
    for _, rows in _tables(page, first, last):
        heads, *others = [[_text(page, cell) for cell in _cells(page, row)] for row in rows]
        alike = [cells for cells in others if len(cells) == len(heads)]
        if len(alike) > 1:
            empty += sum(bool(head) and not any(column) for head, *column in zip(heads, *alike, strict=True))
    return empty


def _tables(page: Lines, first: int, last: int) -> Iterator[tuple[Block, list[Block]]]:
    """Give the tables of data between two lines, in order; what is inside one of them is part of its cells."""
    done = first
    for number, block in enumerate(page.blocks):
        if block.tag != "table" or block.first < done or block.last > last:
            continue
        rows = list(_rows(page, number))
        if _is_data(page, block, rows):
            yield block, rows
            done = block.last


def _rows(page: Lines, table: int) -> Iterator[Block]:
    waiting = page.blocks[table].children[::-1]
    while waiting:
        block = page.blocks[waiting.pop()]
        if block.tag == "tr":
            yield block
        elif block.tag != "table":
            waiting += block.children[::-1]


def _cells(page: Lines, row: Block) -> list[Block]:
    return [cell for number in row.children if (cell := page.blocks[number]).tag in ("td", "th")]


def _is_data(page: Lines, table: Block, rows: list[Block]) -> bool:
    filled = [[cell for cell in _cells(page, row) if _text(page, cell)] for row in rows]
    several = [cells for cells in filled if len(cells) > 1]
    if not several:
        return False
    if any(page.blocks[n].tag in ("h1", "h2", "form", "iframe") for n in _inside(page, table)):
        return False
    longest = max((cell for cells in filled for cell in cells), key=lambda cell: len(_text(page, cell)))
    # a cell that holds most of its table, in many paragraphs, is a column of the page
    is_column = len(several) < 3 and longest.last - longest.first > 8 and 2 * len(_text(page, longest)) > len(_text(page, table))
    return not is_column and not any(_holds_table(page, cell) for cells in several for cell in cells)


def _inside(page: Lines, block: Block) -> Iterator[int]:
    waiting = list(block.children)
    while waiting:
        number = waiting.pop()
        yield number
        waiting += page.blocks[number].children


def _holds_table(page: Lines, cell: Block) -> bool:
    return any(page.blocks[n].tag == "table" and page.blocks[n].last - page.blocks[n].first > 1 for n in _inside(page, cell))


def _text(page: Lines, block: Block) -> str:
    return " ".join(line.text for line in page.lines[block.first : block.last] if line.text)


def _joined(page: Lines, table: Block, rows: list[Block]) -> Iterator[Line]:
    at = table.first
    for row in rows:
        yield from page.lines[at : row.first]
        cells = [_text(page, cell) for cell in _cells(page, row)]
        if any(cells):
            block = page.lines[row.first].block
            linked = sum(line.linked for line in page.lines[row.first : row.last])
            yield Line(" | ".join(cells).strip(), linked, block)
        at = row.last
    yield from page.lines[at : table.last]
