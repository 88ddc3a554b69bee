"""The faults: what each sends in the place of a list or a report."""

import gzip
from collections.abc import Callable, Mapping
from dataclasses import replace

from tests.faults_web import LIST, Answer, Sent, answer, redirect
from tests.parts_web import paragraphs, report, worded

KNOWN, FRESH = "/fzzf/t20260301_1.html", "/fzzf/t20260301_2.html"
OFFICES = ("司法局", "财政局", "民政局", "审计局", "水务局", "教育局", "统计局", "商务局", "信访局", "住建局", "城管局", "文旅局")
HOME = "/"
MISSING = "/404.html"
LOGIN = "/login.html"

_NOWHERE = "<html><head><title>清河市人民政府</title></head><body><div>{}</div><a href='/'>返回首页</a></body></html>"
_CHALLENGE = (
    "<html><head><script>$_ts=window['$_ts'];$_ts.nsd=17;</script><script src='/a1.js'></script></head><body onload='_$a()'></body></html>"
)
_COOKIE = "<script>document.cookie='__jsl_clearance_s=17;path=/';location.href=location.pathname+location.search</script>"
_SOFT_404 = _NOWHERE.format("很抱歉，您访问的页面不存在或已被删除")
_LOGIN_PAGE = (
    "<html><head><title>统一身份认证</title></head><body><form action='/login'>请先登录<input name='user'>"
    "<input type='password' name='word'><button>登录</button></form></body></html>"
)
_BLOCKED = _NOWHERE.format("您的访问请求被拦截，事件编号：20260301000001")
_BOMB = gzip.compress(bytes(33 * 1024 * 1024))
_RED = "<html><head><title>403 Forbidden</title></head><body><h1>403 Forbidden</h1><hr>nginx</body></html>"


def section(number: int = 2, paths: tuple[str, ...] = (KNOWN, FRESH)) -> bytes:
    """Return a list of reports; the first ones are those that lie at the given paths."""
    lying = [*paths, *(f"/fzzf/t20260301_{10 + each}.html" for each in range(number))][:number]
    rows = "".join(f'<li><a href="{path}">{title_of(each)}</a><span>2026-03-{each + 1:02d}</span></li>' for each, path in enumerate(lying))
    head = '<meta charset="utf-8"><title>法治政府建设 清河市司法局</title>'
    return f'<html><head>{head}</head><body><div class="list"><ul>{rows}</ul></div><div>版权所有：清河市</div></body></html>'.encode()


def title_of(number: int) -> str:
    """Return the title of a row of the list."""
    return f"清河市{OFFICES[number % len(OFFICES)]}2025年度法治政府建设情况报告"


def article(path: str) -> bytes:
    """Return the page of a report as it is when nothing is wrong."""
    number = int(path.endswith("_2.html"))
    return report(worded(paragraphs(20 * number, 9)), title=title_of(number))


def good(path: str, rows: int = 2) -> Sent:
    """Return what a site sends when nothing is wrong."""
    return answer(section(rows) if path == LIST else article(path), ETag='"good"')


def _whole(address: str) -> bytes:
    path = "/" + address.split("/", 3)[3]
    return section() if path.endswith("/index.html") else article(path)


def _same(status: int, body: str | bytes, **headers: str) -> Answer:
    return lambda _address: answer(body, status, **headers)


def remade() -> Sent:
    """Return a list in a markup that no family reads: its rows lead on by script only."""
    rows = "".join(f'<div class="k" onclick="go({each})"><b>{title_of(each)}</b></div>' for each in range(12))
    return answer(
        f"<html><head><title>法治政府建设</title></head><body>{rows}<p>{'清河市司法局主动公开的法治政府建设信息。' * 60}</p></body></html>"
    )


def mislabelled(path: str) -> Sent:
    """Return a good page in another encoding than its header and its META say."""
    return answer((section(1) if path == LIST else article(path)).decode().encode("gb18030"))


