"""A Hanweb site: rows lie in a data island in script text, more of them behind the link to the next group."""

from dataclasses import replace
from html import escape
from typing import ClassVar
from urllib.parse import quote

from crawler.demo.bureau import Answer, Asked, Bureau
from crawler.demo.chrome import links, meta_tags, tail
from crawler.demo.markup import DIVISIONS, body_html
from crawler.demo.posts import Place, Post, list_title, newest_first, section
from crawler.demo.prose import dice
from crawler.demo.visit import Visit

_COLUMN, _OTHER_COLUMN, _UNIT = "1229900585", "1229900611", "6412807"
_PROXY = "/module/web/jpage/dataproxy.jsp"
_GROUP = 45  # three visible pages of 15
_NAME = "法治政府建设年度报告"


class Yunlan(Bureau):
    """云岚市司法局: no validators, no source in the header line, and one report under two columns."""

    id = "yunlan-sfj"
    family = "hanweb"
    place = Place(
        name="云岚市",
        region="331199",
        others=("云岚市人民政府", "云岚市竹溪乡人民政府", "云岚市剑坪镇人民政府", "云岚市市场监督管理局", "云岚市审计局"),
        sources=("",),
    )
    list_paths = (f"/col/col{_COLUMN}/index.html",)
    precision = "seconds"
    validators = ()
    columns: ClassVar[dict[str, str]] = {"首页": "/", "政务公开": "/col/col1229900001/index.html", _NAME: list_paths[0]}

    def __init__(self) -> None:
        posts = section(self.place, 102)
        twice = [post for post in posts if post.kind == "report"][3]
        super().__init__(newest_first((*posts, replace(twice, key=f"{twice.key}/again", column=_OTHER_COLUMN))))

    def article_path(self, post: Post) -> str:
        day = post.published
        number = 5000000 + dice("art", post.key).randint(0, 499999)
        return f"/art/{day.year}/{day.month}/{day.day}/art_{post.column or _COLUMN}_{number}.html"

    def elsewhere(self, asked: Asked, visit: Visit) -> Answer | None:
        if asked.path == self.list_paths[0]:
            return Answer(body=self._list_page(visit))
        return self._group(asked) if asked.path == _PROXY else None

    def article(self, post: Post, visit: Visit) -> str:
        body = f"""<div class="dqwz">当前位置：<a href="/">首页</a> &gt; 政务公开 &gt; 市政府信息公开
&gt; <a href="{self.list_paths[0]}">{_NAME}</a></div>
<table id="article" width="960" align="center"><tr><td class="title">{escape(post.title)}</td></tr>
<tr><td class="info">文章来源： &nbsp; 作者： &nbsp; 发布时间：{self.shown_date(post)} &nbsp;
点击数：<script src="/module/visitcount/articlehits.jsp?colid={post.column or _COLUMN}&t={visit.token}"></script></td></tr>
<tr><td><div id="zoom"><!--<$[信息内容]>begin-->
{body_html(post.blocks, DIVISIONS, post.key)}
<!--<$[信息内容]>end--></div></td></tr></table>
{tail()}
{links("上一篇 下一篇", self.neighbours(post))}
<!-- Produced By 大汉网络 大汉版通发布系统 -->"""
        return self.frame(meta_tags(self.metas(_NAME, post), "<meta name='{name}' content='{value}'>"), post.title, body, visit)

    def _list_page(self, visit: Visit) -> str:
        body = f"""<div class="dqwz">当前位置：首页 &gt; 政务公开 &gt; 市政府信息公开 &gt; {_NAME}</div>
<div id="{_UNIT}"><ul class="lb-list"></ul>
<script type="text/xml">{self._datastore(0)}</script>
<a href="?uid={_UNIT}&pageNum=2">下一页</a></div>
<script src="/script/jpage/jquery.jpage.js"></script>
<script>
$(function(){{ $("#{_UNIT}").jpage({{ dataproxy:'{_PROXY}', unitid:{_UNIT}, perpage:15, totalrecord:{len(self.posts)} }}); }});
</script>"""
        return self.frame(meta_tags(self.metas(_NAME), "<meta name='{name}' content='{value}'>"), _NAME, body, visit)

    def _group(self, asked: Asked) -> Answer:
        """Return the group that the link asked for, and an empty store to a client that did not come from the column."""
        known = asked.query.get("columnid") == _COLUMN and asked.query.get("unitid") == _UNIT
        came = asked.headers.get("referer", "").startswith(f"{self.base}/col/col{_COLUMN}/")
        page = asked.query.get("page", "")
        store = self._datastore(int(page)) if known and came and page.isdigit() else "<datastore></datastore>"
        return Answer(body=f"<?xml version='1.0' encoding='UTF-8'?>\n{store}", content_type="text/xml;charset=UTF-8")

    def _datastore(self, group: int) -> str:
        posts = self.posts[group * _GROUP : (group + 1) * _GROUP]
        records = "\n".join(f"<record><![CDATA[{self._row(post, group)}]]></record>" for post in posts)
        more = (group + 1) * _GROUP < len(self.posts)
        following = f'<nextgroup><![CDATA[<a href="{_following(group + 1)}"></a>]]></nextgroup>\n' if more else ""
        counts = f"<totalrecord>{len(self.posts)}</totalrecord><totalpage>{-(-len(self.posts) // 15)}</totalpage>\n"
        return f"<datastore>\n{counts}{following}<recordset>\n{records}\n</recordset>\n</datastore>"

    def _row(self, post: Post, group: int) -> str:
        shown, whole = list_title(post, 19)
        day = str(post.published.date())
        if group:  # replies of the server break the date over lines
            day = day.replace("-", "-\n                 ")
        return f'<li><a href="{self.article_path(post)}" title="{escape(whole)}" target="_blank">{escape(shown)}</a><span>{day}</span></li>'


def _following(group: int) -> str:
    site = f"webid=3699&path=/&webname={quote('云岚市人民政府')}"
    return f"{_PROXY}?page={group}&appid=1&{site}&columnid={_COLUMN}&unitid={_UNIT}&permissiontype=0"
