"""The fields that a page prints around its title: labels and values, in lines, cells or run together."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.wording import folded
from pipelines.metadata.layout import SEAM, Layout, comparable, joined, squeezed
from pipelines.metadata.times import MOMENT, first_moment, moment

_PUBLISHED = ("发布时间", "发布日期", "发表时间", "发表日期", "发稿时间", "公开日期", "公开时间", "上网时间", "发布于", "录入时间")
_DATED = ("时间", "日期", "更新时间", "更新日期")
_OF_DOCUMENT = """
成文日期 成文时间 发文日期 发文时间 生成日期 公文生成日期 印发日期 印发时间 签发日期 落款日期 制发日期 废止日期 失效日期
失效时间 生效日期 实施日期 施行日期 有效期 截止时间 截止日期 开始时间 结束时间 开始日期 结束日期 举办时间 举办日期 举行时间
活动时间 活动日期 会议时间 会议日期 报名时间 报名日期 考试时间 考试日期 开标时间 开标日期 公示时间 征集时间 办公时间 开放时间
"""
_SOURCES = ("来源", "信息来源", "文章来源", "稿件来源", "发布来源", "新闻来源", "内容来源", "稿源", "源自", "转自")
_PUBLISHERS = ("发布机构", "发布单位", "信息发布机构")
_OTHERS = """
作者 编辑 责任编辑 责编 审核 审核人 校对 校对人 撰稿 供稿 摄影 记者 通讯员 终审 初审 复审 签发 签发人 浏览次数
浏览量 浏览 累计次数 点击数 点击量 点击率 点击 访问次数 访问量 阅读次数 阅读人次 阅读量 阅读 人气 已阅 字体 字号
字体大小 文字大小 浏览字号 背景色 背景颜色 保护视力色 颜色 打印 分享 分享到 分享至 收藏 纠错 关闭 扫一扫 名称 标题
主题分类 主题词 关键词 关键字 体裁分类 体裁 公开方式 公开范围 公开分类 公开类别 公开形式 公开属性 分类 组配分类 组配
有效性 时效性 时效 效力状态 发布机关 发文机构 发文机关 制发机构 制文机关 公开机构 所属机构 公开主体 发文单位 栏目 所属栏目
信息类别 信息分类 服务对象 服务对象分类 文件分类 文件类型 语种 内容概述 内容概览 概述 摘要 简介 副标题 下载 视力保护色
朗读 语音播报 信息索取号 目录号
"""
_NUMBERS = ("文号", "发文字号", "发文文号", "文件编号", "文件字号", "公文字号", "发文号")
_INDEXES = ("索引号", "索取号", "索引号/统一编号", "信息索引号")
_DOCUMENT_NUMBER = re.compile(r"[一-龥]{1,14}\s*[〔\[［【(（]\s*(?:19|20)\d\d\s*[〕\]］】)）]\s*第?\s*\d{1,5}\s*号")


def _loosely(labels: Sequence[str]) -> str:
    """Return a pattern of labels, longest first, whose letters may be set apart."""
    return "|".join(r"\s*".join(map(re.escape, label)) for label in sorted(labels, key=len, reverse=True))


_ALL = (*_PUBLISHED, *_DATED, *_OF_DOCUMENT.split(), *_SOURCES, *_PUBLISHERS, *_OTHERS.split(), *_NUMBERS, *_INDEXES)
# a label is known by a colon or bracket after it, by filling its line or cell, or by the date that follows it
_LABEL = re.compile(
    rf"(?P<open>[\[【(（]?)\s*(?P<label>{_loosely(_ALL)})\s*(?:[\]】]?\s*[:：|]|[\]】]|(?=\n|\Z)|(?=[\s\x1f]*(?:19|20)\d\d\s*[-/.年]))"
)


# a banner or a subtitle in brackets, which is more than a time; and the form of the date under a signature
_NO_HEADER = re.compile(r"今天|今日|^[^\d]*[(（〔\[]|印发")
_BRACKETED = re.compile(rf"^[(（〔\[]\s*(?:{MOMENT.pattern})\s*[)）〕\]]")
_SIGNED = re.compile(r"[(（]?\s*(?:19|20)\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*[)）]?")


# a line that no header has: a sentence, a salutation, a heading
_PROSE = re.compile("^.{12,}，.*[。：；:]$|。$|.{60}|^[\\s\x1f]*(?:[一二三四五]、|[(（][一二三四五][)）]|第[一二三][条章])|^各.*[：:]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What the header of a page says; None is what it does not say."""

    published_at: str | None = None
    generated_at: str | None = None
    source: str | None = None
    issuing_organ: str | None = None
    document_number: str | None = None
    index_number: str | None = None


def fields(page: Layout, title: int | None, below: int, body: Sequence[str]) -> Fields:
    """Return the fields around a title that stands in the lines from `title` to `below`; the body's own words are no fields."""
    end = _end_of_header(page, title or 0, below, body)
    above = page.lines[max(0, (title or 0) - 30) : title or 0]
    header = page.lines[below:end]
    pairs = [*_pairs(header), *_pairs(above)]
    if not any(label in _PUBLISHED and first_moment(value) for label, value in pairs):
        header = (*header, *_lone_header(page))
        pairs = [*_pairs(header), *pairs]
    return Fields(
        published_at=_published(pairs, header),
        generated_at=next((at for label, value in pairs if label == "生成日期" and (at := first_moment(value[:24]))), None),
        source=_first(pairs, _SOURCES) or _first(pairs, _PUBLISHERS) or _unlabelled_source(header),
        issuing_organ=_first(pairs, ("发文机构", "发文机关", "发布机关", "制发机构")),
        document_number=_document_number(pairs, [*header, *body[:6]]),
        index_number=_index_number(pairs),
    )


