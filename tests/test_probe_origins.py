"""The table that leads from a report's address to its list's."""

import pytest

from spiders.origins import is_origin_known, list_of

HOST = "https://www.qinghe.gov.cn"
UUID = "05afa189-88c9-4403-a318-24acc4e4db19"
HEX = "9fd9d839feb54b4ca0b8b6bceedb3108"
TOLD = {
    "/art/2024/2/19/art_1229473585_5265982.html": "/col/col1229473585/index.html",
    "/sfj/art/2024/2/19/art_42150_5265982.html": "/sfj/col/col42150/index.html",
    f"/zfxxgk/zc/jzf/art/2025/art_{HEX}.html": "/zfxxgk/zc/jzf/index.html",
    f"/col/col1229107411/art/2025/art_{HEX}.html": "/col/col1229107411/index.html",
    "/zwgk/fzzfj/202503/t20250310_2549212.shtml": "/zwgk/fzzfj/",
    "/zwgk/ghjh/202402/t20240222_2103810.htm": "/zwgk/ghjh/",
    "/zwgk/fzbg/content/post_1998394.html": "/zwgk/fzbg/",
    "/zwgk/fzbg/content/mpost_1998394.html": "/zwgk/fzbg/",
    "/sfj/gkmlpt/content/9/9103/post_9103540.html": "/sfj/gkmlpt/index",
    f"/qhssfj/gggs/content/{UUID}.html": "/qhssfj/gggs/gggs.html",
    f"/columns/{UUID}/202503/12/{UUID}.html": f"/columns/{UUID}/index.html",
    "/zwgk/public/198/64851798.html": "/zwgk/public/column/198?type=4&action=list",
    "/e/action/ShowInfo.php?classid=112&id=17552&tempid=14": "/e/action/ListInfo/?classid=112",
    "/37584/38152/66315/content_2048080.html": "/37584/38152/66315/",
    f"/articles/ch04216/202402/{UUID}.shtml": "/channels/ch04216/",
    f"/003/003004/20260226/{UUID}.html": "/dynamic/zwgk/govInfoPub.html?categorynum=003004",
    "/qhsrmzf/c00145/pc/content/content_1912345678901234567.html": "/qhsrmzf/c00145/pc/list.html",
    "/qh/pc/content/2025/content_1912345678901234567.html": "/qh/pc/list.html",
    "/contents/14229/345678.html": "/channels/14229.html",
    "/web/zwgk/fzzf/2023051210151612345/index.shtml": "/web/zwgk/fzzf/",
    "/sfj/zwgk/tzgg75/382699/index.html": "/sfj/zwgk/tzgg75/",
    "/index.php?m=content&c=index&a=show&catid=9&id=44": "/index.php?m=content&c=index&a=lists&catid=9",
    f"/gongkai/site_qh/channel_{HEX[:24]}/doc_{HEX[:24]}.html": f"/gongkai/site_qh/channel_{HEX[:24]}/",
}
UNTOLD = (
    f"/qhx/c109190/202509/{HEX}.shtml",
    "/sft/c103808/202203/c00_30777887.shtml",
    "/qinghe/shizf/202601/85378.shtml",
    f"/jtt/c101520/2026/2/24/{HEX}.shtml",
    "/doc/2026/03/02/1382807.shtml",
    "/info/2054/267413.htm",
    "/content.jsp?urltype=news.NewsContentUrl&wbtreeid=1103&wbnewsid=7719",
    "/fzwh/8585699.html",
    "/2025/03-27/687431.html",
    "/Content-2477228.html",
    f"/zwgk/show/{HEX}.html",
    f"/tzgg/20250331/{UUID}.html",
    f"/sfxzyw/2025/2/28/{HEX}.shtml",
    "/zwgk/c123456/content.html",
    f"/zwgk/20250312/{HEX}/c.html",
    "/zwgk/2025-03/12/content_123.shtml",
    "/zwgk/2025-03/12/c_123.htm",
    "/zwgk/2025/03/12/ARTI1741750000123.shtml",
    "/zwgk/fzzf/pnidpv382699.html",
    "/portal/article/12/3456",
    "/zwgk/2025-03-12/12345.html",
    "/zwgk/20250312/12345.html",
    "/eportal/ui?pageId=6806152&articleKey=6903671&columnId=6806589",
    "/gtapp/nrglIndex.action?type=2&messageID=ff80",
    "/plus/view.php?aid=12",
    "/zwgk/12345.thtml",
    "/fzdyydc/394705.jhtml",
    "/html/QHSZF/202601/0176889085625633.html",
)
LISTS = (
    "/",
    "/col/col788/index.html",
    "/zwgk/fzzfj/",
    "/zwgk/fzzfj/index_2.html",
    "/qhssfj/gggs/gggs.html",
    "/sfj/zcwj/nav_list.shtml",
    "/channels/14229.html",
    "/Node-6059.html",
    "/zffz/xzfy/1.html",
    "/class/BNANJPHH",
    "/gkmlpt/index",
    "/37584/38152/66314/66315/index.html",
    "/zwgk/20251345/12345.html",  # no day
    "/eportal/ui?pageId=6817552&currentPage=2",
    "/gtapp/nrglIndex.action?classID=ff80&type=1",
    "/channels/ch04216/",
    "/zgsrmzf/c00145/pc/list.html",
    "/zwgk/fzzf.thtml",
    "/zwgk/ndbg.thtml?id=3",
    "/e/action/ListInfo/?classid=112",
    "/index.php?m=content&c=index&a=lists&catid=9",
    "/public/column/6596801?type=4&action=list",
)


@pytest.mark.parametrize(("report", "listing"), TOLD.items())
def test_address_of_a_report_tells_its_list(report: str, listing: str) -> None:
    assert list_of(HOST + report) == HOST + listing


@pytest.mark.parametrize("report", UNTOLD)
def test_address_of_a_report_may_tell_only_that_it_is_one(report: str) -> None:
    assert (is_origin_known(HOST + report), list_of(HOST + report)) == (True, None)


@pytest.mark.parametrize("listing", LISTS)
def test_address_of_a_list_is_none_of_a_report(listing: str) -> None:
    assert not is_origin_known(HOST + listing)
