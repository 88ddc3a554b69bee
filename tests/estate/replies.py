"""Lists that a page's own script asks for as JSON: the page is a shell, and an endpoint refuses what is not asked rightly."""

import json
from dataclasses import dataclass
from datetime import UTC, timedelta

from crawler.demo.bureau import Answer
from crawler.demo.posts import Post
from crawler.demo.prose import dice
from tests.estate.places import hexadecimal, uuid_of
from tests.estate.rows import Row, Shown, plain, written
from tests.estate.site import Lists, Section, Site
from tests.sites_web import Request

JSON = "application/json;charset=UTF-8"


def reply(told: object) -> Answer:
    """Return an answer in JSON."""
    return Answer(body=json.dumps(told, ensure_ascii=False), content_type=JSON)


def part_of(section: Section, number: int, size: int) -> tuple[Post, ...]:
    """Return the posts of a page, counted from 1."""
    return section.posts[(number - 1) * size : number * size]


@dataclass(frozen=True, slots=True, kw_only=True)
class Jpaas(Lists):
    """Units that a gateway builds: it obeys `paramJson` alone and gives page 1 to whoever counts otherwise."""

    size: int = 15
    row: Row = plain
    gateway: str = "/api-gateway/jpaas-publish-server/front/page/build/unit"

    def path(self, section: Section) -> str:
        return f"/zfxxgk/fdzdgknr/{section.slug}/index.html"

    def article(self, section: Section, post: Post) -> str:
        return f"/zfxxgk/fdzdgknr/{section.slug}/art/{post.published.year}/art_{hexadecimal(section.slug, post.key)}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == self.path(section):
            where, rows = (self._unit(section, name) for name in ("当前位置", "信息列表"))
            return Answer(body=site.list_page(section, f'<div class="wz">{where}</div><div class="page-content">{rows}</div>'))
        if request.path != self.gateway or request.query.get("pageId") != self._data(section, "")["pageId"]:
            return None
        if self.path(section) not in request.headers.get("referer", ""):
            return Answer(status=403, body="<h1>403</h1>")
        if request.query.get("tagId") != "信息列表" or request.query.get("parseType") != "bulidstatic":
            return reply({"success": True, "data": {"html": f'<a href="/">首页</a> &gt; <span>{section.name}</span>'}})
        return reply({"success": True, "data": {"html": self._html(section, json.loads(request.query.get("paramJson", "{}")))}})

    def _html(self, section: Section, asked: dict[str, int]) -> str:
        number, size = int(asked.get("pageNo", 1)), int(asked.get("pageSize", self.size))
        start = (number - 1) * size
        shown = (
            Shown(href=self.article(section, post), post=post, number=at)
            for at, post in enumerate(section.posts[start : start + size], start)
        )
        block = f'<div class="pagination" rows="{size}" count="{len(section.posts)}" pageNo="{number}"></div>'
        return f"<ul>{written(self.row, shown)}</ul>{block}"

    def _data(self, section: Section, tag: str) -> dict[str, str]:
        numbers = {"webId": hexadecimal("web")[:12], "pageId": hexadecimal("page", section.slug)[:12]}
        kinds = {"parseType": "bulidstatic", "pageType": "column", "tagId": tag}
        return {**numbers, **kinds, "tplSetId": hexadecimal("tpl")[:12], "editType": "null"}

    def _unit(self, section: Section, tag: str) -> str:
        data = json.dumps(self._data(section, tag), ensure_ascii=False).replace('"', "'")
        return f'<script type="text/javascript" parsetype="bulidstatic" url="{self.gateway}" queryData="{data}"></script>'


