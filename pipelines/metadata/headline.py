"""The title of a page: what the visible page, its META names and its window title say, and which of them to believe."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser

from crawler.titles import could_be_report
from crawler.wording import closed_up
from pipelines.metadata.layout import SEAM, Layout, comparable, joined, squeezed

_HEADINGS = "h1, h2, h3, ucaptitle, [class*=title], [class*=Title], [id*=title], [id*=Title], [class*=bt], .biaoti, [class*=headline]"
_CUT = re.compile(r"\s*(?:[-_|–—－]+|>>?|»|::?)\s*")
_HEADER_LINE = re.compile(
    r"[时時日]\s*[间間期]\s*[\]】]?\s*[:：]|[来來]\s*源\s*[:：]|^\W{0,3}(?:19|20)\d\d\s*[-/.]\s*\d{1,2}\s*[-/.]\s*\d{1,2}|索\s*引\s*号|浏览[次量]|字[体号][:：]"
)
_TITLED = re.compile(r"[名标]\s*[称题]\s*[:：]?")
_NO_TITLE = re.compile(
    r"(?:首页|网站首页|正文|详情|内容|信息公开|政府信息公开|政务公开|当前位置.*|您?(?:所在|现在|当前)的?位置.*|分享.*|打印.*|.*(?:门户网站|政府网|官网)|[一-龥]{2,12}人民政府(?:办公[室厅])?|相关.{2,4}|.*[:：]"
    r"|.*[>»].*|(?:发布|发表|来源|时间|日期|索引|文号|标题|名称|作者|浏览|成文|生成|更新).{0,6}[:：].*|(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}.*)$"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """A title, and the lines it stands in (none where the page does not show it)."""

    words: str
    first: int | None = None
    after: int = 0


def headline(tree: LexborHTMLParser, page: Layout, metas: Mapping[str, str], body: Sequence[str]) -> Headline:
    """Return the whole title of a page, the visible one before those of META and window; never the name of site or column."""
    window = tree.css_first("title")
    named = [*_of_meta(metas), *_of_window(window.text() if window else "", metas)]
    end = _start_of(body, page)
    seen = max(_visible(tree, page, named, metas, end), default=(0, 0, None), key=lambda each: each[:2])[2]
    if seen:
        return replace(seen, words=_spelled(seen.words, named))
    return Headline(words=next((words for words in named if not _is_no_title(words, metas)), ""))


def _spelled(words: str, named: Sequence[str]) -> str:
    """Return a title as META or window spell it, where the page shows the same with blanks."""
    same = (name for name in named if squeezed(name) == squeezed(words))
    return next(same, words) if " " in words else words


def _of_meta(metas: Mapping[str, str]) -> Iterator[str]:
    """Yield the title of META, without the site's name in front of it, as some templates print it, and as it stands."""
    title = closed_up(metas.get("articletitle", ""))
    site = metas.get("sitename", "")
    if title:
        parted = re.match(r"(.{2,30}?)\s*[-—–－_|]{1,2}\s*(?=\S{6})", title)
        if parted and (parted.group(1) == site or re.search("网$|网站$|政府$|门户", parted.group(1))):
            yield title[parted.end() :]
        yield title


def _of_window(title: str, metas: Mapping[str, str]) -> Iterator[str]:
    """Yield what the window title may be without what follows its last separators, the likeliest first."""
    title = _whole(re.sub(r"<[^>]*>", "", title).split("\n"))
    ends = [found.start() for found in _CUT.finditer(title) if found.start() > 0]
    tails = [end for end in ends if all(_is_name(part, metas) for part in _CUT.split(title[end:]) if part)]
    cuts = [*sorted(tails), *(end for end in reversed(ends) if end not in tails)]
    for end in [*cuts[:1], *([len(title)] if not tails else []), *cuts[1:]]:
        yield title[:end].strip()
    for found in _CUT.finditer(title):
        yield title[found.end() :].strip()


