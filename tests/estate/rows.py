"""The rows of the estate's lists: how an entry is written, from the plain item to what only a script would click."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from html import escape
from posixpath import relpath
from typing import Literal

from crawler.demo.posts import Post

Form = Literal["root", "dot", "full", "protocol"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One entry as a list shows it: `href` as written, the whole title and its number in the list."""

    href: str
    post: Post
    number: int

    @property
    def day(self) -> date:
        """Return when it was published."""
        return self.post.published.date()

    @property
    def title(self) -> str:
        """Return the whole title, ready for a page."""
        return escape(self.post.title)

    def cut(self, length: int = 18, dots: str = "…") -> str:
        """Return the title as a narrow row shows it."""
        title = self.post.title
        return escape(title if len(title) <= length else title[:length] + dots)


Row = Callable[[Shown], str]


def linked(path: str, base: str, folder: str, form: Form) -> str:
    """Return an address as a template writes it: from the root, from the list's folder, whole, or without its scheme."""
    if form == "full":
        return base + path
    if form == "protocol":
        return base.partition(":")[2] + path
    if form == "dot":
        below = relpath(path, folder)
        return below if below.startswith("..") else f"./{below}"
    return path


def written(row: Row, shown: Iterable[Shown]) -> str:
    """Return the rows one below the other."""
    return "\n".join(row(each) for each in shown)


def plain(row: Shown) -> str:
    """The row of the books: the title cut short in the text and whole in its attribute, the date in a span."""
    return f'<li><a href="{row.href}" title="{row.title}" target="_blank">{row.cut()}</a><span>{row.day}</span></li>'


def bracketed(row: Shown) -> str:
    """The whole title in the text, the date in square brackets without an element."""
    return f'<li>·<a target="_blank" href="{row.href}">{row.title}</a> [{row.day}]</li>'


def broken(row: Shown) -> str:
    """The date broken over lines, as jpage replies have it; paragraphs for items."""
    day = f"{row.day:%Y-%m-%d}".replace("-", "-\r\n\t\t ")
    return f"<p class='lb-list'><a href='{row.href}' title='{row.title}' target='_blank'>{row.cut(16, '...')}</a><b>{day}</b></p>"


def numbered(row: Shown) -> str:
    """A table of document number, title and date."""
    number = f"云政报〔{row.day.year}〕{row.number}号"
    return f'<tr><td>{number}</td><td><a href="{row.href}">{row.title}</a></td><td align="center">{row.day:%Y/%m/%d}</td></tr>'


def dated_before(row: Shown) -> str:
    """A calendar leaf before the title: the day large, the month below it."""
    leaf = f"<div class='leaf'><b>{row.day.day:02d}</b><i>{row.day:%Y-%m}</i></div>"
    return f'<li>{leaf}<div class="txt"><h4><a href="{row.href}">{row.title}</a></h4><p>{row.cut(12)}</p></div></li>'


def undated(row: Shown) -> str:
    """Nothing but a link: when it was published stands in its address."""
    return f'<li><a href="{row.href}" title="{row.title}">{row.cut(20)}</a></li>'


def popped_up(row: Shown) -> str:
    """A table row with a box that a pointer opens: a list inside the row whose items are no entries."""
    box = f"<ul><li>索引号：0144/{row.day.year}-{row.number:05d}</li><li>名称：{row.title}</li><li>发布机构：{row.post.issuer}</li></ul>"
    link = f'<a href="{row.href}" target="_blank" title="{row.title}">{row.cut(20)}</a>'
    return f'<tr><td>{row.number}</td><td class="info">{link}<div class="pop">{box}</div></td><td>{row.day}</td></tr>'


def clicked(row: Shown) -> str:
    """An item that only a script opens."""
    return f'<li onclick="jumpToDetail(\'{row.href}\')"><p title="{row.title}">{row.cut()}</p><span>{row.day}</span></li>'


def opened(row: Shown) -> str:
    """A link to nowhere with a click handler that knows the way."""
    return (
        f'<li><a href="javascript:void(0)" onclick="openUrl(\'{row.href}\')" title="{row.title}">{row.cut()}</a><span>{row.day}</span></li>'
    )


def defined(row: Shown) -> str:
    """A definition list, with a link to the category before the title."""
    return (
        f'<dl><dt>{row.day:%Y.%m.%d}</dt><dd><a href="/fenlei/1/">[公示]</a><a href="{row.href}" title="{row.title}">{row.cut()}</a>'
        '<img src="/images/new.gif" alt=""></dd></dl>'
    )


def carded(row: Shown) -> str:
    """A link around everything, the date with its label."""
    return f'<a class="card" href="{row.href}"><div class="hd">{row.title}</div><div class="ft">发布时间：{row.day}</div></a>'


def divided(row: Shown) -> str:
    """Cells of a list made of divisions, as in Sichuan."""
    link = f'<a href="{row.href}" title="{row.title}">{row.cut(20)}</a>'
    return f'<li><div class="lie1">{row.number}</div><div class="lie2">{link}</div><div class="lie4">{row.day:%Y-%m-%d} 09:30</div></li>'


def chinese(row: Shown) -> str:
    """Divisions without an attribute title, the day in Chinese."""
    return f'<div class="item"><p class="tt"><a href="{row.href}">{row.title}</a></p><em>{row.day:%Y年%m月%d日}</em></div>'


def shouted(row: Shown) -> str:
    """The upper case of an old editor, attributes without quotes, the day before the link."""
    return f"<LI><SPAN>{row.day}</SPAN><A HREF={row.href} target=_blank>{row.title}</A>"


def spanned(row: Shown) -> str:
    """The whole title in the attribute of a span inside the link."""
    text = f"<span class='list-text' title='{row.title}'>{row.cut(16, '...')}</span><span class='list-date'>{row.day}</span>"
    return f"<li class='clearfix'><a href='{row.href}' target=_blank>{text}</a></li>"