def _end_of_header(page: Layout, title: int, below: int, body: Sequence[str]) -> int:
    """Return the line where the body begins; where that is not known, the first line of prose."""
    opening = comparable("".join(body[:8]))[:50]
    position = page.bare.find(opening, page.starts[title]) if opening and title < len(page.starts) else -1
    if position >= 0 and page.line_at(position) - below <= 120:
        return max(below, page.line_at(position))
    near = range(below, min(below + 40, len(page.lines)))
    return next((index for index in near if _is_prose(page.lines[index])), near.stop)


def _is_prose(line: str) -> bool:
    return bool(_PROSE.search(line)) and len(_LABEL.findall(folded(line))) < 2


def _lone_header(page: Layout) -> Sequence[str]:
    """Return the line that alone on the page tells a time of publication, with its neighbours; templates put it anywhere."""
    near = {
        index: page.lines[index : index + 2]
        for index, line in enumerate(page.lines)
        if re.search(r"[布表稿开][\s\x1f]*[时日于]", line[:60])
    }
    said = {
        index: at for index, lines in near.items() for label, value in _pairs(lines) if label in _PUBLISHED and (at := first_moment(value))
    }
    return page.lines[max(0, min(said) - 2) : min(said) + 4] if len(set(said.values())) == 1 else ()


def _pairs(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return labels and values in order; a value ends at the next label, at its line's end or where furniture begins."""
    text = "\n".join(lines)
    # the copies of some pages are in traditional characters; folding keeps every position
    found = list(_LABEL.finditer(folded(text)))
    ends = [*(each.start() for each in found[1:]), len(text)]
    return [(squeezed(folded(each.group("label"))), _value(text[each.end() : end])) for each, end in zip(found, ends, strict=False)]


def _value(text: str) -> str:
    line = re.sub(r"^[\[【(（](?=\s*\d{4})", "", text.strip(f" \n\t\xa0\u3000{SEAM}:：").partition("\n")[0])
    line = re.sub(
        rf"[\s{SEAM}]*(?:[【\[|｜;；]|[(（]\s*(?:来源|点击|浏览)|打印|下载|分享|字体|字号|收藏|关闭|浏览|点击|阅读|访问|大\s*中\s*小|A[+-]).*",
        "",
        line,
    )
    return joined([line]).strip(" -—·,，】]")


def _published(pairs: Sequence[tuple[str, str]], header: Sequence[str]) -> str | None:
    """Return the time of publication: a label that says so, a label that says time, a time without label; never a document's date."""
    labelled = [(label, first_moment(value[:24])) for label, value in pairs]
    for labels in (_PUBLISHED, _DATED):
        if at := next((at for label, at in labelled if label in labels and at), None):
            return at
    return next((at for _, at in _unlabelled_times(header)), None)


def _unlabelled_times(header: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the short lines that print a time without a label, and the time."""
    is_header = bool(_LABEL.search(folded("\n".join(header))))
    for above, line in zip(("", *header), header, strict=False):
        found = MOMENT.search(line)
        if found is None or len(line) > 80 or (_SIGNED.fullmatch(line) and not is_header):
            continue
        if _NO_HEADER.search(line) and not _BRACKETED.match(line):
            continue
        # a source may stand before a time that has no label, and nothing else; nor is a time that a label above it names without one
        labels = _labels(line[: found.start()]) or [label for label in _labels(above)[-1:] if label in _OF_DOCUMENT.split()]
        if all(label in _SOURCES for label in labels) and (at := moment(found)):
            yield line, at


def _labels(text: str) -> list[str]:
    return [squeezed(each.group("label")) for each in _LABEL.finditer(folded(text))]


def _first(pairs: Sequence[tuple[str, str]], labels: Sequence[str]) -> str | None:
    values = (MOMENT.split(value)[0].strip() for label, value in pairs if label in labels)
    return next((value for value in values if 1 < len(value) <= 90), None)


def _unlabelled_source(header: Sequence[str]) -> str | None:
    """Return the organ or paper that stands beside a time without a label of its own."""
    text = folded("\n".join(header))
    if any(squeezed(each.group("label")) in _SOURCES for each in _LABEL.finditer(text)):
        return None
    for line in header:
        if MOMENT.search(line) and len(line) <= 80:
            rest = _LABEL.sub(SEAM, MOMENT.sub(SEAM, line))
            for piece in re.split(rf"[\s{SEAM}·|]+", rest):
                if re.fullmatch("[一-龥]{2,24}(?:政府|局|厅|委|办|办公室|委员会|部|社|报|网|台|中心|院|处|街道|镇|乡|网站)", piece):
                    return piece
    return None


def _document_number(pairs: Sequence[tuple[str, str]], lines: Sequence[str]) -> str | None:
    labelled = next((squeezed(value) for label, value in pairs if label in _NUMBERS and value), "")
    if re.search(r"\d.*号|号$", labelled) and len(labelled) <= 40:
        return labelled
    return next((squeezed(line) for line in lines if _DOCUMENT_NUMBER.fullmatch(line.strip(f" {SEAM}()（）"))), None)


def _index_number(pairs: Sequence[tuple[str, str]]) -> str | None:
    numbers = (re.match(r"[A-Za-z0-9][\w/.()-]{4,60}", squeezed(value)) for label, value in pairs if label in _INDEXES)
    return next((number.group() for number in numbers if number), None)
