"""What stands in place of a report is recognised, and what only speaks of it is not."""

from datetime import UTC, datetime

import pytest

from crawler.errors import BlockedError, CollectionError, ExtractionError, LoginError, MissingError
from crawler.model import ListEntry, Page
from pipelines.check import check

URL = "https://www.qingyuan.example.gov.cn/sfj/202403/t20240313_1.html"
NAVIGATION = "".join(f'<li><a href="/{n}/">政务公开栏目{n}</a></li>' for n in range(80))
FOOTER = "<div>版权所有：清源县人民政府 主办单位：清源县人民政府办公室 网站标识码：3300000000 浙ICP备00000000号</div>"
REPORT = "2023年，清源县司法局深入贯彻法治思想，健全依法决策机制，严格规范公正文明执法，现将有关情况报告如下，请予审阅。" * 30


def page(text: str, status: int = 200, **changes: object) -> Page:
    """Return a page as a server sent it."""
    sent = {"url": URL, "body": text.encode(), "fetched_at": datetime(2024, 4, 1, tzinfo=UTC), "status": status}
    return Page(**{**sent, **changes})  # type: ignore[arg-type]


def framed(words: str, title: str = "清源县人民政府") -> str:
    """Return words in the full frame of a site: navigation above, footer below."""
    return f"<html><head><title>{title}</title></head><body><ul>{NAVIGATION}</ul><div class='con'>{words}</div>{FOOTER}</body></html>"


def refusal(text: str, status: int = 200) -> CollectionError:
    """Return the error that a page raises."""
    with pytest.raises(CollectionError) as caught:
        check(page(text, status), text)
    return caught.value


CHALLENGE = (
    '<html><head><meta charset=utf-8><meta id="x" content="{}"><script>{}</script><script src="/a.js"></script></head><body></body></html>'
)


@pytest.mark.parametrize("status", [200, 202, 412])
def test_dynamic_script_challenge_is_recognised_at_any_status(status: int) -> None:
    error = refusal(CHALLENGE.format("q" * 300, "$_ts=window['$_ts'];$_ts.nsd=1;"), status)

    assert isinstance(error, BlockedError)
    assert "瑞数" in str(error)


@pytest.mark.parametrize(
    ("script", "status", "words"),
    [
        ("document.cookie='__jsl_clearance_s=1';location.href=location.pathname", 521, "加速乐"),
        ("var arg1='A1';document.cookie='acw_sc__v2='+x;location.reload()", 200, "Aliyun"),
        ("document.cookie='C3VK=1';location.reload()", 200, "C3VK"),
        ("document.cookie='zz=1;path=/';window.location.reload()", 200, "a cookie challenge"),
    ],
)
def test_cookie_challenges_are_told_apart(script: str, status: int, words: str) -> None:
    error = refusal(f"<html><body><script>{script}</script></body></html>", status)

    assert error.code == "BLOCKED"
    assert words in str(error)


@pytest.mark.parametrize(
    ("words", "status", "reason"),
    [
        ("当前访问疑似黑客攻击，已被创宇盾拦截。如您是网站管理员，请登录知道创宇云安全查看详情。", 200, "创宇盾"),
        ("<h1>405</h1><p>您的访问已被电信云防护拦截，事件编号：20240301</p>", 405, "电信云防护"),
        ("reason:GeoBL client:203.0.113.7", 403, "country"),
        ("请完成安全验证 向右拖动滑块完成拼图", 200, "slider"),
        ("不合法的参数", 200, "不合法的参数"),
        ("很抱歉，由于您访问的URL有可能对网站造成安全威胁，您的访问被阻断。", 200, "firewall"),
        ("<h1>403 Forbidden</h1><hr>nginx", 200, "firewall"),
        ("<h1>Access Denied</h1>", 200, "firewall"),
        ("对不起，您暂时访问不了该页面！", 200, "firewall"),
        ("您的IP访问过于频繁，请稍后再试", 200, "firewall"),
    ],
)
def test_block_pages_say_what_blocked_them(words: str, status: int, reason: str) -> None:
    error = refusal(f"<html><body>{words}</body></html>", status)

    assert type(error) is BlockedError
    assert reason in str(error)


@pytest.mark.parametrize("status", [403, 412, 429, 468, 500, 502, 503, 521])
def test_status_alone_refuses_a_page(status: int) -> None:
    error = refusal("<html><body></body></html>", status)

    assert error.code == "BLOCKED"
    assert f"HTTP {status}" in str(error)


@pytest.mark.parametrize("status", [404, 410])
def test_missing_pages_have_a_code_of_their_own(status: int) -> None:
    assert refusal("<html><body>gone</body></html>", status).code == "NOT_FOUND"


