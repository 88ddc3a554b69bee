"""Lists behind a search: gateways of TRS sites, Hanweb's 信息公开 module, and the labels of Lonsun."""

import json
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from crawler.demo.bureau import Answer
from crawler.demo.posts import Post
from crawler.demo.prose import dice
from tests.estate.replies import part_of, reply
from tests.estate.rows import Row, Shown, plain, written
from tests.estate.site import Lists, Section, Site
from tests.sites_web import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(Lists):
    """Columns of a TRS site whose rows a search gateway gives; it wants the channel and counts pages from 1."""

    form: Literal["fjdzapp", "was5", "igs", "file"] = "fjdzapp"
    size: int = 20

    def path(self, section: Section) -> str:
        return f"/zwgk/{section.slug}/"

    def article(self, section: Section, post: Post) -> str:
        return f"/zwgk/{section.slug}/{post.published:%Y%m}/t{post.published:%Y%m%d}_{section.number(post, 600000, 999999)}.htm"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == self.path(section):
            return Answer(body=site.list_page(section, f'<ul class="gl-ul" id="docs">{self._template()}</ul>{self._script(section)}'))
        if self.form == "file":
            is_ours = request.path == f"/zwgk/{section.slug}/docs.json"
            return reply([self._told(section, post) for post in section.posts]) if is_ours else None
        if self.form == "fjdzapp" and request.path == "/fjdzapp/search" and request.method == "POST":
            form = request.form
            if form.get("classsql") != f"chnlid={_channel(section)}" or form.get("channelid") != "229105":
                return None
            posts = part_of(section, int(form.get("page", "1")), int(form.get("prepage", "75")))
            return reply({"data": [self._told(section, post) for post in posts], "count": len(section.posts)})
        return self._searched(section, request)

    def _searched(self, section: Section, request: Request) -> Answer | None:
        query = request.query
        if self.form == "was5" and request.path == "/was5/web/search" and query.get("channelid") == _channel(section):
            if query.get("templet") != "docs.jsp":
                return Answer(body="<html><body>search</body></html>")
            return reply({"docs": [self._told(section, post) for post in part_of(section, int(query.get("page", "1")), self.size)]})
        if self.form == "igs" and request.path == "/igs/front/search/list.html" and query.get("channelId") == _channel(section):
            posts = part_of(section, int(query.get("pageNumber", "1")), int(query.get("pageSize", "10")))
            told = [
                {"title": post.title, "docpuburl": self.article(section, post), "pubtime": f"{post.published:%Y-%m-%d}"} for post in posts
            ]
            return reply({"page": {"content": told, "totalElements": len(section.posts)}})
        return None

    def _told(self, section: Section, post: Post) -> dict[str, str]:
        address = self.article(section, post)
        return {"doctitle": post.title, "docreltime": f"{post.published:%Y-%m-%d %H:%M:%S}", "docpuburl": address, "chnldocurl": address}

    def _template(self) -> str:
        return '<li ms-for="el in @docs"><a ms-attr="{href: el.chnldocurl}">{{el.doctitle}}</a><span>{{el.docreltime}}</span></li>'

    def _script(self, section: Section) -> str:
        channel = _channel(section)
        calls = {
            "file": "$.getJSON('./docs.json?v=' + Math.random(), function (d) { vm.docs = d; });",
            "was5": f"$.getJSON('/was5/web/search?channelid={channel}&templet=docs.jsp&page=' + page, show);",
            "igs": f"$.getJSON('/igs/front/search/list.html?index=zwgk&channelId={channel}&pageNumber=' + p + '&pageSize=10', show);",
            "fjdzapp": (
                f'var chnlid = "{channel}"; $.ajax({{ url: "/fjdzapp/search", type: "post", dataType: "json",'
                ' data: { channelid: 229105, sortfield: "-docorderpri,-docreltime", classsql: "chnlid=" + chnlid,'
                ' classcol: "publishyear", classnum: 100, classsort: 0,'
                " cache: true, page: pageIndex, prepage: 20 }, success: function (res) { vm.docs = res.data; } });"
            ),
        }
        return f"<script>{calls[self.form]}</script>"


