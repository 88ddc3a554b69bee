"""A site of the estate: its sections, how its platform serves lists, what its home page shows, and the truth of it all."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Protocol
from urllib.parse import urlsplit

from crawler.demo.bureau import Answer
from crawler.demo.chrome import footer, links, meta_tags, page, tail
from crawler.demo.markup import UEDITOR, Hand, body_html
from crawler.demo.posts import Place, Post
from crawler.demo.prose import dice
from tests.sites_web import LocalWeb, Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A column of a site; `slug` is what the platform makes its addresses of."""

    name: str
    slug: str
    posts: tuple[Post, ...]

    def number(self, post: Post, low: int, high: int) -> int:
        """Return the number that a post has in this section, the same every time."""
        return dice(self.slug, post.key).randint(low, high)


class Lists(ABC):
    """How one platform serves the list and the articles of a section."""

    @abstractmethod
    def path(self, section: Section) -> str:
        """Return the address of a section's list."""

    @abstractmethod
    def article(self, section: Section, post: Post) -> str:
        """Return the address of a post."""

    @abstractmethod
    def answer(self, site: "Site", section: Section, request: Request) -> Answer | None:
        """Return what stands at an address of the section, None where nothing does."""


class Home(Protocol):
    """What a visitor meets who comes without an address; None for a path that is no page of it."""

    def __call__(self, site: "Site", path: str) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How the articles of a site look: header line, element of the title, container of the body, the editors' hand;
    `beside` puts a box of dated news beside every list.
    """

    header: str = "来源：{source} 发布时间：{minute} 浏览次数： 字号：[ 大 中 小 ]"
    title: str = '<h1 class="bt">{}</h1>'
    body: str = '<div id="zoom">{}</div>'
    hand: Hand = UEDITOR
    metas: bool = True
    charset: str = '<meta charset="utf-8">'
    head: str = ""
    beside: bool = False


class Site(LocalWeb):
    """A site that serves while the `with` block lasts; its first section is the right one, the others are its neighbours.

    `reach` is what a crawl can get of the right section, where its platform does not give everything away.
    """

    def __init__(
        self,
        name: str,
        place: Place,
        lists: Lists,
        sections: tuple[Section, ...],
        home: Home,
        *,
        family: str,
        owner: str = "司法局",
        look: Look | None = None,
        encoding: str = "utf-8",
        content_type: str = "text/html; charset=utf-8",
        reach: Callable[[tuple[Post, ...]], tuple[Post, ...]] = tuple,
    ) -> None:
        super().__init__(encoding)
        self.name, self.place, self.lists, self.sections, self.home = name, place, lists, sections, home
        self.family, self.owner, self.look = family, place.name + owner, look or Look()
        self.content_type, self.reach = content_type, reach
        self._articles = {lists.article(section, post): (section, post) for section in sections for post in section.posts}

    @property
    def list_url(self) -> str:
        """Return the address of the list that holds the reports."""
        return self.base + self.lists.path(self.sections[0])

    @property
    def host(self) -> str:
        """Return the host with its port."""
        return urlsplit(self.base).netloc

    def truth(self) -> dict[str, Post]:
        """Return the reports of the right section by their addresses."""
        right = self.sections[0]
        return {self.base + self.lists.article(right, post): post for post in self.reach(right.posts) if post.kind == "report"}

    def answer(self, request: Request) -> Answer:
        if request.path == "/robots.txt":
            return Answer(body="User-agent: *\nDisallow: /admin/\n", content_type="text/plain")
        found = self._found(request)
        return found if found.content_type else Answer(body=found.body, status=found.status, content_type=self.content_type)

    def _found(self, request: Request) -> Answer:
        if request.target in self._articles and request.method == "GET":
            return Answer(body=self._article(*self._articles[request.target]))
        for section in self.sections:
            if (answer := self.lists.answer(self, section, request)) is not None:
                return answer
        if request.method == "GET" and (shown := self.home(self, request.path)) is not None:
            return Answer(body=shown)
        return Answer(status=404, body=self.page("404", "<p>您访问的页面不存在或已被删除。</p>"))

    def page(self, title: str, body: str, *, column: str | None = None, metas: Mapping[str, str] | None = None, head: str = "") -> str:
        """Return a page in the site's frame."""
        named = {"ColumnName": column} if column and self.look.metas else {}
        values = {"SiteName": self.owner, "SiteIDCode": f"{self.place.region}0012", **named, **(metas or {})}
        top = f'<div class="top">今天是2019年12月3日 星期二 <a href="/wza/">无障碍浏览</a></div><div class="logo">{self.owner}</div>'
        whole = f"{top}\n{body}\n{footer(self.owner, f'{self.place.region}0012')}"
        return page(f"{meta_tags(values)}{self.look.head}{head}", f"{title}-{self.owner}", whole, charset=self.look.charset)

    def list_page(self, section: Section, body: str, *, head: str = "") -> str:
        """Return a list page: breadcrumb, menu of the neighbouring sections, and what the platform puts there."""
        crumbs = f'<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="{self.lists.path(section)}">{section.name}</a></div>'
        beside = "".join(f'<li><a href="{self.lists.path(each)}">{each.name}</a></li>' for each in self.sections)
        news = self._latest() if self.look.beside else ""
        shown = f'{crumbs}<div class="left"><ul class="menu">{beside}</ul>{news}</div><div class="right">{body}</div>'
        return self.page(section.name, shown, column=section.name, head=head)

    def _latest(self) -> str:
        """Return a box of dated rows that belongs to every list page and to none."""
        posts = self.sections[-1].posts
        rows = "".join(
            f'<li><a href="{self.lists.article(self.sections[-1], post)}" title="{escape(post.title)}">{escape(post.title[:12])}…</a>'
            f"<span>{post.published:%Y-%m-%d}</span></li>"
            for post in posts
        )
        return f'<div class="hot"><h3>最新信息</h3><ul>{rows}</ul></div>'

    def _article(self, section: Section, post: Post) -> str:
        look = self.look
        told = {
            "source": post.source or "",
            "minute": f"{post.published:%Y-%m-%d %H:%M}",
            "second": f"{post.published:%Y-%m-%d %H:%M:%S}",
            "day": f"{post.published:%Y-%m-%d}",
            "chinese": f"{post.published:%Y年%m月%d日}",
        }
        crumbs = (
            f'<div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="{self.lists.path(section)}">{section.name}</a> &gt; 正文</div>'
        )
        title = look.title.format(escape(post.title))
        body = look.body.format(body_html(post.blocks, look.hand, post.key))
        others = [(each.title, self.lists.article(section, each)) for each in section.posts[:3] if each is not post]
        head = f'{title}\n<div class="xx">{look.header.format(**told)}</div>'
        whole = f'{crumbs}<div class="con">{head}\n{body}</div>{tail()}{links("相关信息", others)}'
        metas = {"ArticleTitle": post.title, "PubDate": told["minute"], "ContentSource": told["source"]} if look.metas else {}
        return self.page(post.title, whole, column=section.name, metas=metas)