def _is_name(part: str, metas: Mapping[str, str]) -> bool:
    """Say whether a part of a window title names a site or a column."""
    names = (squeezed(metas.get("sitename", "")), squeezed(metas.get("columnname", "")))
    is_organ = re.search("网$|网站|门户|政府|局|厅|委员会|委$|部$|街道|[省市县区镇乡]$", part) and not re.search("报告|总结", part)
    return squeezed(part) in names or bool(is_organ and len(part) <= 40)


def _start_of(body: Sequence[str], page: Layout) -> int:
    """Return the line at which the body begins; the number of lines where it is not known."""
    opening = comparable("".join(body[:3]))[:60]
    position = page.bare.find(opening) if opening else -1
    return page.line_at(position) if position >= 0 else len(page.lines)


def _visible(
    tree: LexborHTMLParser, page: Layout, named: Sequence[str], metas: Mapping[str, str], end: int
) -> Iterator[tuple[int, int, Headline]]:
    """Yield every place where a title may stand, with the weight of its evidence and its length."""
    headings = [joined([node.text()]) for node in tree.css(_HEADINGS)[:60]]
    tops = {squeezed(joined([node.text()])) for node in tree.css("h1, ucaptitle")[:10]}
    for words in _distinct([*named, *headings, *_above_header(page, end)]):
        if _is_no_title(words, metas) or len(words) > 200:
            continue
        for first, after in page.runs_of(words):
            if first > end + 3:
                continue
            weight = _weight(words, page, first, after, end)
            weight += 3 * (squeezed(words) in tops) + 3 * (words in named[:1]) + 2 * (words in named) + (words in headings)
            yield weight, len(squeezed(words)), Headline(words=_whole(page.lines[first:after]), first=first, after=after)


def _whole(lines: Sequence[str]) -> str:
    """Return a title that is set over several lines or elements as one: neither Chinese nor a number needs a blank where one ends."""
    words = re.sub(r"\s+", _gap, "\n".join(lines)).strip()
    return closed_up(re.sub(r"(?<=[^\x00-\x7f])\n|\n(?=[^\x00-\x7f])", "", words).replace("\n", " "))


def _gap(found: re.Match[str]) -> str:
    """Return what white space comes to: a blank, nothing where it is but the seam of two elements, a line's end where it is both."""
    blanks = found.group().replace(SEAM, "")
    if "\n" in blanks or 0 < len(blanks) < len(found.group()):
        return "\n"
    return " " if blanks else ""


def _above_header(page: Layout, end: int) -> Iterator[str]:
    """Yield the lines right above a header line or the body, and below a label: where no element tells the title, its place does."""
    for index in range(1, min(end + 1, len(page.lines))):
        above = page.lines[index - 1]
        if index == end or (len(page.lines[index]) <= 120 and _is_header(page.lines[index])):
            yield joined([above])
        if len(above) <= 8 and _TITLED.fullmatch(above):
            yield joined([page.lines[index]])


@lru_cache(maxsize=1 << 12)  # the pages of a site repeat each other's lines
def _is_header(line: str) -> bool:
    return _HEADER_LINE.search(line) is not None


def _distinct(all_words: Iterable[str]) -> list[str]:
    return list({squeezed(words): words for words in all_words if words}.values())


def _weight(words: str, page: Layout, first: int, after: int, end: int) -> int:
    """Return how much the surroundings speak for a title: a header line or the body below it, none of a breadcrumb beside it."""
    below = page.lines[after : after + 6]
    is_above_header = any(map(_is_header, below))
    is_in_trail = first > 0 and bool(re.search(r"[>»/]\s*$|^[>»/]$|位置\s*[:：]\s*$", page.lines[first - 1]))
    is_at_body = after <= end <= after + 12
    return 4 * is_above_header + 3 * is_at_body + 2 * could_be_report(words) + (len(words) >= 10) - 4 * is_in_trail - 3 * (len(words) < 6)


def _is_no_title(words: str, metas: Mapping[str, str]) -> bool:
    plain = squeezed(words)
    # some templates print the title as the name of the column
    names = {squeezed(metas.get(name, "")) for name in ("sitename", "columnname")} - {squeezed(metas.get("articletitle", ""))}
    return len(plain) < 4 or plain in names or bool(_NO_TITLE.match(plain))
