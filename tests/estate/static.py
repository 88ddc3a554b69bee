"""Lists that are files: a page a file, numbered upwards or downwards, with every way of saying how many there are."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from crawler.demo.bureau import Answer
from crawler.demo.posts import Post
from tests.estate.places import Address
from tests.estate.rows import Form, Row, Shown, linked, plain, written
from tests.estate.site import Lists, Section, Site
from tests.sites_web import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Where a list page stands: its number from 1, and what the whole list has."""

    number: int
    pages: int
    records: int
    files: tuple[str, ...]

    @property
    def following(self) -> str | None:
        """Return the file of the next page."""
        return self.files[self.number] if self.number < self.pages else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Files(Lists):
    """Lists whose page 1 is `folder` and `first`, and whose page k is `later` with k, or with k - 1 where it counts from zero.

    `past` is what stands at a page beyond the last; `extra` are pages that the pager claims and nobody serves.
    """

    folder: str
    address: Address
    first: str = ""
    later: str = "index_{n}.html"
    shift: int = 0
    size: int = 15
    form: Form = "root"
    row: Row = plain
    frame: str = '<ul class="list">{}</ul>'
    pager: Callable[[Paging], str] = lambda _: ""
    past: Literal["404", "first", "last"] = "404"
    extra: int = 0
    also: tuple[str, ...] = field(default=())

    def path(self, section: Section) -> str:
        return self.folder.format(slug=section.slug) + self.first.format(slug=section.slug)

    def article(self, section: Section, post: Post) -> str:
        return self.address(section, post)

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        number = self._number(section, request.target)
        pages = -(-len(section.posts) // self.size)
        if number is None or number <= pages:
            return None if number is None else Answer(body=self._page(site, section, number))
        kept = {"404": None, "first": 1, "last": pages}[self.past]
        return Answer(body=self._page(site, section, kept)) if kept and number < pages + 40 else None

    def href(self, site: Site, section: Section, post: Post) -> str:
        """Return the address of a post as a row has it."""
        return linked(self.article(section, post), site.base, self.folder.format(slug=section.slug), self.form)

    def file(self, section: Section, number: int) -> str:
        """Return the file of a page below the section's folder."""
        if number == 1:
            return self.first.format(slug=section.slug)
        return self.later.format(n=number - self.shift, slug=section.slug)

    def _number(self, section: Section, target: str) -> int | None:
        folder = self.folder.format(slug=section.slug)
        if not target.startswith(folder):
            return None
        file = target.removeprefix(folder)
        if file in (self.first.format(slug=section.slug), *self.also):
            return 1
        return next((number for number in range(2, 60) if file == self.file(section, number)), None)

    def _page(self, site: Site, section: Section, number: int) -> str:
        folder = self.folder.format(slug=section.slug)
        posts = section.posts[(number - 1) * self.size : number * self.size]
        start = (number - 1) * self.size + 1
        shown = (Shown(href=self.href(site, section, post), post=post, number=at) for at, post in enumerate(posts, start))
        pages = -(-len(section.posts) // self.size) + self.extra
        files = tuple(folder + self.file(section, each) for each in range(1, pages + 1))
        paging = Paging(number=number, pages=pages, records=len(section.posts), files=files)
        return site.list_page(section, self.frame.format(written(self.row, shown)) + self.pager(paging))


@dataclass(frozen=True, slots=True, kw_only=True)
class Divided(Lists):
    """Columns whose page shows no rows but leads to a list a department, or a year; every list below it pages as files do."""

    folder: str
    pager: Callable[[Paging], str]
    by_year: bool = False
    size: int = 6

    def path(self, section: Section) -> str:
        return self.folder.format(slug=section.slug)

    def article(self, section: Section, post: Post) -> str:
        return self._files(section).article(self._part(section, post), post)

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        parts = {part.slug: part for part in (self._part(section, post) for post in section.posts)}
        files = self._files(section)
        if request.target == self.path(section):
            tree = "".join(f'<li><a href="{files.path(part)}">{part.name}</a></li>' for part in parts.values())
            return Answer(body=site.list_page(section, f'<div class="tree"><ul>{tree}</ul></div>'))
        found = (files.answer(site, part, request) for part in parts.values() if request.target.startswith(files.path(part)))
        return next((answer for answer in found if answer is not None), None)

    def _files(self, section: Section) -> Files:
        folder = self.path(section) + "{slug}/"

        def address(part: Section, post: Post) -> str:
            number = section.number(post, 1000000, 9999999)
            return f"{folder.format(slug=part.slug)}{post.published:%Y%m}/t{post.published:%Y%m%d}_{number}.html"

        return Files(folder=folder, address=address, shift=1, size=self.size, form="dot", pager=self.pager)

    def _part(self, section: Section, post: Post) -> Section:
        """Return the part of a column that a post lies in, with its posts."""
        key = _year if self.by_year else _department
        name, slug = key(post)
        return Section(name=name, slug=slug, posts=tuple(each for each in section.posts if key(each) == (name, slug)))


def _year(post: Post) -> tuple[str, str]:
    return f"{post.published.year}年", f"n{post.published.year}"


def _department(post: Post) -> tuple[str, str]:
    kinds = {"司法局": ("区司法局", "qsfj_65443"), "人民政府": ("镇人民政府", "zrmzf_65450"), "办事处": ("街道办事处", "jdbsc_65461")}
    return next((named for ending, named in kinds.items() if post.issuer.endswith(ending)), ("其他区级部门", "qtbm_65470"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Backwards(Lists):
    """Lists numbered from their oldest end: `{slug}.htm`, then `{slug}/{n}.htm` down to 1, as VSB publishes them."""

    address: Address
    size: int = 12
    row: Row = plain

    def path(self, section: Section) -> str:
        return f"/{section.slug}.htm"

    def article(self, section: Section, post: Post) -> str:
        return self.address(section, post)

    def answer(self, site: Site, section: Section, request: Request) -> Answer | None:
        pages = -(-len(section.posts) // self.size)
        files = [self.path(section), *(f"/{section.slug}/{pages - at}.htm" for at in range(1, pages))]
        if request.target not in files:
            return None
        number = files.index(request.target) + 1
        posts = section.posts[(number - 1) * self.size : number * self.size]
        folder = self.path(section).rpartition("/")[0] if number == 1 else f"/{section.slug}"
        shown = "\n".join(
            f'<li id="line_u6_{at}"><span>{post.published:%Y-%m-%d}</span>'
            f'<a href="{linked(self.article(section, post), "", folder or "/", "dot")}" title="{post.title}">{post.title}</a></li>'
            for at, post in enumerate(posts)
        )
        steps = {"上页": number - 2, "下页": number, "尾页": pages - 1}
        links = " ".join(
            f'<a href="{linked(files[at], "", folder or "/", "dot").removeprefix("./")}" class="Next">{name}</a>'
            for name, at in steps.items()
            if 0 <= at < pages
        )
        pager = f'<div><span class="p_t">共{len(section.posts)}条</span> <span class="p_t">{number}/{pages}</span> {links}</div>'
        return Answer(body=site.list_page(section, f'<div class="list"><ul>{shown}</ul></div>{pager}'))


def numbered_call(
    name: str, *, first: int, quoted: str | None = None, stem: str = "index", ending: str = "html"
) -> Callable[[Paging], str]:
    """Return a pager in script, `createPageHTML` or a relative of it, whose current page counts from `first`."""

    def pager(paging: Paging) -> str:
        head = f"'{quoted}', " if quoted else ""
        tail = f", {paging.records}" if quoted else ""
        call = f"{name}({head}{paging.pages}, {paging.number - 1 + first}, '{stem}', '{ending}'{tail});"
        return f'<div id="{quoted or "fy"}"></div><script type="text/javascript">{call}</script>'

    return pager


def linked_pager(paging: Paging) -> str:
    """A count in words and links to the neighbours."""
    following = f'<a href="{paging.following}">下一页</a>' if paging.following else "<span>下一页</span>"
    return (
        f'<div class="page">共{paging.records}条 第{paging.number}/{paging.pages}页 <a href="{paging.files[0]}">首页</a> {following}</div>'
    )


def digits_pager(paging: Paging) -> str:
    """Page numbers as links, and an arrow."""
    numbers = "".join(
        f"<span>{at}</span>" if at == paging.number else f'<a href="{file}">{at}</a>' for at, file in enumerate(paging.files, start=1)
    )
    arrow = f'<a href="{paging.following}">&gt;</a>' if paging.following else ""
    return f'<div class="pages">{numbers}{arrow}</div>'


def words_pager(paging: Paging) -> str:
    """Only words, which a script makes links of."""
    return (
        f'<div class="pagination"><span class="pagination_index">{paging.number}</span>'
        f'<span class="pagination_index_last">共{paging.pages}页</span></div>'
    )


def variable_pager(paging: Paging) -> str:
    """Two variables for a script that stands elsewhere."""
    return f"<script>\nvar currentPage = {paging.number - 1};//所在页从0开始\nvar countPage = {paging.pages};//共多少页\n</script>"
