"""A site on the Wuxi platform: index_2.shtml, addresses by date, and an old encoding that only META declares."""

import re
from html import escape
from typing import ClassVar

from crawler.demo.bureau import Answer, Asked, Bureau
from crawler.demo.chrome import links, meta_tags, tail
from crawler.demo.markup import UPPER, body_html
from crawler.demo.posts import Place, Post, list_title, newest_first, report, section
from crawler.demo.prose import dice
from crawler.demo.visit import Visit

_DIRECTORY = "/zghz/ztzl/fzzfjsgzqkbg/"
_NAME = "法治政府建设工作情况报告"
_PAGE = re.compile(rf"{_DIRECTORY}index(?:_(\d+))?\.shtml")


class Hezhu(Bureau):
    """荷渚市司法局: written in GBK, declared as gb2312 in the page and not at all in the header."""

    id = "hezhu-sfj"
    family = "wuxi"
    place = Place(
        name="荷渚市",
        region="320299",
        others=("荷渚市人民政府", "荷渚市堃山镇人民政府", "荷渚市镕湖街道办事处", "荷渚市城市管理局", "荷渚市白莲镇人民政府"),
        sources=("市司法局",),
    )
    list_paths = (f"{_DIRECTORY}index.shtml",)
    charset = "gbk"
    content_type = "text/html"
    meta_charset = '<META http-equiv="Content-Type" content="text/html; charset=gb2312">'
    precision = "seconds"
    crawl_delay = ""
    columns: ClassVar[dict[str, str]] = {
        "网站首页": "/",
        "政府信息公开": "/zghz/zfxxgk/index.shtml",
        "互动交流": "/zghz/hdjl/index.shtml",
        _NAME: list_paths[0],
    }

    def __init__(self) -> None:
        super().__init__(newest_first((*section(self.place, 73), report(self.place, "江澜省司法厅", 2023))))

    def article_path(self, post: Post) -> str:
        return f"/doc/{post.published:%Y/%m/%d}/{1000000 + dice('doc', post.key).randint(0, 399999)}.shtml"

    def elsewhere(self, asked: Asked, visit: Visit) -> Answer | None:
        page = _PAGE.fullmatch(asked.path)
        number = int(page[1] or 1) if page else 0
        rows = self.posts[(number - 1) * 20 : number * 20] if number else ()
        return Answer(body=self._list_page(rows, number, visit)) if rows else None

    def article(self, post: Post, visit: Visit) -> str:
        body = f"""<DIV class="g_logo">市司法局</DIV>
<DIV class="g_pos"><A href="/">市司法局</A>&gt;专题专栏&gt;<A href="{self.list_paths[0]}">{_NAME}</A></DIV>
<DIV class="g_show_title">{escape(post.title)}</DIV>
<DIV class="g_show_rq">来源：{post.source}&nbsp;&nbsp;时间：{self.shown_date(post)}&nbsp;&nbsp;浏览次数：<SPAN id=hits>{visit.hits}</SPAN>
字号：[ <A href="#">大</A> <A href="#">中</A> <A href="#">小</A> ]</DIV>
<DIV id="Zoom" class="content_tir">
{body_html(post.blocks, UPPER, post.key)}
<P align=right>（责任编辑：陶喆）</P>
</DIV>
{tail()}
{links("相关链接", self.related(post))}
<SCRIPT>var sid="{visit.token}";</SCRIPT>"""
        metas = meta_tags(self.metas(_NAME, post), '<META content="{value}" name="{name}">')
        return self.frame(metas, post.title, body, visit)

    def _list_page(self, rows: tuple[Post, ...], number: int, visit: Visit) -> str:
        lines = "\n".join(self._row(post) for post in rows)
        pages = -(-len(self.posts) // 20)
        body = f"""<DIV class="g_pos">市司法局&gt;专题专栏&gt;{_NAME}</DIV>
<ul id="doclist" class="pd20">
{lines}
</ul>
<DIV class="pages">共{len(self.posts)}条 {number}/{pages} {_pager(number, pages)}</DIV>"""
        return self.frame(meta_tags(self.metas(_NAME), '<META content="{value}" name="{name}">'), _NAME, body, visit)

    def _row(self, post: Post) -> str:
        shown, whole = list_title(post, 20)
        link = f'<a target="_blank" title="{escape(whole)}" href="{self.article_path(post)}">{escape(shown)}</a>'
        return f"<li>{link}<span>{post.published.date()}</span></li>"


def _pager(number: int, pages: int) -> str:
    files = {page: f"index{f'_{page}' if page > 1 else ''}.shtml" for page in range(1, pages + 1)}
    steps = {"首页": 1, "上一页": number - 1, "下一页": number + 1, "尾页": pages}
    return " ".join(f'<a href="{files[page]}">{name}</a>' for name, page in steps.items() if page in files)
