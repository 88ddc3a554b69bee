"""The trend of publication: on which days, counted from 1 April, the reports on each year were first public."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from statistics import median

from storage.coverage.cells import Cell
from storage.coverage.rule import deadline
from storage.coverage.words import both, plain

_FIRST, _LAST = -14, 39  # weeks around 1 April that are drawn; what lies beyond stands in the outermost
_LEFT, _WEEK, _HEIGHT, _RIGHT = 112, 12, 46, 10
_WIDTH = _LEFT + (_LAST - _FIRST + 1) * _WEEK + _RIGHT
_MONTHS = ((-90, "1月", "Jan"), (-31, "3月", "Mar"), (30, "5月", "May"), (91, "7月", "Jul"), (153, "9月", "Sep"), (214, "11月", "Nov"))


def trend(cells: Iterable[Cell], years: Sequence[int]) -> str:
    """Return the picture and, for who does not see it, the table of its figures; a sentence where there is nothing to draw."""
    days: dict[int, list[int]] = {year: [] for year in years}
    for cell in cells:
        if cell.report and cell.report.days is not None:
            days[cell.year].append(cell.report.days)
    drawn = [year for year in years if days[year]]
    if not drawn:
        return f"<p>{both('还没有载明公开日期的报告。', 'No report with a printed date is held yet.')}</p>"
    return _picture({year: days[year] for year in drawn}) + _figures({year: days[year] for year in drawn})


def _picture(days: dict[int, list[int]]) -> str:
    weeks = {year: Counter(min(max((day - 1) // 7, _FIRST), _LAST) for day in found) for year, found in days.items()}
    most = max(max(found.values()) / found.total() for found in weeks.values())
    height = len(days) * _HEIGHT + 44
    rows = "".join(_year(number, year, days[year], weeks[year], most) for number, year in enumerate(days))
    at = _x(1)
    return f"""<svg class="trend" viewBox="0 0 {_WIDTH} {height}" role="img" aria-label="公开日期的分布 Days of publication">
<title>公开日期与4月1日相差的天数，按报告年度 / Days between publication and 1 April, by year reported on</title>
{"".join(_months(height))}{rows}
<line class="limit" x1="{at:g}" x2="{at:g}" y1="18" y2="{height - 20}"/>
<text class="limit" x="{at:g}" y="12" text-anchor="middle">{_words("4月1日", "1 April")}</text></svg>"""


def _x(day: int) -> float:
    """Return where a day begins, counted from 1 April as 0."""
    return _LEFT + ((day - 1) / 7 - _FIRST) * _WEEK


def _months(height: int) -> Iterator[str]:
    for day, chinese, english in _MONTHS:
        at = f"{_x(day):g}"
        yield f"""<line class="month" x1="{at}" x2="{at}" y1="18" y2="{height - 20}"/>
<text class="month" x="{at}" y="{height - 6}" text-anchor="middle">{_words(chinese, english)}</text>
"""


def _words(chinese: str, english: str) -> str:
    return f'<tspan class="zh">{chinese}</tspan><tspan class="en">{english}</tspan>'


def _year(number: int, year: int, days: Sequence[int], weeks: Counter[int], most: float) -> str:
    """Return the bars of one year on their line, with its name, its share in time and its median before it."""
    base = 20 + (number + 1) * _HEIGHT
    bars = "".join(_bar(year, week, count, base, count / len(days) / most) for week, count in sorted(weeks.items()))
    middle = _date(year, median(days))
    share = sum(day <= 0 for day in days) / len(days)
    return f"""<g><text class="year" x="0" y="{base - 15}">{year}</text>{bars}
<line class="base" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{base}" y2="{base}"/>
<text class="share" x="44" y="{base - 15}">{share:.0%} {_words("按时", "in time")}</text>
<text class="note" x="44" y="{base}">{_words("中位", "median")} {middle}</text></g>
"""


def _bar(year: int, week: int, count: int, base: int, share: float) -> str:
    tall = max(1.5, (_HEIGHT - 8) * share)
    start = deadline(year) + timedelta(days=week * 7 + 1)
    kind = "early" if week < 0 else "after"
    words = f"{start} – {start + timedelta(days=6)}: {count}"
    at = _x(week * 7 + 1) + 1
    return f'<rect class="{kind}" x="{at:g}" y="{base - tall:.1f}" width="{_WEEK - 2}" height="{tall:.1f}"><title>{words}</title></rect>'


def _date(year: int, day: float) -> str:
    at = deadline(year) + timedelta(days=round(day))
    return f"{at.month}-{at.day:02}" if at.year == year + 1 else str(at)


def _figures(days: dict[int, list[int]]) -> str:
    rows = "".join(
        f'<tr><th scope="row">{year}</th><td>{len(found)}</td><td>{sum(day <= 0 for day in found)}</td>'
        f"<td>{plain(_date(year, median(found)))}</td><td>{plain(_date(year, max(found)))}</td></tr>\n"
        for year, found in days.items()
    )
    heads = (("年度", "Year"), ("有日期", "Dated"), ("按时", "In time"), ("中位", "Median"), ("最晚", "Latest"))
    head = "".join(f'<th scope="col">{both(*words)}</th>' for words in heads)
    return f"""<details><summary>{both("图中的数字", "The figures")}</summary>
<table class="figures"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></details>"""
