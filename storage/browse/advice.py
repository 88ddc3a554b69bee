"""What to do about an incident, in both languages."""

from collections.abc import Mapping

from crawler.advice import advice_for

CHINESE: Mapping[str, str] = {
    "ADDRESS_REUSED": "与原来在这个网址的报告比一比：确是新版就用 `govreports held URL --accept`，不是就用 `--drop`。",
    "ARCHIVE": "先看存档文件和磁盘，修好以前什么也存不进去。",
    "ASKED_TO_WAIT": "等着就行，到时会自己再去；若反复出现，把这一行的 `delay` 调大，或设 `hours`。",
    "BLOCKED": "过几天再看；浏览器也打不开，就向网站申请访问：本程序不绕行。",
    "CRASHED": "用 `--verbose` 单独跑这一行，把出错信息告诉我们：这是程序的毛病，不是网站的。",
    "CUT_OFF": "用浏览器打开看：也只到那里，就用 `govreports held URL --accept`；不是，则是服务器截断，以后或许会好。",
    "FAILING": "看看第一个读不出的网页：若都长一个样，就是换了模板。",
    "FIELDS_LOST": "用浏览器看最新的几份报告：模板换了；少的那些若页面上有，请把网页告诉我们。",
    "FETCH_FAILED": "过些时候再试；几天都一样，就用浏览器看看，并询问网站。",
    "INDEX_PAGE": "看看报告搬到哪里去了：这个网址现在是列表；不是报告就用 `govreports held URL --drop`。",
    "KILLED": "看看机器是不是内存不够或关了机；下次会接着走。",
    "LIST_EMPTY": "用浏览器看这个列表：若有条目，就是换了写法，采用给出的改动，或重新探查。",
    "LIST_FAILED": "过些时候再试；几天都一样，就用浏览器看看列表，并询问网站。",
    "LOGIN": "向网站申请访问：这一页只给它自己的用户看。",
    "NOT_FOUND": "看看搬到哪里去了：采用给出的改动，或从网站首页探查；网页可用 `govreports held` 查看。",
    "OFFSITE": "若那台主机是这个网站的，把它写进这一行的 `hosts`；若不是，看看栏目搬到哪里去了。",
    "PARSE_EMPTY": "看看这一页：可能是图片或扫描件；没有可读的就用 `govreports held URL --drop`。",
    "REFUSED": "改正这一行的网址：它通向内部地址，或者根本不是网址。",
    "ROBOTS": "不要再取这个列表，或请网站允许：它的 robots.txt 不许。",
    "SHRUNK": "看看是条目少了，还是列表换了写法；栏目确实变小了，就重新设定 `expect_at_least`。",
    "STALE": "看看网站是不是改在别处公开，到那里探查；若只是晚了，就等一等，或询问网站。",
    "TEXT_SHRANK": "用浏览器比一比：发布者删短的用 `govreports held URL --accept`，传坏的用 `--drop`。",
    "TIMED_OUT": "栏目大就等着：下次接着走；不大就看它为什么慢，或调大 `run_minutes`。",
    "TLS": '用浏览器看证书：刚过期就等一等；主机只会旧的 TLS，就设 `tls = "legacy"`。',
    "UNFINISHED": "看 `govreports runs` 里的原因：为这次采集设的某个限制让它提前结束了。",
    "UNREACHABLE": "换浏览器、换网络看主机有没有回应；域名没有了，就找网站的新域名。",
}


def advice(code: str) -> tuple[str, str]:
    """Return what to do about an incident of this reason, in Chinese and in English."""
    return CHINESE.get(code, "读一读所见的内容，再用 `--verbose` 单独跑这一行。"), advice_for(code)
