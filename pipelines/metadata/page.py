"""What a page says of itself: title, publication time, source, numbers; the visible page before META before the address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.register import lineage, region_named
from pipelines.body.markup import Piece, pieces
from pipelines.metadata.fields import Fields, fields
from pipelines.metadata.headline import Headline, headline
from pipelines.metadata.layout import Layout, joined, layout, squeezed
from pipelines.metadata.times import first_moment, is_far, moment_of_url

_TOKEN = re.compile(r"[{}<>$]|^(?:null|undefined|none|无|-+)$", re.IGNORECASE)
_WEB_SITE = re.compile(r"(?:网|网站|门户|平台)$")
_ORGAN = re.compile("人民政府|[厅局委办院部]")
_PUBLISHED = ("pubdate", "publishdate", "publishtime", "publish_time", "firstpublishedtime", "article:published_time", "dcterms.issued")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What a page says of itself; None is what it does not say."""

    title: str
    published_at: str | None
    source: str | None
    document_number: str | None
    index_number: str | None
    column: str | None
    site_name: str | None
    warnings: tuple[str, ...]


def metadata(tree: LexborHTMLParser, url: str, body: Sequence[str] = (), markup: Sequence[Piece] | None = None) -> Metadata:
    """Return what a page says of itself; `body` is its text, of which only the place matters: what stands above it is its header.

    `markup` is its element BODY as the parser writes it, where that is at hand.
    """
    metas, page = _metas(tree), layout(markup if markup is not None else pieces(tree.body) if tree.body else ())
    foreign = _of_another_place(metas)
    top = headline(tree, page, metas, body)
    said = fields(page, top.first, top.after, body)
    declared = next((at for name in _PUBLISHED if (at := first_moment(metas.get(name, "")))), None)
    published = said.published_at or declared or moment_of_url(url)
    # the date at which an open-information directory made its entry stands for the publication where nothing else does
    lone = [] if published or not said.generated_at else [f"the page tells no time of publication; {said.generated_at} is its 生成日期"]
    return Metadata(
        title=top.words,
        published_at=published or said.generated_at,
        source=_source(said, "" if foreign else metas.get("contentsource", ""), metas.get("sitename", "")),
        document_number=said.document_number,
        index_number=said.index_number,
        column=metas.get("columnname") or _last_of_trail(page, top),
        site_name=metas.get("sitename"),
        warnings=(*_disagreements(said, declared), *lone, *([] if said.source or not foreign else [foreign]), *_origin(metas)),
    )


def _metas(tree: LexborHTMLParser) -> Mapping[str, str]:
    """Return the values of META by lower-case name, the first of each, without empty ones and tokens a template left."""
    found: dict[str, str] = {}
    for node in tree.css("meta[content]"):
        name = (node.attributes.get("name") or node.attributes.get("property") or "").strip().lower()
        value = joined([node.attributes.get("content") or ""])
        if name and value and not _TOKEN.search(value):
            found.setdefault(name, value)
    return found


def _source(said: Fields, declared: str, site: str) -> str | None:
    """Return the source as shown, whole where the page cuts it; else the one of META if it is more than the site's own name.

    The organ that issued a paper counts as its source on its own site only: elsewhere it says whose paper it is, not who put it there.
    """
    cut = re.fullmatch(r"(.+?)\s*(?:…|\.{2,})\S?", said.source or "")
    if cut and declared.startswith(cut.group(1)):
        return declared
    letters = iter(site)
    own = said.issuing_organ if said.issuing_organ and all(letter in letters for letter in said.issuing_organ) else None
    # a template that fills in the name of a web site names no organ; 某县人民政府网 does
    is_filled_in = declared == site and _WEB_SITE.search(site) and not _ORGAN.search(site)
    return said.source or own or (None if is_filled_in else declared or None)


def _of_another_place(metas: Mapping[str, str]) -> str | None:
    """Return a warning where META names the government of a place that neither holds the site's nor lies in it.

    Governments reprint from those above them and from their own towns; a neighbour's name is what a copied template left.
    """
    declared, site = metas.get("contentsource", ""), metas.get("sitename", "")
    if not declared.endswith("人民政府") or "政府" not in site:
        return None
    there, here = region_named(declared), region_named(site)
    if there is None or here is None or there in _regions(here) or here in _regions(there):
        return None
    return f"META names {declared} as the source of a page of {site}, which is another place's government; it was not taken"


def _regions(region: str) -> list[str | None]:
    return [place.region for place in lineage(region)]


def _last_of_trail(page: Layout, top: Headline) -> str | None:
    """Return the last step of the breadcrumb above the title."""
    above = page.lines[: top.first or 0]
    start = next((index for index in reversed(range(len(above))) if "位置" in above[index] or above[index] in ("首页", "网站首页")), None)
    if start is None:
        return None
    steps = [step for step in re.split(r"[>»→/\x1f]|-(?=>)|[:：]", "\x1f".join(above[start : start + 24])) if step.strip(" \xa0-")]
    steps = [step.strip() for step in steps if squeezed(step) not in (squeezed(top.words), "正文", "详情", "内容")]
    return steps[-1] if len(steps) > 1 and len(steps[-1]) <= 30 else None


def _origin(metas: Mapping[str, str]) -> tuple[str, ...]:
    """Return where a page that was made of a list's reply comes from."""
    reply = metas.get("recordof")
    return (f"the page was made of what the list's reply at {reply} holds of it",) if reply else ()


def _disagreements(said: Fields, declared: str | None) -> tuple[str, ...]:
    if said.published_at and declared and is_far(said.published_at, declared):
        return (f"the page shows {said.published_at} as its date, its META says {declared}",)
    return ()
