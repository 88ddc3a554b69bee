"""The card of a release: what is in it, where it came from, what it lacks and what may be done with it, Chinese beside English."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import Any

import yaml

from crawler.register import place_of
from crawler.version import VERSION
from storage.release.columns import COLUMNS
from storage.release.gaps import GAPS, Gaps
from storage.release.tally import Tally
from storage.selection import Filters
from storage.times import written

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))
# what the reader of datasets is told to read; the others are for people and tools that know their format
_READ = {"parquet": "data/*.parquet", "jsonl": "data/*.jsonl", "csv": "data/*.csv"}
_TYPES = {
    "parquet": "类型为 Parquet 的类型。Types are those of Parquet.",
    "csv": (
        "在 Parquet 中的类型。以 = + - @ 开头的单元格前加有一个 '，以免表格软件执行。\n"
        "Types are those that Parquet has. A cell that would begin with = + - @ has a ' before it, so that no spreadsheet runs it."
    ),
    "warc": (
        "`data/pages.warc` 是所取网页与附件的原样字节（WARC 1.1）。\n"
        "每个版本另有一条 metadata 记录（JSON），含下列字段；正文就在网页和附件里。\n"
        "`data/pages.warc` has the bytes of pages and files as they were fetched (WARC 1.1). With each version goes a metadata record,\n"
        "JSON with these fields; texts are in the bytes. Types are those that Parquet has."
    ),
}
_PARTS = "Further pages, frames and files: what each is, why it could not be had, or the id of the record that has its bytes"
_DAY = "As text, its day in China as a date: what pages print has three precisions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What a card is made of: `since` is the moment of the release that this one follows, `gone` how much of that it takes back."""

    form: str
    as_of: datetime
    filters: Filters
    since: datetime | None
    gone: int
    renewed: int
    tally: Tally
    gaps: Gaps


def card(made: Card) -> str:
    """Return the card as Markdown, with the front matter that Hugging Face reads."""
    parts = [_front(made), _head(made), _numbers(made.tally), _columns(made.form), _origin(made.tally), _lacks(made.gaps), _RIGHTS]
    return "\n".join([*parts, _cited(made)])


def _front(made: Card) -> str:
    told: dict[str, Any] = {
        "pretty_name": "法治政府建设年度报告 Annual reports on law-based government",
        "language": ["zh"],
        "license": "other",
        "license_name": "prc-copyright-law-article-5",
        "license_link": "README.md",
        "size_categories": [next((size for most, size in _SIZES if made.tally.records < most), "1M<n<10M")],
        "task_categories": ["text-classification", "text-retrieval", "summarization"],
        "tags": ["legal", "government", "china"],
    }
    if made.form in _READ:
        told["configs"] = [{"config_name": "default", "data_files": [{"split": "train", "path": _READ[made.form]}]}]
    return f"---\n{yaml.safe_dump(told, allow_unicode=True, sort_keys=False)}---\n"


def _head(made: Card) -> str:
    asked = {"site": made.filters.site, "region": made.filters.region, "year": made.filters.year, "kind": made.filters.kind}
    asked |= {"since": written(made.filters.since) if made.filters.since else None}
    filters = [f"{name} = `{value}`" for name, value in asked.items() if value is not None]
    versions = "所有版本 every version" if made.filters.all_versions else "每个地址的最新版本 the newest version of each address"
    lines = [
        "# 法治政府建设年度报告 · Annual reports on law-based government",
        "",
        "中国各级政府及其部门的法治政府建设年度报告，取自其网站，附日期与版本。",
        "Annual reports of Chinese governments and their departments on law-based government, from their sites, with dates and versions.",
        "",
        f"- 截至 As of: `{written(made.as_of)}` (UTC)",
        f"- 格式 Format: `{made.form}`",
        f"- 筛选 Filters: {', '.join(filters) or '无 none'}; {versions}",
    ]
    if made.since:
        lines += [
            f"- 增量 Increment: 自 since `{written(made.since)}`",
            f"  - `removed.jsonl`: 应从前一版删除 to take out of the release before: {made.gone}",
            f"  - `updated.jsonl`: 仅周边信息有变 only something around the report has changed: {made.renewed}",
        ]
    return "\n".join([*lines, "- 校验 Check: `sha256sum -c SHA256SUMS`", ""])


def _numbers(tally: Tally) -> str:
    provinces = [(_province(code), count) for code, count in sorted(tally.provinces.items(), key=lambda each: each[0] or "~")]
    years = [("未知 unknown" if year is None else year, tally.years[year]) for year in sorted(tally.years, key=lambda year: year or 9999)]
    return "\n".join(
        [
            "## 数量 Numbers",
            "",
            f"{tally.records} 条记录，{tally.addresses} 个地址；{tally.warned} 条带有提示。",
            f"{tally.records} records of {tally.addresses} addresses; {tally.warned} carry warnings.",
            "",
            *_table(("省级 Province", "记录 Records"), provinces),
            *_table(("年度 Year reported on", "记录 Records"), years),
            *_table(("类别 Kind", "记录 Records"), sorted(tally.kinds.items())),
            *_table(("层级 Level of the issuer", "记录 Records"), _named(tally.levels)),
            *_table(("版本由来 Cause of the version", "记录 Records"), sorted(tally.causes.items())),
        ]
    )


