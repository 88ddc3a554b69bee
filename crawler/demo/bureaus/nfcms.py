"""A site on Guangdong's NFCMS: directories with index_2.html, every post twice (post_N for desktops, mpost_N for phones)."""

import re
from dataclasses import replace
from html import escape
from typing import ClassVar

from crawler.demo.bureau import Answer, Asked, Bureau
from crawler.demo.chrome import links, meta_tags, tail
from crawler.demo.markup import WORD, body_html
from crawler.demo.posts import Place, Post, list_title, newest_first, section
from crawler.demo.prose import dice
from crawler.demo.visit import Visit

_NOTICES = "/bmpd/rwssfj/zwgk/tzgg/"
_SPECIAL = "/bmpd/rwssfj/ztzl/fzjs/"
_NAMES = {_NOTICES: "通知公告", _SPECIAL: "法治建设"}
_PAGE = re.compile(r"index(?:_(\d+))?\.html")


class Rongwan(Bureau):
    """榕湾市司法局 on its city's portal; one report stands in both of its sections."""

    id = "rongwan-sfj"
    family = "nfcms"
    place = Place(
        name="榕湾市",
        region="440799",
        others=("榕湾市人民政府", "榕湾市蓝汀区人民政府", "榕湾市交通运输局", "榕湾市农业农村局", "榕湾市海棠区人民政府"),
        sources=("榕湾市司法局", "{issuer}"),
    )
    list_paths = (_NOTICES, _SPECIAL)
    columns: ClassVar[dict[str, str]] = {"首页": "/", "通知公告": _NOTICES, "法治建设": _SPECIAL, "机构职能": "/bmpd/rwssfj/jgzn/"}

    def __init__(self) -> None:
        posts = section(self.place, 84)
        reports = [post for post in posts if post.kind == "report"]
        moved = {post.key for post in (*reports[4:7], *posts[-9:])}
        twice = replace(reports[2], key=f"{reports[2].key}/again", column=_SPECIAL)
        placed = (replace(post, column=_SPECIAL if post.key in moved else _NOTICES) for post in posts)
        super().__init__(newest_first((*placed, twice)))
        self._twins = {_mobile(self.article_path(post)): post for post in self.posts}

    def article_path(self, post: Post) -> str:
        return f"{post.column}content/post_{_number(post)}.html"

    def answer(self, asked: Asked) -> Answer:
        if f"{asked.path}/" in self.list_paths:
            return Answer(status=301, headers={"Location": f"{self.base}{asked.path}/"})
        return super().answer(asked)

    def elsewhere(self, asked: Asked, visit: Visit) -> Answer | None:
        if asked.path in self._twins:
            return Answer(body=self.mobile_article(self.current(self._twins[asked.path]), visit))
        directory, _, file = asked.path.rpartition("/")
        page = _PAGE.fullmatch(file or "index.html")
        if f"{directory}/" not in self.list_paths or page is None:
            return None
        posts = [post for post in self.posts if post.column == f"{directory}/"]
        number, pages = int(page[1] or 1), -(-len(posts) // 20)
        rows = posts[(number - 1) * 20 : number * 20]
        return Answer(body=self._list_page(f"{directory}/", rows, number, pages, visit)) if rows else None

    def article(self, post: Post, visit: Visit) -> str:
        column, path = _NAMES[post.column], self.article_path(post)
        content = body_html(post.blocks, WORD, post.key)
        metas = meta_tags(self.metas(column, post) | {"ArticleId": str(_number(post))})
        body = f"""<div class="crumbs">当前位置： <a href="/">首页</a> &gt; <a href="{post.column}">{column}</a> &gt; 正文</div>
<div class="news_cont_d"><h3 class="news_title">{escape(post.title)}</h3>
<div class="news_cont_d_wrap">
{content}
</div>
{tail()}
{links("上一篇 下一篇", self.neighbours(post))}
</div>
{_scripts(post, visit)}"""
        alternate = f'<link rel="alternate" media="only screen and (max-width: 640px)" href="{self.base}{_mobile(path)}">'
        return self.frame(f"{metas}\n{alternate}", post.title, body, visit)

    def mobile_article(self, post: Post, visit: Visit) -> str:
        """Return the same post as phones get it."""
        metas = meta_tags(self.metas(_NAMES[post.column], post))
        body = f"""<div class="m-title">{escape(post.title)}</div>
<div class="article-content">
{body_html(post.blocks, WORD, f"{post.key}/mobile")}
</div>
<div class="m-tools">字号：大 中 小</div>"""
        return self.frame(metas, post.title, body, visit)

    def _list_page(self, directory: str, rows: list[Post], number: int, pages: int, visit: Visit) -> str:
        lines = "\n".join(self._row(post) for post in rows)
        hot = "".join(f'<li><a href="{self.base}{self.article_path(post)}">{escape(post.title)}</a></li>' for post in self.posts[3:7])
        body = f"""<div class="crumbs">当前位置： <a href="/">首页</a> &gt; {_NAMES[directory]}</div>
<div class="side"><h4>热点信息</h4><ul class="infoList">{hot}</ul></div>
<div class="main"><ul class="infoList">
{lines}
</ul>
<div class="page">{self._pager(directory, number, pages)}</div></div>
{_scripts(None, visit)}"""
        return self.frame(meta_tags(self.metas(_NAMES[directory])), _NAMES[directory], body, visit)

    def _row(self, post: Post) -> str:
        shown, whole = list_title(post, 21)
        address = self.base + self.article_path(post)
        link = f'<a href="{address}" title="{escape(whole)}" target="_blank">{escape(shown)}</a>'
        return f'<li>{link}<span class="time">{post.published.date()}</span></li>'

    def _pager(self, directory: str, number: int, pages: int) -> str:
        files = {page: f"{self.base}{directory}index{f'_{page}' if page > 1 else ''}.html" for page in range(1, pages + 1)}
        steps = {"首页": 1, "上一页": number - 1, "下一页": number + 1, "末页": pages}
        cells = [f'<a class="{"on" if page == number else ""}" href="{file}">{page}</a>' for page, file in files.items()]
        cells += [f'<a href="{files[page]}">{name}</a>' for name, page in steps.items() if page in files]
        return " ".join(cells)


def _mobile(path: str) -> str:
    return path.replace("/post_", "/mpost_")


def _number(post: Post) -> int:
    return 3000000 + dice("post", post.key).randint(0, 499999)


def _scripts(post: Post | None, visit: Visit) -> str:
    page = f"window.NFCMS_POST_ID='{_number(post)}';window.NFCMS_PUB_TYPE='post';" if post else "window.NFCMS_PUB_TYPE='page';"
    return (
        f"<script>window.NFCMS_SITE_ID='750099';{page}window._t='{visit.token}';</script>\n"
        '<script src="//statistics.example/scripts/s.js"></script>'
    )