@dataclass(frozen=True, slots=True, kw_only=True)
class QueryList(Lists):
    """Jiangxi's platform: addresses like Hanweb's, a template without rows, and a POST that gives JSON in JSON."""

    folder: str = "qhssfj"
    size: int = 15

    def path(self, section: Section) -> str:
        return f"/{self.folder}/col/col{section.slug}/index.html"

    def article(self, section: Section, post: Post) -> str:
        day = post.published
        return f"/{self.folder}/art/{day.year}/{day.month}/{day.day}/art_{section.slug}_{section.number(post, 4000000, 4999999)}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        unit = str(dice("unit", section.slug).randint(100000, 999999))
        if request.path == self.path(section):
            return Answer(body=site.list_page(section, self._shell(section, unit)))
        form = request.form
        if request.path != "/queryList" or request.method != "POST" or form.get("channelCode[]") != f"col{section.slug}":
            return None
        if form.get("webSiteCode[]") != self.folder or "current" not in form:
            return reply({"code": 500, "data": None})
        size = int(form.get("perPage") or form.get("pageSize") or self.size)
        posts = part_of(section, int(form["current"]), size)
        return reply({"code": 200, "data": {"results": [{"source": self._source(section, post)} for post in posts]}})

    def _source(self, section: Section, post: Post) -> dict[str, object]:
        urls = json.dumps({"pc": self.article(section, post), "mobile": ""})
        pub = f"{post.published:%Y-%m-%d %H:%M:%S}"
        return {
            "title": post.title,
            "showTitle": post.title,
            "pubDate": pub,
            "urls": urls,
            "metadata": json.dumps({"author": ""}),
            "images": "[]",
        }

    def _shell(self, section: Section, unit: str) -> str:
        template = "{{#each data}}<li><a href='{{pcUrl}}' title='{{title}}'>{{title}}</a><span>{{formatDate pubDate}}</span></li>{{/each}}"
        params = (
            f"{{current:1, unitid:'{unit}', webSiteCode:['{self.folder}'], channelCode:['col{section.slug}'], dataBefore:'', dataAfter:'',"
            f" perPage:'{self.size}', notReturnContent:true, showMode:'normal', groupSize:1, barPosition:'bottom', titleMax:34,"
            f" templateContainerId:'div{unit}', themeName:'lucidity', pageSize:'{self.size}'}}"
        )
        return (
            f'<script id="div{unit}" type="text/x-handlebars-template">{template}</script><div id="{unit}"></div>'
            f"<script src=\"/commonfiles/jquery.jpage.js\"></script><script>var params = {params}; loadPageData(params, '{unit}');</script>"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Gkmlpt(Lists):
    """Guangdong's catalogue: one page for all sections, whose tree and fragment say what its endpoint is asked for."""

    department: str = "/qhssfj"
    sid: str = "750088"

    def path(self, section: Section) -> str:
        return f"{self.department}/gkmlpt/index#{section.slug}"

    def article(self, section: Section, post: Post) -> str:
        number = section.number(post, 3000000, 9999999)
        return f"{self.department}/gkmlpt/content/{number // 1000000}/{number // 1000}/post_{number}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == f"{self.department}/gkmlpt/index":
            return Answer(body=self._shell(site))
        if request.path.removeprefix(self.department) != f"/gkmlpt/api/all/{section.slug}":
            return None
        if request.query.get("sid") != self.sid:
            return Answer(status=404, body="<h1>404</h1>")
        posts = part_of(section, max(1, int(request.query.get("page", "1"))), 100)
        told = [self._told(site, section, post) for post in posts]
        return reply({"classify": {"post_count": len(section.posts)}, "total": len(section.posts), "articles": told})

    def _told(self, site: Site, section: Section, post: Post) -> dict[str, object]:
        at = int((post.published - timedelta(hours=8)).replace(tzinfo=UTC).timestamp())
        url = site.base + self.article(section, post)
        day = f"{post.published:%Y-%m-%d}"
        dates = {"date": at, "created_at": f"{post.published:%Y-%m-%d %H:%M:%S}", "display_publish_time": at, "create_time": at}
        return {
            "id": section.number(post, 3000000, 9999999),
            "title": post.title,
            "publisher": post.issuer,
            "url": url,
            "post_url": url,
        } | {
            **dates,
            "document_number": "",
            "abstract": f"{day} {post.title}",
            "attachment": [],
        }

    def _shell(self, site: Site) -> str:
        tree = [
            {"id": int(each.slug), "name": each.name, "post_count": len(each.posts), "children": [], "jump_url": ""}
            for each in reversed(site.sections)
        ]
        whole = {"id": 1, "name": "法定主动公开内容", "post_count": 0, "children": tree, "jump_url": ""}
        config = f"window._CONFIG = {{ SID:'{self.sid}', SERVICE_AREA_ID:750, TREE:{json.dumps([whole], ensure_ascii=False)} }};"
        return site.page("政府信息公开", f'<div id="app"></div><script>{config}</script><script src="/gkmlpt/static/js/index.js"></script>')


@dataclass(frozen=True, slots=True, kw_only=True)
class Epoint(Lists):
    """EWB: the number of the site stands in a script of its own, without which the list is not given."""

    guid: str = "7eb5f7f1-9041-43ad-8e13-8fcb82ea831a"
    size_limit: int = 100

    def path(self, section: Section) -> str:
        return f"/dynamic/zwgk/govInfoPub.html?categorynum={section.slug}"

    def article(self, section: Section, post: Post) -> str:
        return f"/{section.slug[:3]}/{section.slug}/{post.published:%Y%m%d}/{uuid_of(section.slug, post.key)}.html"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == "/js/webBuilderCommon.js":
            script = f'var siteInfo = {{"siteGuid": "{self.guid}", "projectName": "EWB-FRONT"}};'
            return Answer(body=script, content_type="application/javascript")
        if request.target == self.path(section):
            scripts = '<script src="/js/webBuilderCommon.js"></script><script src="/js/govInfoPub.js"></script>'
            return Answer(
                body=site.list_page(section, f'<div id="ivs_content"><ul id="infolist"></ul><div id="pager"></div></div>{scripts}')
            )
        if request.path != "/EWB-FRONT/rest/lightfrontaction/getgovinfolist" or request.method != "POST":
            return None
        asked = json.loads(request.body or "{}")
        if asked.get("categorynum") != section.slug:
            return None
        if asked.get("siteGuid") != self.guid or int(asked.get("pageSize", 0)) not in range(1, self.size_limit + 1):
            return reply({"custom": {"data": [], "total": 0}})
        posts = part_of(section, int(asked["pageIndex"]) + 1, int(asked["pageSize"]))
        return reply({"custom": {"data": [self._told(section, post) for post in posts], "total": len(section.posts)}})

    def _told(self, section: Section, post: Post) -> dict[str, str]:
        title = post.title if len(post.title) < 20 else f"{post.title[:18]}..."
        return {"title": title, "realtitle": post.title, "infourl": self.article(section, post), "infodate": f"{post.published:%Y-%m-%d}"}
