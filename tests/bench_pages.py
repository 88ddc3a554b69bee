"""Pages of real size for the bench: a report is a tenth of its page, the rest are menus, scripts, styles and what a word processor left.

Of our own writing; sizes, counts of elements and their shares are those of real government pages.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from html import escape
from random import Random

from crawler.demo.chrome import footer, meta_tags, tail
from crawler.demo.content import report_blocks, text_of
from crawler.demo.markup import BREAKS, DIVISIONS, UEDITOR, WORD, body_html
from crawler.demo.prose import dice

_PLACE = "荷渚市"
_OFFICES = """司法局 财政局 民政局 审计局 水务局 教育局 统计局 商务局 信访局 交通运输局 应急管理局 市场监督管理局 卫生健康局
白莲镇人民政府 堃山镇人民政府"""
_MENUS = "政务公开 机构职能 领导信息 规划计划 财政预算 行政执法 人事信息 统计数据 政策解读 互动交流 办事服务 专题专栏 法治建设 普法依法治理"
_COLUMNS = "本级政策 上级政策 规范性文件 政府工作报告 重大决策预公开 执行公开 管理公开 服务公开 结果公开 双随机一公开 建议提案办理"
_KILOBYTES = (62, 70, 78, 84, 88, 92, 98, 108, 124, 148)
_SCRIPT = """
function {name}(el, opts) {{
    var box = $(el), cur = 0, timer = null, total = box.find("ul > li").length;
    if (total <= {number}) {{ return; }}
    function move(step) {{
        cur = (cur + step + total) % total;
        box.find("ul").stop(true, false).animate({{ left: -cur * {number} + "px" }}, 500);
    }}
    box.hover(function () {{ clearInterval(timer); }}, function () {{ timer = setInterval(function () {{ move(1); }}, 3000); }});
    $("#{name} .prev").click(function () {{ move(-1); }}); $("#{name} .next").click(function () {{ move(1); }});
}}"""
_STYLE = ".{name} li a{{display:block;height:{number}px;line-height:{number}px;padding:0 12px;color:#333;font-size:16px;overflow:hidden}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One report of the bench's web: its place in the sequence, its title, its day, its page and the text that is in it."""

    number: int
    title: str
    day: str
    html: str
    text: str


def post(number: int, kilobytes: int | None = None) -> Post:
    """Return a report of that number, on a page of real size or of the kilobytes asked for."""
    offices = _OFFICES.split()
    issuer, year = f"{_PLACE}{offices[number % len(offices)]}", 2025 - number // len(offices)
    roll = dice("bench", number)
    title = f"{issuer}{year}年度法治政府建设情况报告"
    day = f"{year + 1}-{roll.randint(1, 3):02}-{roll.randint(1, 28):02}"
    names = {"place": _PLACE, "issuer": issuer, "year": year, "next": year + 1, "prev": year - 1}
    names |= {"self": "我局", "scope": "全系统", "party": "党委、政府", "head": "主要负责人", "units": "各科室"}
    blocks = report_blocks(title, "bureau", names)
    hand = (WORD, UEDITOR, DIVISIONS, BREAKS)[number % 4]
    body = f"""<div class="detail"><h1 class="detail-title">{title}</h1>
<div class="info"><span>发布时间：{day} 09:30</span><span>来源：{issuer}</span>
<span>浏览次数：<b id="hits">{roll.randint(50, 9000)}</b></span>
<span>字号：【<a href="javascript:;">大</a> <a href="javascript:;">中</a> <a href="javascript:;">小</a>】</span></div>
<div id="zoom" class="TRS_Editor">{body_html(blocks, hand, title)}</div></div>
{tail()}"""
    size = 1024 * (kilobytes or _KILOBYTES[number % len(_KILOBYTES)])
    metas = meta_tags({"ArticleTitle": title, "PubDate": f"{day} 09:30", "ColumnName": "法治政府建设"})
    return Post(number=number, title=title, day=day, html=_page(title, metas, body, size, roll), text=text_of(blocks))


def list_page(title: str, rows: Sequence[tuple[str, str, str]], following: str | None) -> str:
    """Return a list page of rows (address, title, day), with a menu around it and the address of the next one."""
    items = "\n".join(f'<li><a href="{url}" title="{name}">{name}</a><span>{day}</span></li>' for url, name, day in rows)
    onward = f'<div class="pages"><a href="{following}">下一页</a></div>' if following else ""
    body = f'<div class="list"><ul class="news">{items}</ul></div>{onward}'
    return _page(title, '<meta name="ColumnName" content="法治政府建设">', body, 0, dice("list", title))


def _page(title: str, metas: str, body: str, size: int, roll: Random) -> str:
    """Return a page of about that size in bytes: what the report leaves is filled with what real pages are filled with."""
    left = size - len(body.encode())
    # styles, scripts and menus begin alike on every page of a site, of each as many as the page is large
    styles = _filled(partial(_piece, _STYLE, dice("styles of the site")), left // 12)
    scripts = _filled(partial(_piece, _SCRIPT, dice("scripts of the site")), left * 4 // 12)
    menus, related = _filled(partial(_menu, dice("menus of the site")), left * 5 // 12), _filled(partial(_row, roll), left * 2 // 12)
    site = f"{_PLACE}人民政府"
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="UTF-8">
<meta name="SiteName" content="{site}">
{metas}
<title>{escape(title)}-{site}</title>
<link rel="stylesheet" href="/css/common.css">
<style>{styles}</style>
<script>{scripts}</script>
</head>
<body>
<div class="header"><div class="logo"><img src="/images/logo.png" alt="{site}"></div><ul class="nav">{menus}</ul></div>
<div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/fzzf/">法治政府建设</a></div>
{body}
<div class="related"><h4>相关链接</h4><ul>{related}</ul></div>
{footer(site, "3202990001")}
</body>
</html>
"""


def _filled(pieces: partial[str], size: int) -> str:
    return "\n".join(_up_to(pieces, size))


def _up_to(piece: partial[str], size: int) -> Iterator[str]:
    while size > 0:
        made = piece()
        size -= len(made.encode())
        yield made


def _piece(form: str, roll: Random) -> str:
    return form.format(name=f"m{roll.getrandbits(32):08x}", number=roll.randint(20, 48))


def _menu(roll: Random) -> str:
    """Return one entry of the banner's menu with all that unfolds below it."""
    columns = roll.sample(_COLUMNS.split(), 6)
    below = "".join(
        f'<li class="sub-item"><a href="/zwgk/{roll.getrandbits(24):06x}/index.html" target="_blank" title="{name}">'
        f'<i class="icon"></i>{name}</a></li>'
        for name in columns
    )
    link = f'<a href="/{roll.getrandbits(20):05x}/" class="nav-link">{roll.choice(_MENUS.split())}</a>'
    return f'<li class="nav-item">{link}<div class="drop"><ul>{below}</ul></div></li>'


def _row(roll: Random) -> str:
    office, year = roll.choice(_OFFICES.split()), roll.randint(2012, 2025)
    return (
        f'<li><a href="/art/{year}/{roll.getrandbits(24):06x}.html" style="color:#333;font-size:14px" target="_blank">'
        f"{_PLACE}{office}关于做好{year}年度有关工作的通知</a><span>{year}-{roll.randint(1, 12):02}-{roll.randint(1, 28):02}</span></li>"
    )