def _columns(form: str) -> str:
    note = _TYPES.get(form, "在 Parquet 中的类型。Types are those that Parquet has.")
    return "\n".join(["## 字段 Columns", "", note, "", *_table(("字段 Column", "类型 Type", "含义 Meaning"), _described(form))])


def _described(form: str) -> list[list[str]]:
    """Return the dictionary of the columns, in the words in which the archive's own tables are described."""
    described = yaml.safe_load((files("storage") / "datasette.yml").read_text(encoding="utf-8"))
    words = described["databases"]["reports"]["tables"]["reports"]["columns"] | {"published_on": _DAY}
    rows = [
        [f"`{name}`", column.words, words[name] if form == "csv" else re.sub(",? as JSON", "", words[name])]
        for name, column in COLUMNS.items()
        if form == "parquet" or name == column.field
    ]
    if form == "warc":  # its records are without texts: those are in the bytes
        rows = [[re.sub(", text(: string)?", "", each) for each in row] for row in rows if row[0] != "`text`"]
        rows.append(["`parts`", "list<struct<role: string, name: string, url: string, problem: string, record: string>>", _PARTS])
    return rows


def _origin(tally: Tally) -> str:
    first, last = tally.days or ("", "")
    return "\n".join(
        [
            "## 来源 Provenance",
            "",
            f"记录于 {first[:10]} 至 {last[:10]} 之间取自各网站（UTC）。由 govreports {VERSION} 导出。",
            f"Looked at between {first[:10]} and {last[:10]} (UTC). Exported by govreports {VERSION}.",
            "",
            *_table(("读取器 Read by", "记录 Records"), sorted(tally.extractors.items())),
            *_table(("栏目 Section", "记录 Records"), _named(tally.sites)),
        ]
    )


def _lacks(gaps: Gaps) -> str:
    heads = ("未见 Missing", "被拒绝 Blocked", "连不上 Unreachable")
    return "\n".join(
        [
            "## 已知缺漏 Known gaps",
            "",
            f"截至该时刻，各级政府与司法厅局应公开 {gaps.owed} 份，已存 {gaps.held} 份。下表为栏目已知而未存的报告；栏目不详的不计。",
            f"At that moment governments and bureaus of justice owed {gaps.owed} reports, of which {gaps.held} are held in the archive.",
            "The tables count those that are not held though their section is known; where no section is known nothing can be said.",
            "",
            *_table(("省级 Province", *heads), [(name, *(found[state] for state in GAPS)) for name, found in gaps.by_province]),
            *_table(("年度 Year", *heads), [(year, *(found[state] for state in GAPS)) for year, found in gaps.by_year]),
        ]
    )


_RIGHTS = """## 许可与使用 Licence and use

著作权法（2020年修正，2021年6月1日起施行）第五条第一项规定该法不适用于具有立法、行政、司法性质的文件；年度报告通常属于此类，附件、图片和解读则未必。
The Copyright Law of the People's Republic of China (as amended in 2020, in force since 1 June 2021) does not apply to papers
of a legislative, administrative or judicial nature (article 5, item 1).
Annual reports are commonly counted among these; attached files, pictures and interpretations need not be.
This is no legal advice.

报告中会出现人名和联系方式。用途与删除办法见 govreports 的 `docs/personal-data.md`：不用于查找个人；档案中删除的，导出件中也应删除。
Reports name people. What the corpus is for and how something is taken down stands in `docs/personal-data.md` of govreports:
it is not for finding out about persons, and what is taken down in the archive is to be taken down in copies of this release.
"""


def _cited(made: Card) -> str:
    kept = "newest versions" if not made.filters.all_versions else "all versions"
    what = f"As of {written(made.as_of)}, {made.tally.records} records, {kept}."
    lines = [
        "## 引用 How to cite",
        "",
        "> govreports. 法治政府建设年度报告 Annual reports on law-based government.",
        f"> {what}",
        f"> SHA-256 of the records as JSON Lines: {made.tally.digest.hexdigest()}.",
        "",
    ]
    return "\n".join(lines)


def _province(code: str) -> str:
    place = place_of(f"{code}0000") if code else None
    return f"{place.name} ({code})" if place else code or "未知 unknown"


def _named(counts: Mapping[str | None, int]) -> list[tuple[str, int]]:
    return [(key or "无 none", counts[key]) for key in sorted(counts, key=lambda key: (key is None, key or ""))]


def _table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Return a table and the empty line after it; nothing where there are no rows."""
    lines = [f"| {' | '.join(_cell(value) for value in row)} |" for row in rows]
    return [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}", *lines, ""] if lines else []


def _cell(value: object) -> str:
    return " ".join(str(value).split()).replace("|", "\\|")
