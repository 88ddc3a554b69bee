"""What stands behind the map: a row of marks for each place, and for each of its cells the report, the walk or the incident."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from crawler.register import Place
from storage.coverage.cells import Cell
from storage.coverage.copies import Copy
from storage.coverage.states import MARKS
from storage.coverage.words import REASON, STATE, both, plain
from storage.times import day_in_china


def places_table(cells: Sequence[Cell], years: Sequence[int], key: str) -> str:
    """Return the places of one organ that something is known of, a mark a year, the rest by name, and the evidence of each.

    `key` tells the ids of this organ from those of the other.
    """
    known, _ = _parted(cells)
    table = marks_table(cells, years, lambda cell: f"#{key}e-{cell.place.key}")
    return "\n".join([table, *(_evidence(place, found, key) for place, found in known.items())])


def marks_table(cells: Sequence[Cell], years: Sequence[int], leads: Callable[[Cell], str]) -> str:
    """Return the places of one organ that something is known of, a mark a year that leads to its evidence, and the rest by name."""
    known, blank = _parted(cells)
    parts = [_table(known, years, leads)] if known else []
    if blank:
        none = both(f"还不知道栏目（{len(blank)}）：", f"No section is known ({len(blank)}): ")
        parts.append(f'<p class="blank">{none}{plain("、".join(blank))}</p>')
    return "\n".join(parts)


def _parted(cells: Sequence[Cell]) -> tuple[dict[Place, list[Cell]], list[str]]:
    """Return the places that something is known of, and the names of the rest."""
    places = {place: list(found) for place, found in groupby(cells, lambda cell: cell.place)}
    known = {place: found for place, found in places.items() if not all(map(_is_blank, found))}
    return known, [place.name for place in places if place not in known]


def _is_blank(cell: Cell) -> bool:
    return cell.reason in ("no_section", "not_due")


def _table(known: dict[Place, list[Cell]], years: Sequence[int], leads: Callable[[Cell], str]) -> str:
    heads = "".join(f'<th scope="col"><span class="century">{year // 100}</span>{year % 100:02}</th>' for year in years)
    rows = "".join(_row(place, found, leads) for place, found in known.items())
    return f"""<table class="marks"><thead><tr><th scope="col">{both("地方", "Place")}</th>{heads}</tr></thead><tbody>
{rows}</tbody></table>"""


def _row(place: Place, cells: Sequence[Cell], leads: Callable[[Cell], str]) -> str:
    marks = "".join(_mark(cell, plain(leads(cell))) for cell in cells)
    return f'<tr><th scope="row">{plain(place.name)}</th>{marks}</tr>\n'


def _mark(cell: Cell, link: str) -> str:
    if cell.state == "not_due":
        return '<td class="none"></td>'
    chinese, english = STATE[cell.state]
    day = f" {cell.report.published}" if cell.report and cell.report.published else ""
    words = f"{cell.year} {chinese} {english}{day}"
    return f'<td class="m-{cell.state}"><a href="{link}" title="{plain(words)}">{MARKS[cell.state]}</a></td>'


def _evidence(place: Place, cells: Iterable[Cell], key: str) -> str:
    lines = "".join(_lines(cells))
    return f'<details class="evidence" id="{key}e-{plain(place.key)}"><summary>{plain(place.name)}</summary><ul>{lines}</ul></details>'


def _lines(cells: Iterable[Cell]) -> Iterator[str]:
    """Yield a line a report, and one for the years that have the same to say."""
    told = [cell for cell in cells if not _is_blank(cell)]
    for same, found in groupby(told, lambda cell: (cell.state, cell.reason, cell.proof, cell.report)):
        years = [cell.year for cell in found]
        cell = next(each for each in told if each.year == years[0])
        span = f"{years[0]}" if len(years) == 1 else f"{years[0]}–{years[-1]}"
        words = _report(cell) if same[-1] else _reason(cell)
        yield f'<li><b>{span}</b> <i class="m-{cell.state}">{MARKS[cell.state]}</i> {words}</li>\n'


def _report(cell: Cell) -> str:
    if cell.report is None:
        return ""
    also = "".join(f"<br>{both('又见', 'also')} {_copy(copy)}" for copy in cell.others)
    return _copy(cell.report) + also


def _copy(copy: Copy) -> str:
    day = f"{copy.published} " if copy.published else f"{both(*REASON['undated'])} "
    return f"{day}v{copy.version} {_link(copy.url, copy.title)}"


def _reason(cell: Cell) -> str:
    words = both(*REASON[cell.reason])
    proof = cell.proof
    if proof is None:
        return words
    since = f" {day_in_china(proof.since)}" if proof.since else ""
    said = "".join(f" · {plain(each)}" for each in (proof.site, proof.code, proof.message) if each)
    return f"{words}{since}{said} · {_link(proof.url, proof.url)}"


def _link(url: str, words: str) -> str:
    """Return a link, of web addresses only, and the host it leads to: what a page prints is never run."""
    scheme, _, rest = url.partition("://")
    if scheme not in ("http", "https"):
        return plain(words)
    return f'<a href="{plain(url)}">{plain(words)}</a> <small>{plain(rest.partition("/")[0])}</small>'
