"""Coverage as one page to look at: no network, no file beside it, Chinese first, and of use without its script."""

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from crawler.register import Place
from storage.coverage.cells import Cell
from storage.coverage.evidence import places_table
from storage.coverage.heat import heat_table
from storage.coverage.rolled import Roll, rolled
from storage.coverage.states import PARTIES, Party
from storage.coverage.sums import how_to_read, legend, numbers, tally
from storage.coverage.trend import trend
from storage.coverage.whole import Coverage
from storage.coverage.within import gathered, prefecture_of, province_of
from storage.coverage.words import ORGAN, STATE, both, plain
from storage.times import day_in_china

MAP_STYLE = (Path(__file__).parent / "map.css").read_text(encoding="utf-8")
_STYLE = MAP_STYLE + (Path(__file__).parent / "page.css").read_text(encoding="utf-8")
_SAID = "".join(
    f'.evidence i.m-{state}::after{{content:" {words[0]}"}}#en:checked ~ * .evidence i.m-{state}::after{{content:" {words[1]}"}}\n'
    for state, words in STATE.items()
)
_SCRIPT = (Path(__file__).parent / "page.js").read_text(encoding="utf-8")


def write_page(coverage: Coverage, stream: TextIO) -> None:
    """Write the page, part by part: a country's evidence is long."""
    stream.writelines(_parts(coverage))


def _parts(coverage: Coverage) -> Iterator[str]:
    yield _head()
    yield _opening(coverage)
    for party in PARTIES:
        cells = [cell for cell in coverage.cells if cell.party == party]
        yield f'<div class="{party}">'
        yield from _organ(coverage, cells, party)
        yield "</div>"
    yield _closing(coverage)


def _head() -> str:
    policy = f"default-src 'none'; style-src '{_hash(_STYLE + _SAID)}'; script-src '{_hash(_SCRIPT)}'; base-uri 'none'; form-action 'none'"
    switches = "".join(
        f'<input class="switch" type="radio" name="{name}" id="{value}" aria-label="{words}"{" checked" if first else ""}>'
        for name, value, words, first in (
            ("language", "zh", "中文", True),
            ("language", "en", "English", False),
            ("organ", "government", "人民政府 Governments", True),
            ("organ", "justice", "司法厅局 Bureaus of justice", False),
        )
    )
    return f"""<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="referrer" content="no-referrer">
<title>法治政府建设年度报告公开情况 · Coverage</title><style>{_STYLE + _SAID}</style></head><body>
{switches}"""


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _opening(coverage: Coverage) -> str:
    first, last = coverage.years[0], coverage.years[-1]
    span = f"{first}" if first == last else f"{first}—{last}"
    title = both("谁按时公开了<br>法治政府建设年度报告", "Who published its annual report on law-based government, and when")
    lead = both(
        f"{len(coverage.places):,}个地方的人民政府和司法行政部门，{span}年度。年度报告应当在次年4月1日以前向社会公开。",
        f"The governments and bureaus of justice of {len(coverage.places):,} places, reports on {span}; due in public by 1 April.",
    )
    organs = "".join(f'<label for="{party}">{both(*ORGAN[party])}</label>' for party in PARTIES)
    return f"""<header><p class="kicker">{both("公开情况", "Coverage")} · {day_in_china(coverage.at)}</p><h1>{title}</h1>
<p class="lead">{lead}</p>
<nav class="controls"><span class="pick">{organs}</span>
<span class="pick"><label for="zh" lang="zh">中文</label><label for="en" lang="en">English</label></span></nav>
{legend()}</header><main>
"""


