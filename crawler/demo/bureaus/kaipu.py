"""A site on Heilongjiang's Kaipu platform: one section is a shell filled from JSON, another is static with list_2.shtml."""

import json
import re
from dataclasses import replace
from hashlib import md5
from html import escape
from typing import ClassVar

from crawler.demo.bureau import Answer, Asked, Bureau
from crawler.demo.chrome import links, meta_tags, tail
from crawler.demo.content import text_of
from crawler.demo.markup import BREAKS, body_html
from crawler.demo.posts import Place, Post, list_title, section
from crawler.demo.prose import dice
from crawler.demo.visit import Visit

_SITE = "/xuelingqurenminzhengfu"
_CHANNEL = "7d0c4be19a3f48c5b62e81f0d49a7c35"
_SHELL = f"{_SITE}/{_CHANNEL}/ns_zwgk.shtml"
_STATIC = f"{_SITE}/fzzfjs/list.shtml"
_PAGE = re.compile(rf"{_SITE}/fzzfjs/list(?:_(\d+))?\.shtml")
_SEARCH = f"/common/search/{_CHANNEL}"


class Xueling(Bureau):
    """雪岭区司法局: information for the public in a shell page, the building of the rule of law in a static one."""

    id = "xueling-sfj"
    family = "kaipu"
    place = Place(
        name="雪岭区",
        region="230499",
        others=("雪岭区人民政府", "北原市人民政府", "雪岭区松涛街道办事处", "雪岭区住房和城乡建设局", "雪岭区教育局"),
        sources=("区司法局",),
    )
    list_paths = (_SHELL, _STATIC)
    precision = "seconds"
    validators = ("Last-Modified",)
    columns: ClassVar[dict[str, str]] = {
        "首页": "/",
        "政府信息公开": _SHELL,
        "法治政府建设": _STATIC,
        "走进雪岭": f"{_SITE}/zjxl/index.shtml",
    }

    def __init__(self) -> None:
        posts = section(self.place, 101)
        super().__init__(tuple(replace(post, column=_STATIC if n % 3 == 0 else _SHELL) for n, post in enumerate(posts)))

    def article_path(self, post: Post) -> str:
        mark = md5(post.key.encode(), usedforsecurity=False).hexdigest()
        name = mark if post.published.year < 2024 else str(dice("page", post.key).randint(10000, 99999))
        slug = "zfxxgk" if post.column == _SHELL else "fzzfjs"
        return f"{_SITE}/{slug}/{post.published:%Y%m}/{name}.shtml"

    def elsewhere(self, asked: Asked, visit: Visit) -> Answer | None:
        if asked.path == _SHELL:
            return Answer(body=self._shell(visit))
        if asked.path == _SEARCH:
            return self._search(asked)
        page = _PAGE.fullmatch(asked.path)
        return self._static(int(page[1] or 1), visit) if page else None

    def article(self, post: Post, visit: Visit) -> str:
        column = "政府信息公开" if post.column == _SHELL else "法治政府建设"
        body = f"""<div class="dqwz">当前位置：<a href="/">首页</a>&gt;<a href="{post.column}">{column}</a>&gt;正文</div>
<div class="article"><h1><UCAPTITLE>{escape(post.title)}</UCAPTITLE></h1>
<div class="xx"><span>发布时间：<PUBLISHTIME>{self.shown_date(post)}</PUBLISHTIME></span>
<span>发布来源：<i id="ly">{post.source}</i></span> <span>浏览次数：{visit.hits}</span>
<span>字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</span></div>
<div class="article-content" id="zoomcon"><UCAPCONTENT>
{body_html(post.blocks, BREAKS, post.key)}
</UCAPCONTENT></div>
{tail()}
{links("相关文档", self.related(post))}
</div><script>var CMSPRO_TOKEN='{visit.token}';</script>"""
        metas = meta_tags(self.metas(column, post), '<meta name="{name}" content="{value}"/>')
        return self.frame(f'{metas}\n<meta name="channelid" content="{_CHANNEL}"/>', post.title, body, visit)

    def _shell(self, visit: Visit) -> str:
        body = f"""<div class="zfxxgk_tree"><ul><li>政府信息公开指南</li><li>政府信息公开制度</li>
<li class="on">法定主动公开内容</li></ul></div>
<div class="gkml"><ul id="results"></ul><div id="page_bar"></div></div>
<script>
var channelId = '{_CHANNEL}';
$.getJSON('/common/search/' + channelId + '?_isAgg=true&_isJson=true&_pageSize=15&_template=index&page=1', fill);
</script>"""
        metas = meta_tags(self.metas("政府信息公开"), '<meta name="{name}" content="{value}"/>')
        return self.frame(f'{metas}\n<meta name="channelid" content="{_CHANNEL}"/>', "政府信息公开", body, visit)

    def _search(self, asked: Asked) -> Answer | None:
        if asked.query.get("_isJson") != "true":
            return None
        size, page = min(int(asked.query.get("_pageSize", "15")), 100), max(int(asked.query.get("page", "1")), 1)
        posts = [post for post in self.posts if post.column == _SHELL]
        results = [self._result(post) for post in posts[(page - 1) * size : page * size]]
        data = {"page": page, "rows": size, "total": len(posts), "channelId": _CHANNEL, "results": results}
        return Answer(body=json.dumps({"data": data}, ensure_ascii=False), content_type="application/json;charset=UTF-8")

    def _result(self, post: Post) -> dict[str, object]:
        blocks, printed = self.current(post).blocks, self.shown_date(post)
        told = [{"key": "pubdate", "value": printed}, {"key": "source", "value": post.source}]
        return {
            "title": post.title,
            "subTitle": "",
            "url": f"{self.base.removeprefix('http:')}{self.article_path(post)}",
            "content": text_of(blocks).replace("\n", ""),
            "contentHtml": body_html(blocks, BREAKS, post.key),
            "memo": "",
            "publishedTime": int(post.moment.timestamp()) * 1000,
            "publishedTimeStr": printed,
            "channelName": "政府信息公开",
            "manuscriptId": md5(post.key.encode(), usedforsecurity=False).hexdigest(),
            "resList": [],
            "domainMetaList": [{"resultList": told}],
        }

    def _static(self, number: int, visit: Visit) -> Answer | None:
        posts = [post for post in self.posts if post.column == _STATIC]
        rows = "\n".join(self._row(post) for post in posts[(number - 1) * 12 : number * 12])
        pages = -(-len(posts) // 12)
        body = f"""<div class="dqwz">当前位置：首页&gt;法治政府建设</div>
<div class="p_ty_list"><ul>
{rows}
</ul></div><div id="page_div"></div>
<script>createPageHTML('page_div',{pages}, {number},'list','shtml',{len(posts)});</script>"""
        metas = meta_tags(self.metas("法治政府建设"), '<meta name="{name}" content="{value}"/>')
        return Answer(body=self.frame(metas, "法治政府建设", body, visit)) if rows else None

    def _row(self, post: Post) -> str:
        shown, whole = list_title(post, 20)
        link = f'<a href="{self.article_path(post)}" title="{escape(whole)}">{escape(shown)}</a>'
        return f"<li>{link}<span>[{post.published.date()}]</span></li>"
