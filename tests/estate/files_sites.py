"""The sites of the estate whose lists are files: TRS and its relatives, NFCMS, Kaipu's named lists, VSB, Wuxi, and nobody's."""

from collections.abc import Iterator

from crawler.demo.markup import BREAKS, DIVISIONS, UPPER, WORD
from crawler.demo.posts import Post
from tests.estate import rows, static
from tests.estate.homes import by_crumbs, by_hub, by_map, by_menu, by_more, by_script, by_special
from tests.estate.places import dated, trs
from tests.estate.sections import four, three
from tests.estate.site import Look, Section, Site
from tests.estate.static import Backwards, Files, Paging, numbered_call
from tests.estate.town import town

_TRS = Look(header="来源：{source} 发布时间：{minute}", body='<div class="TRS_Editor">{}</div>', hand=WORD)


def files_sites() -> tuple[Site, ...]:
    """Return the sites, none of which serves yet."""
    return (*_trs(), *_trs_in_tables(), *_trs_oddities(), *_guangdong(), *_named(), *_others(), *_nobodys())


def _trs() -> Iterator[Site]:
    folder = "/zfxxgk/fdzdgknr/{slug}/"
    place = town("云溪市", "320699")
    lists = Files(folder=folder, address=trs(folder), shift=1, form="dot", pager=numbered_call("createPageHTML", first=0), extra=2)
    yield Site("trs-from-zero", place, lists, four(place), by_hub, family="static", look=_TRS)

    place = town("柳河县", "610524")
    lists = Files(
        folder="/zwgk/{slug}/",
        first="index.shtml",
        later="index_{n}.shtml",
        address=trs("/zwgk/{slug}/", "shtml"),
        form="dot",
        row=rows.bracketed,
        pager=numbered_call("createPageHTML", first=1, quoted="paging", ending="shtml"),
        also=("",),
    )
    yield Site("trs-from-one", place, lists, four(place, "法治政府建设"), by_menu, family="static", look=_TRS)


def _trs_in_tables() -> Iterator[Site]:
    place = town("石泉县", "610922")

    lists = Files(
        folder="/sfj/{slug}/",
        address=trs("/sfj/{slug}/"),
        shift=1,
        row=rows.numbered,
        frame='<table class="tb"><tr><th>文号</th><th>标题</th><th>日期</th></tr>{}</table>',
        pager=_records_first,
        form="full",
    )
    yield Site("trs-table-records-first", place, lists, four(place, "年度法治政府建设情况报告"), by_more, family="static", look=_TRS)

    place = town("枫林县", "140421")
    lists = Files(
        folder="/llxxgk/sfj/{slug}/",
        first="index.htm",
        later="index_{n}.htm",
        address=trs("/llxxgk/sfj/{slug}/", "htm"),
        shift=1,
        row=rows.shouted,
        frame="<UL class=list>{}</UL>",
        pager=static.variable_pager,
        also=("",),
    )
    look = Look(header="文章来源:{source} 更新时间:{second}", body="<div id=mainText>{}</div>", hand=UPPER, charset="")
    yield Site(
        "trs-gbk-undeclared", place, lists, four(place), by_map, family="static", look=look, encoding="gbk", content_type="text/html"
    )


def _records_first(paging: Paging) -> str:
    return f"<script>createPageHTML({paging.records}, {paging.pages}, {paging.number - 1}, 'index', 'html');</script>"


def _trs_oddities() -> Iterator[Site]:
    pager = numbered_call("createPageHTML", first=0)
    place = town("梅岭县", "360735")
    lists = Files(
        folder="/zwgk/{slug}/",
        address=trs("/zwgk/{slug}/"),
        shift=1,
        row=rows.popped_up,
        frame="<table><tbody>{}</tbody></table>",
        pager=pager,
        form="dot",
    )
    yield Site("trs-pop-ups", place, lists, four(place), by_more, family="static", look=_TRS)

    place = town("沙坪县", "500199")
    lists = Files(folder="/zwgk/{slug}/", address=trs("/zwgk/{slug}/"), shift=1, row=rows.clicked, pager=pager, form="dot")
    yield Site("trs-on-click", place, lists, four(place), by_menu, family="static", look=_TRS)

    place = town("青川县", "510822")
    lists = Files(
        folder="/zwgk/{slug}/",
        address=trs("/zwgk/{slug}/"),
        row=rows.dated_before,
        frame='<ul class="xl">{}</ul>',
        pager=static.digits_pager,
        past="first",
        form="full",
    )
    yield Site("renamed-dated-before", place, lists, four(place, "依法行政年度报告"), by_special, family="static", look=Look(hand=BREAKS))

    place = town("竹山县", "420323")
    lists = Files(folder="/ztzl/{slug}/", address=trs("/ztzl/{slug}/"), shift=1, row=rows.undated, size=20, form="protocol")
    yield Site("dates-in-addresses", place, lists, four(place), by_hub, family="static", look=_TRS)

    place = town("白水县", "610527")
    lists = Files(
        folder="/xxgk/{slug}/", address=trs("/xxgk/{slug}/"), row=rows.defined, frame='<div class="dls">{}</div>', pager=static.linked_pager
    )
    yield Site("definitions-among-notices", place, lists, three(place, "公示公告", ("gsgg", "gknb", "xwdt")), by_crumbs, family="static")


