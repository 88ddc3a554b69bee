"""The heat map: a table of groups and years, each cell as dark as what is held of what is owed, the rest as a strip below."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from storage.coverage.rolled import Roll
from storage.coverage.states import STATES, State
from storage.coverage.words import STATE, both, plain

Leads = Callable[[str, int | None], str]

_STEPS = 5  # shades that can be told apart in print, and by everybody


def heat_table(rolls: Iterable[Roll], years: Sequence[int], *, caption: str, leads: Leads) -> str:
    """Return the table of one organ: a row a group, whose cells lead to what stands behind them.

    `caption` is markup, `leads` gives the address of what stands behind a group, or behind a group and a year.
    """
    rows: dict[str, list[Roll]] = {}
    for roll in rolls:
        rows.setdefault(roll.group, []).append(roll)
    heads = "".join(f'<th scope="col">{_year(year)}</th>' for year in years)
    body = "".join(_row(found, leads) for found in rows.values() if any(roll.owed for roll in found))
    return f"""<table class="heat"><caption>{caption}</caption>
<thead><tr><th scope="col">{both("地区", "Place")}</th>{heads}</tr></thead>
<tbody>{body}</tbody></table>"""


def strip(counts: Mapping[State, int]) -> str:
    """Return a bar of what a number of cells came to, a part a state."""
    return f'<svg class="strip" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">{"".join(_parts(counts))}</svg>'


def told(counts: Mapping[State, int]) -> str:
    """Return in words what a number of cells came to, those that are none left out."""
    return "、".join(f"{STATE[state][0]} {STATE[state][1]} {number}" for state, number in counts.items() if number)


def _year(year: int) -> str:
    return f'<span class="century">{year // 100}</span>{year % 100:02}'


def _row(rolls: Sequence[Roll], leads: Leads) -> str:
    first = rolls[0]
    name = first.name.rpartition("/")[2]
    cells = "".join(_cell(roll, name, plain(leads(roll.group, roll.year))) for roll in rolls)
    return f'<tr><th scope="row"><a href="{plain(leads(first.group, None))}">{plain(name)}</a></th>{cells}</tr>\n'


def _cell(roll: Roll, name: str, link: str) -> str:
    words = f"{name} {roll.year}: {told(roll.counts)}"
    if not roll.owed:
        return f'<td class="none" title="{plain(words)}"></td>'
    share = roll.there / roll.owed
    shade = 0 if not roll.there else min(_STEPS, 1 + int(share * _STEPS))
    shown = str(roll.there) if roll.there else '<span aria-label="0">·</span>'
    return f'<td class="s{shade}"><a href="{link}" title="{plain(words)}">{shown}{strip(roll.counts)}</a></td>'


def _parts(counts: Mapping[State, int]) -> Iterator[str]:
    """Yield the parts of a bar; what is not known is the paper it stands on."""
    whole = sum(counts.values()) or 1
    start = 0.0
    for state in STATES[:-2]:
        if width := 100 * counts[state] / whole:
            yield f'<rect class="f-{state}" x="{start:.3g}" width="{width:.3g}" height="4"/>'
        start += width