@pytest.mark.parametrize(
    "text",
    [
        "<html><head><title>404页面</title></head><body><img src='/404.png'></body></html>",
        "<html><head><title>404 Not Found</title></head><body><center>nginx</center></body></html>",
        framed("你访问的页面不存在"),
        framed("<p>抱歉，您访问的页面不存在或已删除！</p><p>5秒后返回首页</p>"),
        framed("您要查看的信息已被删除"),
        framed("", title="页面不存在"),
        framed("<h2>该文章不存在</h2>"),
        framed("<p>对不起，找不到您要访问的页面</p>"),
    ],
)
def test_error_pages_that_answer_200_are_recognised(text: str) -> None:
    assert isinstance(refusal(text), MissingError)


@pytest.mark.parametrize(
    "text",
    [
        "<title>统一身份认证平台</title><form><input name=u><input type=password><button>登录</button></form>",
        "<title>清源县</title><body><p>该信息请先登录后查看</p><form><input type='password'></form>",
        "<title>系统提示</title><body><p>您尚未登录，无法浏览</p></body>",
    ],
)
def test_login_walls_are_recognised(text: str) -> None:
    assert isinstance(refusal(text), LoginError)


@pytest.mark.parametrize(
    "words", ["服务器内部错误", "系统繁忙，请稍后再试", "网站维护中", "502 Bad Gateway", "页面出错啦！请点击返回或者刷新"]
)
def test_errors_of_the_server_are_recognised(words: str) -> None:
    error = refusal(framed(words))

    assert type(error) is BlockedError
    assert "error page" in str(error)


def test_shell_that_scripts_would_fill_is_no_page() -> None:
    error = refusal('<html><head><title>清源县</title></head><body><div id="app"></div><script src="/main.js"></script></body></html>')

    assert isinstance(error, ExtractionError)
    assert "empty shell" in str(error)


def test_home_page_in_place_of_a_report_is_missing() -> None:
    entry = ListEntry(url=URL, title="清源县司法局2023年度法治政府建设情况报告")
    home = page(framed("欢迎访问"), url="https://www.qingyuan.example.gov.cn/", entry=entry)

    with pytest.raises(MissingError, match="home page"):
        check(home, home.body.decode())


@pytest.mark.parametrize(
    "sentence",
    [
        "针对群众反映的页面不存在、链接失效等问题，开展政府网站专项整治。",
        "建成统一身份认证平台，群众请登录后即可办理；拦截网络攻击404次，创宇盾等防护产品上线运行。",
        "依法处理不合法的参数化招标文件，禁止访问非法网站，系统维护中未发生服务器错误。",
        "推广滑块验证和人机验证，防止访问过于频繁。",
    ],
)
def test_report_that_speaks_of_blocks_passes(sentence: str) -> None:
    text = framed(f"<p>{sentence}</p><p>{REPORT}</p>", title="清源县2023年度法治政府建设情况报告")

    check(page(text), text)


def test_report_behind_a_script_product_passes() -> None:
    text = framed(f"<script>$_ts=window['$_ts'];document.cookie='__jsl_clearance=1'</script><p>{REPORT}</p>")

    check(page(text), text)


def test_report_in_many_short_paragraphs_passes() -> None:
    text = framed("".join(f"<p>办理行政复议案件{n}件，已办结。</p>" for n in range(90)) + "<p>404 Not Found</p>")

    check(page(text), text)


def test_short_notice_with_a_header_line_passes() -> None:
    text = framed("<h1>关于系统维护的通知</h1><div>发布时间：2024-03-13 来源：县司法局</div><p>因系统维护中，请稍后再试。</p>")

    check(page(text), text)


def test_report_that_is_only_a_file_or_picture_passes() -> None:
    linked = framed('<h1>2023年度法治政府建设情况报告</h1><a href="P0202403131.pdf">点击下载</a>')
    drawn = '<html><head><title>报告</title></head><body><img src="P0202403131.jpg"></body></html>'

    check(page(linked), linked)
    check(page(drawn), drawn)


@pytest.mark.parametrize("offset", range(0, 45, 4))
def test_sentences_are_seen_wherever_they_stand_and_shorter_words_are_none(offset: int) -> None:
    missing = f"<title>404 Not Found</title><body><i>{'x' * offset}</i>页面不存在"
    titles = [f"<a>{REPORT[5:30]}{'法治政府' * 5}</a>" for _ in range(18)]
    assert len(titles[0]) == len("<a></a>") + 45
    text = missing + "".join(titles)

    check(page(text), text)
    assert isinstance(refusal(text.replace("法治政府</a>", "法治政</a>")), MissingError)


def test_message_names_the_page_and_what_was_expected() -> None:
    error = refusal(framed("你访问的页面不存在"))

    assert str(error).startswith(f"{URL}: found an error page")
    assert str(error).endswith("expected a report")
    assert "\n" not in str(error)


def test_huge_page_is_judged_quickly() -> None:
    text = "<script>" + "var a=1;" * 2_000_000 + "</script>" + "<p>" * 1000 + REPORT

    check(page(""), text)