def _guangdong() -> Iterator[Site]:
    script = '<script>window.NFCMS_SITE_ID = "750001"; window.NFCMS_PUB_TYPE = "page";</script>'
    plain = Look(header="", body='<div class="news_cont_d_wrap">{}</div>', head=script)
    folder = "/bmpd/jmssfj/zwgk/{slug}/"
    place = town("榕湾市", "440799")
    lists = Files(
        folder=folder,
        address=dated("/bmpd/jmssfj/zwgk/{slug}/content/post_{number}.html"),
        frame='<ul class="infoList">{}</ul>',
        pager=static.digits_pager,
        also=("index.html",),
    )
    yield Site("nfcms-among-notices", place, lists, three(place, "通知公告", ("tzgg", "nb", "gzdt")), by_menu, family="nfcms", look=plain)

    place = town("紫云县", "441621")
    lists = Files(
        folder=folder,
        first="index.html",
        address=dated("/bmpd/jmssfj/zwgk/{slug}/content/post_{number}.html"),
        row=rows.chinese,
        frame='<div class="viewList">{}</div>',
        pager=static.linked_pager,
        past="first",
        form="protocol",
        also=("",),
    )
    look = Look(header="发布时间：{second} 来源：{source} 阅读人次：-", body='<div class="article-content">{}</div>', head=script)
    yield Site("nfcms-divisions", place, lists, four(place, "年度法治政府建设情况报告"), by_crumbs, family="nfcms", look=look)


def _kaipu_article(section: Section, post: Post) -> str:
    return f"/qhx/c{section.number(post, 101480, 101482)}/{post.published:%Y%m}/c00_{section.number(post, 30000000, 39999999)}.shtml"


def _named() -> Iterator[Site]:
    look = Look(header="来源：{source} 作者： 发布时间 {chinese} 点击数：", body='<div id="zoomcon"><UCAPCONTENT>{}</UCAPCONTENT></div>')
    place = town("雪岭县", "230499")
    pager = numbered_call("createPageHTML", first=1, quoted="page_div", stem="nav_list", ending="shtml")
    lists = Files(folder="/qhx/{slug}/", first="nav_list.shtml", later="nav_list_{n}.shtml", address=_kaipu_article, pager=pager)
    yield Site("kaipu-named", place, lists, four(place), by_hub, family="kaipu", look=look)

    place = town("乐山县", "511199")
    lists = Files(
        folder="/qhx/{slug}/",
        first="xxgk_list.shtml",
        later="xxgk_list_{n}.shtml",
        address=_kaipu_article,
        row=rows.divided,
        frame='<div class="biaobody"><ul>{}</ul></div>',
        pager=static.words_pager,
        past="last",
    )
    yield Site("kaipu-words", place, lists, four(place, "法治政府建设工作情况报告"), by_menu, family="kaipu", look=look)


def _others() -> Iterator[Site]:
    place = town("姚州县", "532399")

    def info(section: Section, post: Post) -> str:
        return f"/info/{section.number(section.posts[0], 1000, 1999)}/{section.number(post, 100000, 999999)}.htm"

    look = Look(
        header="日期：{day}来源：{source}", body='<div id="vsb_content_2"><div class="v_news_content">{}</div></div>', hand=DIVISIONS
    )
    slugs = ("zfxxgk/fzzfjsndbg", "zfxxgk/xxgknb", "zfxxgk/tzgg", "zfxxgk/gzdt")
    yield Site("vsb-counts-down", place, Backwards(address=info), four(place, slugs=slugs), by_hub, family="vsb", look=look)

    place = town("荷渚市", "320299")
    lists = Files(
        folder="/zghz/ztzl/{slug}/",
        first="index.shtml",
        later="index_{n}.shtml",
        address=dated("/doc/{day:%Y/%m/%d}/{number}.shtml"),
        size=20,
        frame='<ul id="doclist" class="pd20">{}</ul>',
        pager=static.linked_pager,
        past="last",
    )
    look = Look(
        header="来源：{source} 时间：{second} 浏览次数： 字号：[ ]",
        title='<div class="g_show_title">{}</div>',
        body='<div id="Zoom">{}</div>',
        charset='<META http-equiv="Content-Type" content="text/html; charset=gb2312">',
    )
    name = "法治政府建设工作情况报告"
    yield Site("wuxi-gbk", place, lists, four(place, name), by_special, family="wuxi", look=look, encoding="gbk", content_type="text/html")


def _nobodys() -> Iterator[Site]:
    place = town("安阳川县", "420921")
    lists = Files(
        folder="/c/xgssfj/",
        first="{slug}.jhtml",
        later="{slug}_{n}.jhtml",
        address=dated("/c/xgssfj/{slug}/{number}.jhtml"),
        row=rows.carded,
        frame="<div>{}</div>",
    )
    yield Site("jhtml-cards", place, lists, four(place), by_script, family="static", look=Look(title="<h3>{}</h3>", metas=False))

    place = town("平远市", "410499")

    def contents(section: Section, post: Post) -> str:
        return f"/contents/{section.number(section.posts[0], 10000, 19999)}/{section.number(post, 100000, 999999)}.html"

    lists = Files(
        folder="/channels/",
        first="{slug}.html",
        later="{slug}_{n}.html",
        address=contents,
        row=rows.opened,
        frame='<div class="channel"><ul>{}</ul></div>',
        pager=static.linked_pager,
    )
    slugs = ("14229", "14230", "14231", "14232")
    yield Site("channels-opened-by-script", place, lists, four(place, slugs=slugs), by_more, family="static", look=Look(header="{minute}"))
