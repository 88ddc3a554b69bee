"""Kaipu's lists that a script asks for: four forms of one endpoint, and as many ways to name the channel."""

from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import Literal

from crawler.demo.bureau import Answer
from crawler.demo.posts import Post
from tests.estate.places import hexadecimal
from tests.estate.replies import part_of, reply
from tests.estate.site import Lists, Section, Site
from tests.sites_web import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class KaipuReplies(Lists):
    """Kaipu's shells: a channel in a folder's name, in META, or asked for by its code, and four forms of one endpoint."""

    form: Literal["common", "searchList", "province", "capitals"] = "common"
    folder: str = "qinghexian"
    in_meta: bool = False
    past: Literal["empty", "first", "last"] = "empty"

    def path(self, section: Section) -> str:
        named = {"common": section.slug if self.in_meta else self._channel(section), "searchList": section.slug}
        ending = {
            "common": "zfxxgk.shtml",
            "searchList": "common_list.shtml",
            "province": "list_tyxx.html",
            "capitals": "newxxgk_list.shtml",
        }
        folder = named.get(self.form, f"xxgk/{section.slug}")
        return f"/{self.folder}/{folder}/{ending[self.form]}"

    def article(self, section: Section, post: Post) -> str:
        return f"/{self.folder}/{section.slug}/{post.published:%Y%m}/{hexadecimal('kaipu', section.slug, post.key)}.shtml"

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        if request.path == self.path(section):
            meta = f'<meta name="channelid" content="{self._channel(section)}">' if self.in_meta else ""
            body = f'<div class="gl_list"><ul id="list_ul"></ul></div><div id="page_div"></div>{self._script(site, section)}'
            return Answer(body=site.list_page(section, body, head=meta))
        if self.form == "searchList" and request.path == "/getChannelList" and request.query.get("channelCode") == section.slug:
            return reply({"results": {"channelId": self._channel(section), "channelCode": section.slug, "channelName": section.name}})
        number = self._asked(section, request)
        if number is None:
            return None
        return reply(self._capitals(section, number) if self.form == "capitals" else self._results(site, section, number))

    def _channel(self, section: Section) -> str:
        return section.slug.rpartition("_")[2] if self.form == "province" else hexadecimal("channel", section.slug)

    def _asked(self, section: Section, request: Request) -> int | None:
        """Return the page that was asked for rightly, None where the request is for something else."""
        query, form, channel = request.query, request.form, self._channel(section)
        if self.form == "province":
            is_ours = request.method == "POST" and request.path == f"/search/common/search/{channel}"
            return int(form.get("page", "1")) if is_ours and form.get("datas[0][key]") == "status" else None
        if self.form == "capitals":
            is_ours = request.method == "POST" and request.path == "/szinf/xxgk/interfacesWebZcwj/loadData"
            return int(form.get("pageIndex") or query.get("pageIndex") or "1") if is_ours else None
        stem = "/common/search/" if self.form == "common" else "/searchList/"
        return int(query.get("page", "1")) if request.path == stem + channel and query.get("_isJson") == "true" else None

    def _results(self, site: Site, section: Section, number: int) -> dict[str, object]:
        size = 20 if self.form == "province" else 15
        pages = -(-len(section.posts) // size)
        if number > pages:
            number = {"empty": number, "first": 1, "last": pages}[self.past]
        results = [self._told(site, section, post) for post in part_of(section, number, size)]
        channel = self._channel(section)
        return {"data": {"page": number, "rows": size, "total": len(section.posts), "channelId": channel, "results": results}}

    def _told(self, site: Site, section: Section, post: Post) -> dict[str, object]:
        at = (post.published - timedelta(hours=8)).replace(tzinfo=UTC).timestamp()
        domain = [{"resultList": [{"key": "source", "value": post.source or ""}, {"key": "refno", "value": ""}]}]
        return {
            "title": post.title,
            "url": f"//{site.host}{self.article(section, post)}",
            "content": post.blocks[-1].rows[0][0],
            "publishedTime": int(at * 1000),
            "publishedTimeStr": f"{post.published:%Y-%m-%d %H:%M:%S}",
            "channelName": section.name,
            "domainMetaList": domain,
            "resList": [],
        }

    def _capitals(self, section: Section, number: int) -> dict[str, object]:
        told = [
            {"TITLE": post.title, "URL": self.article(section, post), "C_WJBH": "", "PUBLISHED_TIME_FORMAT": f"{post.published:%Y-%m-%d}"}
            for post in part_of(section, number, 15)
        ]
        return {"code": "0", "data": {"allRow": len(section.posts), "totalPage": -(-len(section.posts) // 15), "list": told}}

    def _script(self, site: Site, section: Section) -> str:
        if self.form == "province":
            address = f"{site.base.replace('127.0.0.1', 'localhost')}/search/common/search/"
            data = "data:{datas:[{key:'status', value:4}], page:1}, dataType:'json'"
            call = f"$.ajax({{type:'POST', url:'{address}' + channelId, {data}}});"
            return f"<script>var channelId = '{self._channel(section)}'; {call}</script>"
        if self.form == "searchList":
            return (
                f"<script>var code = '{section.slug}'; $.get('/getChannelList?channelCode=' + code,"
                " function (r) { load('/searchList/' + r.results.channelId); });</script>"
            )
        if self.form == "capitals":
            return "<script>$.post('/szinf/xxgk/interfacesWebZcwj/loadData?pageSize=15', {pageIndex: 1}, render);</script>"
        return "<script>/* CMSPRO_list */ $(function(){ loadList(1); });</script>"