def _cut(body: bytes) -> bytes:
    """Return the first part of a page, ended in the middle of a character."""
    return body[: len(body) * 2 // 3]


def _gzipped(change: Callable[[bytes], bytes]) -> Answer:
    return lambda address: answer(change(gzip.compress(_whole(address))), Content_Encoding="gzip")


def _short_of(share: float) -> Answer:
    """Return an answer whose Content-Length is another than the number of bytes that follow."""
    return lambda address: answer(_whole(address), Content_Length=str(int(len(_whole(address)) * share)))


def _chunked_off(address: str) -> Sent:
    body = _whole(address)
    chunk = f"{len(body):x}\r\n".encode() + _cut(body)
    return answer(chunk, Transfer_Encoding="chunked", Content_Length="")


def _reset(address: str) -> Sent:
    body = _whole(address)
    return replace(answer(_cut(body), Content_Length=str(len(body))), then="reset")


def _reset_unmeasured(address: str) -> Sent:
    return replace(answer(_cut(_whole(address)), Content_Length=""), then="reset")


def _elsewhere(address: str) -> Sent:
    return redirect("/".join(address.replace("127.0.0.1", "localhost").split("/")[:3]) + "/fzzf/elsewhere.html")


def _between_two(address: str) -> Sent:
    return redirect(address.removesuffix("_0") if address.endswith("_0") else f"{address}_0")


PAGES: Mapping[str, Answer] = {
    "challenge": _same(412, _CHALLENGE),
    "cookie": _same(521, _COOKIE, Set_Cookie="__jsluid_h=17; path=/"),
    "forbidden": _same(403, _RED),
    "blocked": _same(200, _BLOCKED),
    "challenged": _same(200, _CHALLENGE),
    "unauthorized": _same(401, "<h1>401 Unauthorized</h1>"),
    "itself": redirect,
    "itself-cookie": lambda address: redirect(address, Set_Cookie="CT6T=17; path=/"),
    "missing": _same(404, "<h1>404</h1>"),
    "soft-missing": _same(200, _SOFT_404),
    "to-missing": lambda _address: redirect(MISSING),
    "to-home": lambda _address: redirect(HOME),
    "empty": _same(200, ""),
    "login": _same(200, _LOGIN_PAGE),
    "to-login": lambda _address: redirect(LOGIN),
    "silent": lambda _address: Sent(raw=b"", then="wait"),
    "trickle": lambda _address: replace(answer("<html>", Content_Length="100000"), then="trickle"),
    "reset": _reset,
    "reset-unmeasured": _reset_unmeasured,
    "truncated": lambda address: answer(_cut(_whole(address)), Content_Length=str(len(_whole(address)))),
    "length-short": _short_of(0.66),
    "length-long": _short_of(1.5),
    "chunks": _chunked_off,
    "gzip-cut": _gzipped(lambda body: body[: len(body) // 2]),
    "gzip-bad": _gzipped(lambda body: b"\x1f\x8b\x08" + bytes(range(256)) + body[300:]),
    "gzip-none": lambda address: answer(_whole(address), Content_Encoding="gzip"),
    "bomb": lambda _address: answer(_BOMB, Content_Encoding="gzip"),
    "too-long": lambda _address: replace(answer("<html>", Content_Length=str(40 * 1024 * 1024)), then="wait"),
    "busy": _same(503, "<h1>503 Service Unavailable</h1>", Retry_After="3600"),
    "too-many": _same(429, "<h1>429 Too Many Requests</h1>"),
    "error": _same(500, "<h1>500 Internal Server Error</h1>"),
    "elsewhere": _elsewhere,
    "between-two": _between_two,
    "pdf": _same(200, b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(200)),
    "image": _same(200, b"\x89PNG\r\n\x1a\n" + bytes(range(256)), kind="image/png"),
    "garbage": _same(200, bytes(range(256)) * 20),
}
ALSO: Mapping[str, Answer] = {
    HOME: _same(200, "<html><head><title>清河市人民政府</title></head><body><a href='/fzzf/'>法治政府建设</a></body></html>"),
    MISSING: _same(200, _SOFT_404),
    LOGIN: _same(200, _LOGIN_PAGE),
    "/fzzf/elsewhere.html": lambda _address: answer(section()),
}
