"""A TrueCMS site: the first rows stand in the page, the rest comes in groups as JSONP."""

import json
from html import escape
from typing import ClassVar
from uuid import UUID

from crawler.demo.bureau import Answer, Asked, Bureau
from crawler.demo.chrome import links, meta_tags, tail
from crawler.demo.markup import UEDITOR, body_html
from crawler.demo.posts import Place, Post, list_title, newest_first, report, section
from crawler.demo.prose import dice
from crawler.demo.visit import Visit

_COLUMN = "5c7f3a2e9b1d4c6f8a0e2d4b6c8f1a3e"
_MESSAGES = "/truecms/messageController/getMessage.do"
_FIRST = 24  # fewer than a group: who goes on at row 31 misses rows 25 to 30


class Qingxi(Bureau):
    """青溪市司法局, whose notices hold the reports of its offices and the province's as well."""

    id = "qingxi-sfj"
    family = "truecms"
    place = Place(
        name="青溪市",
        region="320699",
        others=("青溪市人民政府", "青溪市南浦镇人民政府", "青溪市石埠镇人民政府", "青溪市柳塘街道办事处", "青溪市水利局"),
        sources=("{issuer}", "青溪市司法局"),
    )
    list_paths = ("/qxssfj/gggs/gggs.html",)
    columns: ClassVar[dict[str, str]] = {"网站首页": "/", "机构概况": "/qxssfj/jggk/jggk.html", "公告公示": "/qxssfj/gggs/gggs.html"}

    def __init__(self) -> None:
        super().__init__(newest_first((*section(self.place, 87), report(self.place, "江澜省司法厅", 2023))))

    def article_path(self, post: Post) -> str:
        return f"/qxssfj/gggs/content/{UUID(int=dice('uuid', post.key).getrandbits(128), version=4)}.html"

    def elsewhere(self, asked: Asked, visit: Visit) -> Answer | None:
        if asked.path == self.list_paths[0]:
            return Answer(body=self._list_page(visit))
        return self._messages(asked) if asked.path == _MESSAGES else None

    def article(self, post: Post, visit: Visit) -> str:
        body = f"""<div class="position">您当前的位置：<a href="/">首页</a> &gt; <a href="{self.list_paths[0]}">公告公示</a> &gt; 正文</div>
<div class="article">
<h1 class="article-title">{escape(post.title)}</h1>
<div class="article-info"><span>来源: {post.source}</span> <span>发布时间:{self.shown_date(post)}</span>
<span>累计次数:<i id="hits"></i></span>
<span>字体:[ <a href="javascript:doZoom(18)">大</a> <a href="javascript:doZoom(14)">小</a> ]</span></div>
<div id="zoom"><div class="TRS_UEDITOR trs_paper_default">
{body_html(post.blocks, UEDITOR, post.key)}
</div></div>
<div class="editor">责任编辑：沈青禾</div>
{tail()}
{links("相关信息", self.related(post))}
</div>
<script>$.get('/truecms/hits.do?t={visit.token}',function(n){{$('#hits').text(n)}});</script>"""
        return self.frame(meta_tags(self.metas("公告公示", post)), post.title, body, visit)

    def _list_page(self, visit: Visit) -> str:
        rows = "\n".join(self._row(post) for post in self.posts[:_FIRST])
        body = f"""<div class="position">您当前的位置：首页 &gt; 公告公示</div>
<div id="initData"><ul class="list-ul">
{rows}
</ul></div>
<div style="display:none"><totalrecord>{len(self.posts)}</totalrecord></div>
<div id="pageBar"></div>
<script>
$('#pageBar').jpage({{ perPage:10, groupSize:3, columnId:'{_COLUMN}', contentTemplate:'', proxyUrl:'{_MESSAGES}' }});
</script>"""
        return self.frame(meta_tags(self.metas("公告公示")), "公告公示", body, visit)

    def _row(self, post: Post) -> str:
        shown, whole = list_title(post, 20)
        address, day = self.article_path(post), post.published.date()
        if post.year % 2:  # the template changed once: the whole title moved to the span
            text = f'<a href="{address}" target="_blank"><span class="list-text" title="{escape(whole)}">{escape(shown)}</span></a>'
        else:
            text = f'<a href="{address}" title="{escape(whole)}" target="_blank">{escape(shown)}</a>'
        return f'<li>{text}<span class="list-date">{day}</span></li>'

    def _messages(self, asked: Asked) -> Answer:
        """Return a group of rows; nothing for a client that came from nowhere, no rows where it asks for more than 50 a page."""
        if not asked.headers.get("referer", "").startswith(f"{self.base}/qxssfj/") or asked.query.get("columnId") != _COLUMN:
            return Answer(status=404, body="<h1>404</h1>")
        start, end, size = (int(asked.query.get(name, "0")) for name in ("startrecord", "endrecord", "perpage"))
        last = min(end, start + 3 * size - 1) if 0 < size <= 50 and start > 0 else 0
        rows = self.posts[start - 1 : last] if last else ()
        records = "".join(f"<record><![CDATA[{self._row(post)}]]></record>" for post in rows)
        result = f"<datastore><totalrecord>{len(self.posts)}</totalrecord><recordset>{records}</recordset></datastore>"
        callback = asked.query.get("callback", "callback")
        return Answer(body=f"{callback}({json.dumps({'result': result})})", content_type="application/javascript;charset=UTF-8")
