"""The home pages of the estate: by which way a visitor without an address comes to the section of reports."""

from html import escape

from tests.estate.site import Section, Site

_ELSEWHERE = {"机构概况": "/jggk/", "政务服务": "/zwfw/", "互动交流": "/hdjl/", "法治宣传": "/fzxc/"}


def by_menu(site: Site, path: str) -> str | None:
    """The section stands in the menu beside its neighbours."""
    return _home(site, _menu(site, site.sections)) if path == "/" else _dull(site, path)


def by_hub(site: Site, path: str) -> str | None:
    """The menu leads to 政府信息公开, whose page lists the columns; notices and news stand on the home page itself."""
    if path == "/zfxxgk/":
        columns = "".join(f'<dt><a href="{site.lists.path(each)}">{each.name}</a></dt>' for each in reversed(site.sections))
        rules = '<dt><a href="/zfxxgk/zn/">政府信息公开指南</a></dt><dt><a href="/zfxxgk/zd/">政府信息公开制度</a></dt>'
        return site.page("政府信息公开", f'<div class="gk"><dl>{rules}{columns}</dl></div>')
    if path != "/":
        return _dull(site, path)
    hub = '<li><a href="/zfxxgk/">政府信息公开</a></li>'
    return _home(site, f'<ul class="nav">{hub}{_others()}</ul>' + "".join(_block(site, each) for each in site.sections[1:]))


def by_crumbs(site: Site, path: str) -> str | None:
    """No menu names the section: a report stands among the latest posts, and its breadcrumb tells where it is from."""
    if path != "/":
        return _dull(site, path)
    right = site.sections[0]
    newest = next(post for post in right.posts if post.kind == "report")
    links = [(newest.title, site.lists.article(right, newest))]
    links += [(post.title, site.lists.article(each, post)) for each in site.sections[1:] for post in each.posts[:4]]
    latest = "".join(f'<li><a href="{address}" title="{escape(title)}">{escape(title[:14])}…</a></li>' for title, address in links)
    return _home(site, f'<ul class="nav">{_others()}</ul><div class="zx"><h3>最新公开</h3><ul>{latest}</ul></div>')


def by_more(site: Site, path: str) -> str | None:
    """Every section is a block of a few rows under its name, with the word 更多 for a link."""
    blocks = "".join(_block(site, each) for each in site.sections)
    return _home(site, f'<ul class="nav">{_others()}</ul>{blocks}') if path == "/" else _dull(site, path)


def by_special(site: Site, path: str) -> str | None:
    """Two steps: 专题专栏 leads to pictures of special subjects, one of which is the section."""
    if path == "/ztzl/":
        shown = "".join(f'<p><a href="{site.lists.path(each)}"><img src="/i.jpg" alt="{each.name}"></a></p>' for each in site.sections)
        return site.page("专题专栏", f'<div class="zt">{shown}</div>')
    special = '<li><a href="/ztzl/">专题专栏</a></li>'
    return _home(site, f'<ul class="nav">{_others()}{special}</ul>') if path == "/" else _dull(site, path)


def by_departments(site: Site, path: str) -> str | None:
    """A portal: 政务公开 leads to the departments, the bureau's page of its own to the sections."""
    columns = "".join(f'<li><a href="{site.lists.path(each)}">{each.name}</a></li>' for each in reversed(site.sections))
    offices = "".join(f'<li><a href="/bm/{at}/">{name}</a></li>' for at, name in enumerate(("县教育局", "县司法局", "县水利局")))
    pages = {
        "/": ("门户网站", f'<ul class="nav">{_others()}<li><a href="/zwgk/">政务公开</a></li></ul>'),
        "/zwgk/": ("政务公开", '<ul><li><a href="/bm/">部门信息公开目录</a></li><li><a href="/zn/">指南</a></li></ul>'),
        "/bm/": ("部门信息公开目录", f"<ul>{offices}</ul>"),
        "/bm/1/": ("县司法局", f"<ul>{columns}</ul>"),
    }
    return site.page(*pages[path]) if path in pages else _dull(site, path)


def by_frame(site: Site, path: str) -> str | None:
    """The home page is a frame around the one with the menu."""
    if path == "/":
        return site.page(f"{site.owner}门户网站", '<iframe src="/main.html" width="100%"></iframe>')
    return _home(site, _menu(site, site.sections)) if path == "/main.html" else _dull(site, path)


def by_script(site: Site, path: str) -> str | None:
    """The home page only sends on, by script, to the one with the menu, whose entries are no links but open by script."""
    if path == "/":
        return '<html><head><meta charset="utf-8"><script>window.location.href="/index/index.html";</script></head><body></body></html>'
    opened = "".join(f'<div class="item" onclick="window.open(\'{site.lists.path(each)}\')">{each.name}</div>' for each in site.sections)
    return _home(site, f'<ul class="nav">{_others()}</ul>{opened}') if path == "/index/index.html" else _dull(site, path)


def by_map(site: Site, path: str) -> str | None:
    """The home page is a picture, with areas to click on."""
    areas = "".join(
        f'<area shape="rect" coords="{at * 90},0,{at * 90 + 80},30" href="{site.lists.path(each)}" alt="{each.name}">'
        for at, each in enumerate(site.sections)
    )
    return _home(site, f'<img src="/nav.jpg" usemap="#dh"><map name="dh">{areas}</map>') if path == "/" else _dull(site, path)


def by_choice(site: Site, path: str) -> str | None:
    """政府信息公开 offers its columns in a list to choose from, and the home page leads there by a refresh."""
    if path == "/":
        return '<html><head><meta charset="utf-8"><meta http-equiv="refresh" content="0; url=/zfxxgk/"></head><body></body></html>'
    choices = "".join(f'<option value="{site.lists.path(each)}">{each.name}</option>' for each in site.sections)
    choice = f'<select onchange="location.href=this.value"><option value="">请选择</option>{choices}</select>'
    return site.page("政府信息公开", f'<div class="gk">{choice}</div>') if path == "/zfxxgk/" else _dull(site, path)


def _menu(site: Site, sections: tuple[Section, ...]) -> str:
    named = "".join(f'<li><a href="{site.lists.path(each)}">{each.name}</a></li>' for each in sections)
    return f'<ul class="nav">{_others()}{named}</ul>'


def _others() -> str:
    return '<li><a href="/">首页</a></li>' + "".join(f'<li><a href="{path}">{name}</a></li>' for name, path in _ELSEWHERE.items())


def _block(site: Site, section: Section) -> str:
    shown = [(site.lists.article(section, post), escape(post.title), f"{post.published:%m-%d}") for post in section.posts[:5]]
    rows = "".join(f'<li><a href="{address}" title="{title}">{title[:16]}…</a><span>{day}</span></li>' for address, title, day in shown)
    return f'<div class="kuai"><h3>{section.name}</h3><a class="gd" href="{site.lists.path(section)}">更多&gt;&gt;</a><ul>{rows}</ul></div>'


def _home(site: Site, body: str) -> str:
    return site.page(f"{site.owner}门户网站", f'<div class="home">{body}</div>')


def _dull(site: Site, path: str) -> str | None:
    """Return a page that leads nowhere, for what the menu names beside the sections."""
    named = {**{address: name for name, address in _ELSEWHERE.items()}, "/zfxxgk/zn/": "指南", "/zfxxgk/zd/": "制度", "/wza/": "无障碍"}
    return site.page(named[path], f"<p>{site.owner}为{site.place.name}人民政府工作部门。</p>") if path in named else None
