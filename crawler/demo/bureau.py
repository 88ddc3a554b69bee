"""One bureau's site: its posts, what it answers, and what a reader must get from it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import sha256
from itertools import count
from typing import ClassVar, Literal

from crawler.demo.chrome import footer, header, page
from crawler.demo.content import Block, text_of
from crawler.demo.posts import Place, Post
from crawler.demo.visit import Visit
from crawler.model import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a client asked for; header names in lower case."""

    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a site answers; a body in characters, which the site writes in its own encoding."""

    body: str = ""
    status: int = 200
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a reader must get from one post; names and forms are those of the record."""

    url: str
    title: str
    text: str
    published_at: str
    source: str | None
    issuer: str
    report_year: int
    kind: Kind


class Bureau(ABC):
    """A bureau's site on one platform; a platform says how lists and articles look and where they are."""

    id: ClassVar[str]
    family: ClassVar[str]
    place: ClassVar[Place]
    list_paths: ClassVar[tuple[str, ...]]
    charset: ClassVar[str] = "utf-8"
    content_type: ClassVar[str] = "text/html; charset=utf-8"
    precision: ClassVar[Literal["minutes", "seconds"]] = "minutes"
    validators: ClassVar[tuple[str, ...]] = ("ETag", "Last-Modified")
    crawl_delay: ClassVar[str] = "Crawl-delay: 0.001\n"
    meta_charset: ClassVar[str] = '<meta charset="UTF-8">'
    columns: ClassVar[Mapping[str, str]]

    def __init__(self, posts: tuple[Post, ...]) -> None:
        self.base = ""
        self.posts = posts
        self._by_path = {self.article_path(post): post for post in posts}
        self._edits: dict[str, tuple[Block, ...]] = {}
        self._touched = dict.fromkeys((post.key for post in posts), 0)
        self._visits = count(1)

    @property
    def name(self) -> str:
        """Whose site it is."""
        return self.place.bureau

    @property
    def home(self) -> str:
        """The address of the home page."""
        return f"{self.base}/"

    @property
    def list_urls(self) -> tuple[str, ...]:
        """The addresses a row names."""
        return tuple(self.base + path for path in self.list_paths)

    @abstractmethod
    def article_path(self, post: Post) -> str:
        """Return where the platform puts a post."""

    @abstractmethod
    def article(self, post: Post, visit: Visit) -> str:
        """Return a post's page for one visit."""

    @abstractmethod
    def elsewhere(self, asked: Asked, visit: Visit) -> Answer | None:
        """Return what stands at a path that is no article's, such as a list page or a reply with rows; None where nothing does."""

    def answer(self, asked: Asked) -> Answer:
        """Return the answer to one request, 404 included."""
        visit = Visit(number=next(self._visits))
        if asked.path == "/robots.txt":
            rules = f"User-agent: *\nDisallow: /admin/\nAllow: /\n{self.crawl_delay}"
            return Answer(body=rules, content_type="text/plain")
        post = self._by_path.get(asked.path)
        if post is not None:
            return self._article_answer(self.current(post), asked, visit)
        return self.elsewhere(asked, visit) or self._plain(asked, visit)

    def current(self, post: Post) -> Post:
        """Return the post with what editors made of it since."""
        return replace(post, blocks=self._edits.get(post.key, post.blocks))

    def edit(self, post: Post, change: Callable[[tuple[Block, ...]], tuple[Block, ...]]) -> Expected:
        """Let an editor change one post and return what it says now."""
        self._edits[post.key] = change(post.blocks)
        self._touched[post.key] += 1
        return self.expected(post)

    def restore(self) -> None:
        """Put every post back to its first wording, which is a later modification of its page."""
        for key in self._edits:
            self._touched[key] += 1
        self._edits.clear()

    def expected(self, post: Post) -> Expected:
        """Return what a reader must get from a post as it is now."""
        return Expected(
            url=self.base + self.article_path(post),
            title=post.title,
            text=text_of(self.current(post).blocks),
            published_at=f"{post.published.isoformat(timespec=self.precision)}+08:00",
            source=post.source,
            issuer=post.issuer,
            report_year=post.year,
            kind=post.kind,
        )

    def frame(self, metas: str, title: str, body: str, visit: Visit) -> str:
        """Return a whole page of the site around a body."""
        top, foot = header(self.name, visit, self.columns), footer(self.name, self.code)
        return page(metas, f"{title}_{self.name}", f"{top}\n{body}\n{foot}", charset=self.meta_charset)

    @property
    def code(self) -> str:
        """The site's registration code: region and serial number."""
        return f"{self.place.region}0012"

    def metas(self, column: str, post: Post | None = None) -> dict[str, str]:
        """Return the META values of a list page, or of a post's page."""
        values = {"SiteName": self.name, "SiteDomain": f"{self.id}.example", "SiteIDCode": self.code}
        values |= {"ColumnName": column, "ColumnType": "政府信息公开"}
        if post is None:
            return values | {"ColumnDescription": f"{self.name}{column}", "ColumnKeywords": column}
        printed = post.published.isoformat(" ", timespec=self.precision)
        return values | {"ArticleTitle": post.title, "PubDate": printed, "ContentSource": post.source or ""}

    def shown_date(self, post: Post) -> str:
        """Return the publication time as the site prints it."""
        return post.published.isoformat(" ", timespec=self.precision)

    def neighbours(self, post: Post) -> list[tuple[str, str]]:
        """Return title and address of the posts beside this one, labelled as pages do."""
        place = self.posts.index(self._by_path[self.article_path(post)])
        found = (("上一篇：", place - 1), ("下一篇：", place + 1))
        return [(f"{label}{self.posts[at].title}", self.article_path(self.posts[at])) for label, at in found if 0 <= at < len(self.posts)]

    def related(self, post: Post) -> list[tuple[str, str]]:
        """Return title and address of posts that a page recommends."""
        start = int(sha256(post.key.encode()).hexdigest(), 16) % (len(self.posts) - 4)
        return [(other.title, self.article_path(other)) for other in self.posts[start : start + 4] if other.key != post.key]

    def _plain(self, asked: Asked, visit: Visit) -> Answer:
        if asked.path == "/":
            body = "".join(f'<h2><a href="{address}">{name}</a></h2>' for name, address in self.columns.items())
            return Answer(body=self.frame("", f"{self.name}首页", f'<div class="home">{body}</div>', visit))
        if asked.path in self.columns.values():
            return Answer(body=self.frame("", "栏目", f"<p>{self.name}为{self.place.name}人民政府工作部门。</p>", visit))
        return Answer(status=404, body=page("", "404", "<h1>404</h1><p>您访问的页面不存在或已被删除。</p>", charset=self.meta_charset))

    def _article_answer(self, post: Post, asked: Asked, visit: Visit) -> Answer:
        modified = post.moment + timedelta(days=self._touched[post.key])
        told = "\n".join((post.title, str(post.published), text_of(post.blocks)))
        known = {"ETag": f'"{sha256(told.encode()).hexdigest()[:16]}"', "Last-Modified": format_datetime(modified, usegmt=True)}
        sent = {name: known[name] for name in self.validators}
        if _is_known(asked.headers, sent, modified):
            return Answer(status=304, headers=sent)
        return Answer(body=self.article(post, visit), headers=sent)


def _is_known(headers: Mapping[str, str], sent: Mapping[str, str], modified: datetime) -> bool:
    """Say whether the client holds the page; If-None-Match outweighs If-Modified-Since (RFC 9110)."""
    if "ETag" in sent and "if-none-match" in headers:
        tags = (tag.strip().removeprefix("W/") for tag in headers["if-none-match"].split(","))
        return sent["ETag"] in tags
    if "Last-Modified" in sent and "if-modified-since" in headers:
        return parsedate_to_datetime(headers["if-modified-since"]) >= modified
    return False
