"""What a number of cells came to, as markup: in large figures, in a line, and what marks and shades mean."""

from collections.abc import Iterable

from storage.coverage.cells import Cell
from storage.coverage.heat import strip, told
from storage.coverage.states import MARKS, STATES
from storage.coverage.words import both, plain, state_words


def legend() -> str:
    """Return the marks with their meanings."""
    marks = "".join(f'<li><span class="key m-{state}">{MARKS[state]}</span> {state_words(state)}</li>' for state in STATES[:-1])
    return f'<ul class="legend">{marks}</ul>'


def numbers(cells: Iterable[Cell]) -> str:
    """Return how many reports have which state, as large figures over a bar."""
    counts = dict.fromkeys(STATES, 0)
    for cell in cells:
        counts[cell.state] += 1
    shown = "".join(
        f'<li class="n-{state}"><b>{counts[state]:,}</b>{state_words(state)}</li>'
        for state in STATES[:-1]
        if counts[state] or state in STATES[:3]
    )
    owed = counts | {"not_due": 0}
    return f'<ul class="numbers">{shown}</ul><div class="bar" role="img" aria-label="{plain(told(owed))}">{strip(owed)}</div>'


def how_to_read() -> str:
    """Return what a heat map's numbers, shades and strips mean."""
    return both(
        "格中数字为已收到的报告数，颜色越深，应公开的报告中已收到的越多；下边的细条是其余各种情况所占的份额。点开可见依据。",
        "A number is how many reports are held; the darker, the larger their share of those owed. The strip below shows the rest. "
        "Each cell leads to its evidence.",
    )


def tally(cells: Iterable[Cell]) -> str:
    """Return how many cells have which state, in marks and numbers over a bar."""
    counts = dict.fromkeys(STATES, 0)
    for cell in cells:
        counts[cell.state] += 1
    shown = " ".join(f'<span class="m-{state}">{MARKS[state]}</span>{counts[state]}' for state in STATES[:5] if counts[state])
    return f'<span class="tally" title="{plain(told(counts))}">{shown}</span>{strip(counts)}'
