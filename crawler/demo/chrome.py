"""Page chrome: everything around a report that is no report."""

from collections.abc import Mapping, Sequence
from html import escape

from crawler.demo.visit import Visit


def page(metas: str, title: str, body: str, *, charset: str = '<meta charset="UTF-8">') -> str:
    """Return a whole document."""
    head = f'{charset}\n<meta name="viewport" content="width=device-width">\n{metas}\n<title>{escape(title)}</title>'
    return f"<!DOCTYPE html>\n<html>\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n"


def meta_tags(values: Mapping[str, str], form: str = '<meta name="{name}" content="{value}">') -> str:
    """Return META tags by the government's convention, in the form that one template writes them."""
    return "\n".join(form.format(name=name, value=escape(value)) for name, value in values.items())


def header(site: str, visit: Visit, columns: Mapping[str, str]) -> str:
    """Return the banner with its date, the search box and the navigation."""
    links = "".join(f'<li><a href="{address}">{name}</a></li>' for name, address in columns.items())
    return (
        f'<div class="top"><span class="date">{visit.banner}</span> <a href="/wza/">无障碍浏览</a> <a href="/aged/">长者模式</a></div>\n'
        f'<div class="banner"><img src="/images/logo.png" alt="{site}"><form action="/search"><input name="q" value="请输入关键字">'
        f'<input type="hidden" name="token" value="{visit.token}"></form></div>\n'
        f'<div class="nav"><ul>{links}</ul></div>\n'
        f'<script>var _token="{visit.token}";window.onload=function(){{document.cookie="t="+_token;}};</script>'
    )


def tail() -> str:
    """Return what stands below an article: print and close, share box, QR code."""
    return (
        '<div class="tools"><a href="javascript:window.print()">【打印本页】</a>\n'
        '<a href="javascript:window.close()">【关闭窗口】</a></div>\n'
        '<div class="share bdsharebuttonbox">分享到：<a title="分享到微信">微信</a><a title="分享到微博">微博</a></div>\n'
        '<div id="qr_container"><img src="/images/qr.png" alt="">扫一扫在手机打开当前页</div>'
    )


def links(name: str, titles: Sequence[tuple[str, str]]) -> str:
    """Return a box of links under a name, such as related posts."""
    rows = "".join(f'<li><a href="{address}">{escape(title)}</a></li>' for title, address in titles)
    return f'<div class="related"><h4>{name}</h4><ul>{rows}</ul></div>'


def footer(site: str, code: str) -> str:
    """Return the foot of every page."""
    return (
        '<div class="footer"><p><a href="/map/">网站地图</a> | <a href="/contact/">联系我们</a> | <a href="/admin/login">管理登录</a></p>\n'
        f"<p>主办：{site} 承办：{site}办公室 网站标识码：{code}</p>\n"
        "<p>备案号：演ICP备00000000号 演公网安备 00000000000000号</p><p>版权所有 未经许可不得转载</p></div>"
    )