def _channel(section: Section) -> str:
    return str(dice("channel", section.slug).randint(10000, 99999))


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue(Lists):
    """Hanweb's 信息公开 module: a POST to search.jsp, whose table holds the rows of all columns, or the list of the standard form."""

    form: Literal["table", "standard"] = "table"
    area: str = "11320600014"
    size: int = 15

    def path(self, section: Section) -> str:
        return f"/col/col{section.slug}/index.html" + ("?number=A00002" if self.form == "table" else "")

    def article(self, section: Section, post: Post) -> str:
        day = post.published
        return f"/art/{day.year}/{day.month}/{day.day}/art_{section.slug}_{section.number(post, 4000000, 4999999)}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == f"/col/col{section.slug}/index.html":
            return Answer(body=site.list_page(section, self._shell(section)))
        asked = {**request.query, **request.form}
        if request.path != "/module/xxgk/search.jsp" or request.method != "POST" or asked.get("area") != self.area:
            return None
        if self.form == "standard" and asked.get("divid") != f"div{section.slug}":
            return None
        is_whole = {"currpage", "divid", "jdid"} <= set(asked) and (self.form == "table" or asked.get("standardXxgk") == "1")
        return Answer(body=self._table(site, asked) if self.form == "table" else self._list(section, asked)) if is_whole else Answer()

    def _shell(self, section: Section) -> str:
        if self.form == "table":
            query = f"texttype=0&fbtime=-1&area={self.area}&infotypeId="
            tree = f"loadDynamic('/module/xxgk/tree.jsp?area={self.area}','divtree');"
            rows = f"loadDynamic('/module/xxgk/search.jsp?{query}','divlist');"
            return f'<div id="divtree"></div><div id="divlist"></div><script>{tree} {rows}</script>'
        data = (
            f"divid:'div{section.slug}', infotypeId:'B001G001', jdid:1756, area:'{self.area}', unit:'', keyWord:'',"
            " sortfield:'compaltedate:0', currpage:currpage, requestUrl: location.href, standardXxgk:'1'"
        )
        return (
            f"<div id=\"div{section.slug}\"></div><script>$.ajax({{type:'POST', url:'/module/xxgk/search.jsp', data:{{{data}}}}});</script>"
        )

    def _table(self, site: Site, asked: dict[str, str]) -> str:
        """Return a page of the whole catalogue: the rows of every column, by date."""
        every = sorted(
            ((post, section) for section in site.sections for post in section.posts), key=lambda of: of[0].published, reverse=True
        )
        number, pages = int(asked["currpage"]), -(-len(every) // self.size)
        start = (number - 1) * self.size
        lines = "\n".join(
            f'<tr><td>014/{post.published.year}-{at:05d}</td><td><a href="{self.article(section, post)}" title="{post.title}">'
            f"{post.title[:16]}…</a></td><td>{post.published:%Y-%m-%d}</td></tr>"
            for at, (post, section) in enumerate(every[start : start + self.size], start)
        )
        foot = f'<tr><td colspan="3">共{pages}页 <a href="javascript:goPage({number + 1})">下一页</a></td></tr>' if number < pages else ""
        return f"<table width='100%'><tr><th>索引号</th><th>信息名称</th><th>发布日期</th></tr>{lines}{foot}</table>"

    def _list(self, section: Section, asked: dict[str, str]) -> str:
        posts = part_of(section, int(asked["currpage"]), self.size)
        shown = (Shown(href=self.article(section, post), post=post, number=at) for at, post in enumerate(posts))
        return f'<div class="zfxxgk_list_con"><ul>{written(plain, shown)}</ul></div>'


@dataclass(frozen=True, slots=True, kw_only=True)
class Lonsun(Lists):
    """A public column that a label fills, or an ordinary column with its rows in the page."""

    form: Literal["label", "column"] = "label"
    organ: str = "198"
    size: int = 20
    row: Row = plain

    def path(self, section: Section) -> str:
        if self.form == "label":
            return f"/public/column/{self.organ}?type=4&catId={section.slug}&action=list&nav=3&sub="
        return f"/content/column/{section.slug}"

    def article(self, section: Section, post: Post) -> str:
        number = section.number(post, 60000000, 69999999)
        return f"/public/{self.organ}/{number}.html" if self.form == "label" else f"/fzjs/{number}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        query = request.query
        if self.form == "column":
            number = int(query.get("pageIndex", "1"))
            return Answer(body=site.list_page(section, self._column(section, number))) if request.path == self.path(section) else None
        if query.get("catId") != section.slug or query.get("organId", self.organ) != self.organ:
            return None
        if request.path == f"/public/column/{self.organ}":
            return Answer(body=site.list_page(section, self._shell(section), head='<meta name="SiteId" content="6793339">'))
        if request.path != "/site/label/8888" or query.get("IsAjax") != "1" or query.get("labelName") != "publicInfoList":
            return None
        number, size = int(query.get("pageIndex", "1")), int(query.get("pageSize", self.size))
        is_whole = query.get("siteId") == "6793339" and query.get("action") == "list" and "file" in query
        return Answer(body=self._fragment(section, number, size) if is_whole else "<p>暂无相关信息</p>")

    def _fragment(self, section: Section, number: int, size: int) -> str:
        posts = part_of(section, number, size)
        if not posts:
            return "<p>暂无相关信息</p>"
        shown = (Shown(href=self.article(section, post), post=post, number=at) for at, post in enumerate(posts))
        pages = -(-len(section.posts) // size)
        pager = f"<script>Ls.pagination('#page_public', go, {{currPage: ({number - 1} + 1), pageCount: {pages}}});</script>"
        return f'<ul class="clearfix xxgk_nav_list">{written(self.row, shown)}</ul><div id="page_public"></div>{pager}'

    def _shell(self, section: Section) -> str:
        address = (
            '"/site/label/8888?IsAjax=1&dataType=html&_=" + Math.random() + "&labelName=publicInfoList&siteId=6793339&pageSize=20'
            '&pageIndex=" + pageIndex'
            f' + "&action=list&isDate=true&dateFormat=yyyy-MM-dd&length=50&organId={self.organ}&type=4&catId={section.slug}&cId='
            f'&result={quote("暂无相关信息")}&file={quote("/c1/qh/publicInfoList_newest", safe="")}"'
        )
        call = f"$.ajax({{url: {address}, type: 'get', success: function (html) {{ $('#publicInfoList').html(html); }}}});"
        return f'<div id="publicInfoList"></div><script>{call}</script>'

    def _column(self, section: Section, number: int) -> str:
        posts, pages = part_of(section, number, self.size), -(-len(section.posts) // self.size)
        shown = (Shown(href=self.article(section, post), post=post, number=at) for at, post in enumerate(posts))
        address = json.dumps(f"{self.path(section)}?pageIndex=")
        call = f"function (pageIndex) {{ location.href = {address} + pageIndex; }}, {{currPage: ({number - 1} + 1), pageCount: {pages}}}"
        return (
            f'<ul class="doc_list list-{section.slug}">{written(self.row, shown)}</ul><div id="page_{section.slug}"></div>'
            f"<script>Ls.pagination('#page_{section.slug}', {call});</script>"
        )
