"""Lists that lie as markup in script text, and go on at an endpoint that wants to know who asks."""

import json
from dataclasses import dataclass
from typing import Literal

from crawler.demo.bureau import Answer
from crawler.demo.posts import Post
from crawler.demo.prose import dice
from tests.estate.places import uuid_of
from tests.estate.rows import Row, Shown, plain, spanned
from tests.estate.site import Lists, Section, Site
from tests.sites_web import Request

_EMPTY = "<?xml version='1.0' encoding='UTF-8'?><datastore></datastore>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanweb(Lists):
    """Column pages with a data island; a reply holds three visible pages, and its address wants the column page as Referer.

    `form` is how more is asked for: by the group link, by a POST of record numbers, not at all because the island is
    `whole`, or with an encrypted link that is answered with nothing.
    """

    form: Literal["group", "records", "whole", "sealed"] = "group"
    endpoint: str = "/module/web/jpage/dataproxy.jsp"
    row: Row = plain
    size: int = 5
    commented: bool = False

    def path(self, section: Section) -> str:
        return f"/col/col{section.slug}/index.html"

    def article(self, section: Section, post: Post) -> str:
        day = post.published
        return f"/art/{day.year}/{day.month}/{day.day}/art_{section.slug}_{section.number(post, 5000000, 5999999)}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == self.path(section):  # ?uid=…&pageNum=… shows the first page as well
            return Answer(body=self._column(site, section))
        asked = {**request.query, **request.form}
        if request.path != self.endpoint or asked.get("columnid") not in (section.slug, _sealed(section)):
            return None
        known = asked.get("unitid") == _unit(section) and asked.get("webid") == "3699"
        if not known or self.path(section) not in request.headers.get("referer", ""):
            return Answer(body=_EMPTY, content_type="text/xml;charset=UTF-8")
        return Answer(
            body=f"<?xml version='1.0' encoding='UTF-8'?>\n{self._reply(section, request)}", content_type="text/xml;charset=UTF-8"
        )

    @property
    def group(self) -> int:
        """Return how many records the island and each reply hold."""
        return 3 * self.size

    def _reply(self, section: Section, request: Request) -> str:
        if self.form == "group":
            page = int(request.query.get("page", "1"))
            return self._store(section, (page - 1) * self.group, page)
        if self.form == "records" and request.method == "POST" and {"startrecord", "endrecord", "perpage"} <= set(request.query):
            start, end = int(request.query["startrecord"]), int(request.query["endrecord"])
            posts = section.posts[start - 1 : end] if request.form.get("appid") == "1" else ()
            return f"<datastore>{self._counts(section)}<recordset>{self._records(section, posts, start)}</recordset></datastore>"
        return "<datastore></datastore>"

    def _store(self, section: Section, start: int, page: int) -> str:
        posts = section.posts if self.form == "whole" else section.posts[start : start + self.group]
        unit, column = (_unit(section), section.slug) if self.form == "group" else (_unit(section)[::-1], _sealed(section))
        link = (
            f"{self.endpoint}?page={page + 1}&appid=1&webid=3699&path=/&columnid={column}&unitid={unit}"
            "&webname=%25E4%25BA%2591%25E6%25BA%25AA&permissiontype=0"
        )
        has_more = self.form in ("group", "sealed") and start + self.group < len(section.posts)
        following = f'<nextgroup><![CDATA[<a href="{link}"></a>]]></nextgroup>' if has_more else ""
        records = self._records(section, posts, start + 1)
        return f"<datastore>{following}{self._counts(section)}<recordset>\n{records}\n</recordset></datastore>"

    def _counts(self, section: Section) -> str:
        return f"<totalrecord>{len(section.posts)}</totalrecord><totalpage>{-(-len(section.posts) // self.size)}</totalpage>"

    def _records(self, section: Section, posts: tuple[Post, ...], start: int) -> str:
        shown = (Shown(href=self.article(section, post), post=post, number=at) for at, post in enumerate(posts, start))
        return "\n".join(f"<record><![CDATA[{self.row(each)}]]></record>" for each in shown)

    def _column(self, site: Site, section: Section) -> str:
        unit, store = _unit(section), self._store(section, 0, 1)
        island = f"<!--{store}-->" if self.commented else f'<script type="text/xml">{store}</script>'
        call = (
            f'<script>$(function(){{ $("#{unit}").jpage({{themeName:"default", dataStore:dataStore, totalRecord:{len(section.posts)},'
            f' proxyUrl:"{self.endpoint}", perPage:{self.size}, groupSize:3, barPosition:"bottom", ajaxParam:{{col:1, appid:1, webid:3699,'
            f' path:"/", columnid:{section.slug}, sourceContentType:1, unitid:{unit}, webname:"{site.owner}",'
            " permissiontype:0} }); });</script>"
        )
        body = f'<div id="{unit}"><ul class="shell"></ul>{island}<a href="?uid={unit}&pageNum=2">下一页</a></div>'
        return site.list_page(section, f"{body}{call if self.form == 'records' else ''}<!-- Produced By 大汉网络 大汉版通发布系统 -->")


def _unit(section: Section) -> str:
    return str(dice("unit", section.slug).randint(1000000, 9999999))


def _sealed(section: Section) -> str:
    return f"{dice('sealed', section.slug).getrandbits(96):024x}"


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueCms(Lists):
    """The first rows stand in the page, more come in groups of 30 as JSONP; more than `most` a page come back empty."""

    folder: str = "qxssfj"
    first: int = 24
    most: int = 50
    row: Row = spanned

    def path(self, section: Section) -> str:
        return f"/{self.folder}/{section.slug}/{section.slug}.html"

    def article(self, section: Section, post: Post) -> str:
        return f"/{self.folder}/{section.slug}/content/{uuid_of(section.slug, post.key)}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        column = f"{dice('column', section.slug).getrandbits(128):032x}"
        if request.path == self.path(section):
            return Answer(body=self._page(site, section, column))
        if request.path != "/truecms/messageController/getMessage.do" or request.query.get("columnId") != column:
            return None
        if not request.headers.get("referer", "").endswith(self.path(section)):
            return Answer(status=404, body="<h1>404</h1>")
        start, end, size = (int(request.query.get(name, "0")) for name in ("startrecord", "endrecord", "perpage"))
        posts = section.posts[start - 1 : min(end, start + 3 * size - 1)] if 0 < size <= self.most and start > 0 else ()
        records = "".join(f"<record><![CDATA[{row}]]></record>" for row in self._rows(section, posts))
        result = f"<datastore><totalrecord>{len(section.posts)}</totalrecord><recordset>{records}</recordset></datastore>"
        reply = f"{request.query.get('callback', 'cb')}({json.dumps({'result': result}, ensure_ascii=False)})"
        return Answer(body=reply, content_type="application/javascript;charset=UTF-8")

    def _rows(self, section: Section, posts: tuple[Post, ...]) -> list[str]:
        return [self.row(Shown(href=self.article(section, post), post=post, number=at)) for at, post in enumerate(posts, 1)]

    def _page(self, site: Site, section: Section, column: str) -> str:
        rows = "\n".join(self._rows(section, section.posts[: self.first]))
        config = (
            f"<script>var pageConfig = {{ columnId:'{column}', proxyUrl:'/truecms/messageController/getMessage.do', perPage:10,"
            f" contentTemplate:'' }};</script><script type='text/xml'><totalrecord>{len(section.posts)}</totalrecord></script>"
        )
        return site.list_page(section, f'<div id="initData"><ul class="list-ul">\n{rows}\n</ul></div><div id="pageDiv"></div>{config}')
