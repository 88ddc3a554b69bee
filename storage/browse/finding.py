"""The search page: what was asked, what was found with the words marked, and what to try where nothing was."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, cast, get_args

from datasette.utils.asgi import Request, Response

from crawler.errors import SiteError
from crawler.model import Kind
from crawler.register import places
from storage.archive import Archive
from storage.browse import asking
from storage.browse.instance import Browse
from storage.question import Question, Term, parse
from storage.search import Sought, matches
from storage.search import search as find
from storage.snippets import Snippet, snippet

_SIZE = 10
_MOST = 50  # pages: who wants the 500th of the best should narrow the question
_COUNTED = 1000
_FIELDS = ("q", "region", "year", "kind", "issuer", "site", "all")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One report that a question found; `title` and `piece` are cut where the words stand, with whether a cut is one of them."""

    row: dict[str, Any]
    title: list[tuple[str, bool]]
    piece: list[tuple[str, bool]]


async def search(datasette: Browse, request: Request) -> Response:
    """Return the reports that a question finds, ten a page."""
    asked = {name: value for name in _FIELDS if (value := asking.text(request, name))}
    page = asking.number(request, "page", _MOST) or 1
    shown: dict[str, Any] = {"asked": asked, "page": page, "kinds": get_args(Kind), "years": range(datetime.now(UTC).year, 2009, -1)}
    shown |= {"provinces": [place for place in places() if (place.region or "").endswith("0000")], "size": _SIZE}
    sought = _sought(request)
    try:
        question = parse(asked.get("q", ""))
    except SiteError:
        return await datasette.show(request, "search.html", question=None, found=(), **shown)
    count, found, is_more = await datasette.read(lambda archive: _found(archive, question, sought, page))
    shown |= {"question": _told(question), "found": found, "count": count, "most": _COUNTED, "is_more": is_more and page < _MOST}
    return await datasette.show(request, "search.html", **shown)


def _sought(request: Request) -> Sought:
    region = asking.text(request, "region")
    if region is not None and not (region.isascii() and region.isdecimal()):
        raise SiteError(f"region: found {region!r}, expected the beginning of a code such as 3206")
    kind = asking.choice(request, "kind", get_args(Kind))
    return Sought(
        site=asking.text(request, "site"),
        region=region,
        year=asking.number(request, "year"),
        kind=cast("Kind | None", kind),
        issuer=asking.text(request, "issuer"),
        all_versions=asking.text(request, "all") is not None,
    )


def _found(archive: Archive, question: Question, sought: Sought, page: int) -> tuple[int, list[Found], bool]:
    """Return how many there are, up to a thousand, those of a page, and whether another page follows."""
    with archive.file.reading() as database:
        sql, values = matches(question, sought, _COUNTED)
        ((count,),) = database.execute(f"select count(*) from ({sql})", values)  # noqa: S608  # our own words
        rows = find(database, question, sought, page * _SIZE + 1)
    ours = rows[(page - 1) * _SIZE : page * _SIZE]
    return count, [_marked(row, question) for row in ours], len(rows) > page * _SIZE


def _marked(row: dict[str, Any], question: Question) -> Found:
    title = snippet(row["title"], question, length=len(row["title"]))
    piece = snippet(row["text"], question, length=160)
    return Found(row={name: value for name, value in row.items() if name != "text"}, title=[*_cut(title)], piece=[*_cut(piece)])


def _cut(piece: Snippet) -> Iterator[tuple[str, bool]]:
    at = 0
    for begin, end in piece.marks:
        yield piece.text[at:begin], False
        yield piece.text[begin:end], True
        at = end
    yield piece.text[at:], False


def _told(question: Question) -> dict[str, object]:
    """Return what a question was understood as: groups of which each must be there, in one of its forms, and what must not."""
    return {"groups": [[_said(term) for term in group] for group in question.groups], "without": [*map(_said, question.without)]}


def _said(term: Term) -> str:
    """Return a term as it reads: its words are pairs of which each begins with the end of the one before."""
    said = term.words[0]
    for one, other in pairwise(term.words):
        is_within = len(one) == 2 and one[1] == other[0] and other[0] > "\u3004"
        said += other[1:] if is_within else f" {other}"
    return said
