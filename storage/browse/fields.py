"""The fields of a record for people: what each is called, how its value is to be read, and how a version is cited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crawler.register import lineage
from storage.browse.words import Language, minute, printed
from storage.versions import Version

Form = Literal["words", "term", "moment", "printed", "web", "code", "place"]

# the record's order; what fills a part of the page of its own has no form
FIELD_NAMES: Mapping[str, tuple[str, str, Form | None]] = {
    "url": ("网址", "Address", "web"),
    "site": ("采集栏目", "Section (row)", "code"),
    "region": ("地区", "Place", "place"),
    "publisher": ("栏目主办", "Section of", "words"),
    "title": ("标题", "Title", None),
    "text": ("正文", "Text", None),
    "published_at": ("公开时间", "Published", "printed"),
    "source": ("来源（原页所载）", "Source as printed", "words"),
    "issuer": ("报告机关", "Issuer", "words"),
    "report_year": ("报告年度", "Year reported on", "words"),
    "level": ("机关层级", "Level of the issuer", "term"),
    "document_number": ("文号", "Document number", "words"),
    "index_number": ("索引号", "Index number", "words"),
    "kind": ("类别", "Kind", "term"),
    "outline": ("提纲", "Outline", None),
    "attachments": ("附件", "Attachments", None),
    "version": ("版本", "Version", "words"),
    "cause": ("成因", "Cause", "term"),
    "content_hash": ("正文哈希", "Hash of the text", "code"),
    "page_hash": ("原页哈希", "Hash of the page", "code"),
    "also_at": ("相同内容的其他网址", "Same content elsewhere", None),
    "moved_from": ("迁移前网址", "Address before", "web"),
    "similar_to": ("近似报告", "Near-duplicates", None),
    "seen_at": ("本版收录时间", "This version seen", "moment"),
    "first_seen_at": ("首次查看", "Address first seen", "moment"),
    "last_seen_at": ("最近查看", "Address last seen", "moment"),
    "extractor": ("识读程序", "Read by", "code"),
    "warnings": ("提示", "Warnings", None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A field of a record under both of its names; `value` is what a person reads and `exact` what the record has."""

    name: str
    chinese: str
    english: str
    form: Form
    value: str
    exact: str


def facts(version: Version) -> list[Fact]:
    """Return the fields of a version that have a value and no part of the page of their own, in the record's order."""
    return [
        Fact(name=name, chinese=chinese, english=english, form=form, value=_read(value, form), exact=str(value))
        for name, (chinese, english, form) in FIELD_NAMES.items()
        if form and (value := getattr(version, name)) is not None
    ]


def citation(version: Version, language: Language) -> str:
    """Return a version in a line for a footnote: whose, what, when, where, and by what it is known to be the same."""
    who = version.issuer or version.source or version.publisher
    seen, day = f"{version.seen_at:%Y-%m-%dT%H:%M:%SZ}", printed(version.published_at)
    if language == "en":
        parts = [who, f"“{version.title}”", f"published {day}" if day else "no date of publication", version.url]
        return ", ".join(part for part in parts if part) + f", version {version.version} as seen {seen}, {version.content_hash}"
    named = f"{who}：《{version.title}》" if who else f"《{version.title}》"
    when = f"{day}公开" if day else "公开日期不详"
    return f"{named}，{when}，{version.url}，第{version.version}版（{seen}收录），{version.content_hash}"


def _read(value: Any, form: Form) -> str:  # noqa: ANN401  # any field's
    match form:
        case "moment":
            return minute(value)
        case "printed":
            return printed(value)
        case "place":
            return "".join(place.name for place in lineage(value)) or str(value)
    return str(value)
