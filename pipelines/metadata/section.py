"""What a list page says of the section and the site it belongs to."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from crawler.decode import decode
from crawler.model import Page
from pipelines.body.parse import shallow
from pipelines.metadata.page import metadata


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """A section as its page names it; `region` is the GB/T 2260 code of the place, None where the page carries none."""

    site_name: str | None
    column: str | None
    region: str | None


def about(page: Page) -> About:
    """Return what a list page says of itself in META and breadcrumb.

    The region is what the 网站标识码 (META SiteIDCode) begins with: six digits of place and four of serial number on every site
    seen, though no published rule says so. Central bodies' codes begin with `bm` and name no place.
    """
    tree = LexborHTMLParser(shallow(decode(page.body, page.content_type, page.site.encoding if page.site else None).text))
    said = metadata(tree, page.url)
    metas = {(node.attributes.get("name") or "").lower(): node.attributes.get("content") or "" for node in tree.css("meta")}
    code = metas.get("siteidcode", "").strip()
    region = code[:6] if re.fullmatch(r"[1-8]\d{9}", code) else None
    return About(site_name=said.site_name, column=said.column, region=region)