def _organ(coverage: Coverage, cells: Sequence[Cell], party: Party) -> Iterator[str]:
    """Yield the map of one organ, the trend of its days, and the provinces with what stands behind them."""
    key = party[0]
    rolls = rolled(coverage, "province")
    ours = [roll for roll in rolls if roll.organ == party]
    yield f'<section class="map"><h2>{both("各省各年度", "By province and year")}</h2>{numbers(cells)}'
    yield heat_table(ours, coverage.years, caption=how_to_read(), leads=lambda group, _: f"#{key}-{group}")
    yield f'</section><section class="days"><h2>{both("什么时候公开", "When they were published")}</h2>'
    yield f'<div class="wide">{trend(cells, coverage.years)}</div></section>'
    yield f'<section class="behind"><h2>{both("逐省逐地", "Place by place")}</h2>'
    beside = _beside(rolls)
    deep = [roll for roll in rolled(coverage, "prefecture") if roll.organ == party]
    for province, found in gathered(cells, lambda cell: province_of(cell.place)).items():
        yield _province(coverage, province, found, deep, key, beside.get(province.key, ""))
    yield "</section>"


def _beside(rolls: Iterable[Roll]) -> dict[str, str]:
    """Return by province how many reports of other organs are held, in words."""
    counts: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for roll in rolls:
        if roll.organ not in PARTIES:
            counts[roll.group][roll.organ] += roll.there
    return {
        group: both(
            "另收有：" + "、".join(f"{ORGAN[organ][0]} {number}" for organ, number in found.items()),
            "Also held: " + ", ".join(f"{ORGAN[organ][1].lower()} {number}" for organ, number in found.items()),
        )
        for group, found in counts.items()
    }


def _province(coverage: Coverage, province: Place, cells: Sequence[Cell], rolls: Iterable[Roll], key: str, beside: str) -> str:
    """Return a province, closed: its prefectures by year, and below each its places."""
    parts = gathered(cells, lambda cell: prefecture_of(cell.place))
    groups = {place.key for place in parts}
    deep = [roll for roll in rolls if roll.group in groups]
    table = heat_table(deep, coverage.years, caption=beside, leads=lambda group, _: f"#{key}p-{group}")
    below = "".join(_prefecture(coverage, place, found, key) for place, found in parts.items())
    summary = f"<summary><h3>{plain(province.name)}</h3>{tally(cells)}</summary>"
    return f'<details class="province" id="{key}-{plain(province.key)}">{summary}{table}{below}</details>\n'


def _prefecture(coverage: Coverage, place: Place, cells: Sequence[Cell], key: str) -> str:
    summary = f"<summary><h4>{plain(place.name)}</h4>{tally(cells)}</summary>"
    table = places_table(cells, coverage.years, key)
    return f'<details class="prefecture" id="{key}p-{plain(place.key)}">{summary}{table}</details>\n'


def _closing(coverage: Coverage) -> str:
    unplaced = "".join(
        f'<li><a href="{plain(copy.url)}">{plain(copy.title)}</a></li>'
        for copy in coverage.unplaced[:200]
        if copy.url.startswith(("http://", "https://"))
    )
    heading = both(f"看不出归属的报告（{len(coverage.unplaced)}）", f"Reports that do not say whose they are ({len(coverage.unplaced)})")
    more = f'<details class="unplaced"><summary>{heading}</summary><ul>{unplaced}</ul></details>' if unplaced else ""
    rule = both(
        "依据：中共中央办公厅、国务院办公厅《法治政府建设与责任落实督察工作规定》（厅字〔2019〕28号）第二十四条；2018年度及以前，依据"
        "《法治政府建设实施纲要（2015—2020年）》每年第一季度报告并公开的要求。",
        "The rule: article 24 of the Regulation on supervising the building of law-based government (Ting Zi [2019] No. 28); for 2018 and "
        "before, the Outline of 2015, which asked for the first quarter.",
    )
    limits = both(
        "“未见”只说明：走查已知栏目的全部列表时没有看到这一年的报告。它不证明报告从未公开，公开在别处的，这里也看不到。“不详”不是“没有”。",
        "“Missing” says no more than that a walk over the whole of the known section did not find the report. It does not prove that it "
        "was never published, nor that it is not elsewhere. “Unknown” is not “none”.",
    )
    return f"{more}</main><footer><p>{limits}</p><p>{rule}</p></footer><script>{_SCRIPT}</script></body></html>\n"
