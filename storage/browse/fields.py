"""The fields of a record for people: what each is called, how its value is to be read, and how a version is cited."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from crawler.register import lineage
from storage.browse.columns import COLUMNS
from storage.browse.words import Language, minute, printed
from storage.versions import Version

Form = Literal["words", "term", "moment", "printed", "web", "code", "place"]

# the record's order: the English name beside the Chinese one of its column, and how the value reads; what fills a part of the page
# of its own has no form
_ENGLISH: Mapping[str, tuple[str, Form | None]] = {
    "url": ("Address", "web"),
    "site": ("Section (row)", "code"),
    "region": ("Place", "place"),
    "publisher": ("Section of", "words"),
    "title": ("Title", None),
    "text": ("Text", None),
    "published_at": ("Published", "printed"),
    "source": ("Source as printed", "words"),
    "issuer": ("Issuer", "words"),
    "report_year": ("Year reported on", "words"),
    "level": ("Level of the issuer", "term"),
    "document_number": ("Document number", "words"),
    "index_number": ("Index number", "words"),
    "kind": ("Kind", "term"),
    "outline": ("Outline", None),
    "attachments": ("Attachments", None),
    "version": ("Version", "words"),
    "cause": ("Cause", "term"),
    "content_hash": ("Hash of the text", "code"),
    "page_hash": ("Hash of the page", "code"),
    "also_at": ("Same content elsewhere", None),
    "moved_from": ("Address before", "web"),
    "similar_to": ("Near-duplicates", None),
    "seen_at": ("This version seen", "moment"),
    "first_seen_at": ("Address first seen", "moment"),
    "last_seen_at": ("Address last seen", "moment"),
    "extractor": ("Read by", "code"),
    "warnings": ("Warnings", None),
}
# the times of our own clocks are shown in China's time
FIELD_NAMES = {name: (COLUMNS[name].removesuffix("（UTC）"), english) for name, (english, _) in _ENGLISH.items()}


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
        Fact(name=name, chinese=FIELD_NAMES[name][0], english=english, form=form, value=_read(value, form), exact=str(value))
        for name, (english, form) in _ENGLISH.items()
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
