"""The sites of the estate whose lists have to be asked for: islands, units, catalogues, channels, labels, gateways."""

from collections.abc import Iterator

from crawler.demo.markup import DIVISIONS, WORD
from tests.estate import rows
from tests.estate.homes import by_choice, by_crumbs, by_hub, by_menu, by_more, by_special
from tests.estate.islands import Hanweb, TrueCms
from tests.estate.kaipu import KaipuReplies
from tests.estate.replies import Epoint, Gkmlpt, Jpaas, QueryList
from tests.estate.searches import Catalogue, Gateway, Lonsun
from tests.estate.sections import four, three
from tests.estate.site import Look, Site
from tests.estate.town import town

_HANWEB = Look(
    header="文章来源： 作者： 发布时间：{second} 点击数：",
    body='<div id="zoom"><!--<$[信息内容]>begin-->{}<!--<$[信息内容]>end--></div>',
    hand=DIVISIONS,
)
_COLUMNS = ("1229473585", "1229473590", "1229473601", "1229473622")


def asked_sites() -> tuple[Site, ...]:
    """Return the sites, none of which serves yet."""
    return (*_hanweb(), *_hanweb_relatives(), *_kaipu(), *_gateways(), *_platforms())


def _hanweb() -> Iterator[Site]:
    place = town("云岚市", "331199")
    yield Site("hanweb-groups", place, Hanweb(), four(place, slugs=_COLUMNS), by_hub, family="hanweb", look=_HANWEB)

    place = town("鹿城县", "330399")
    lists = Hanweb(form="records", row=rows.bracketed)
    yield Site("hanweb-records", place, lists, four(place, slugs=_COLUMNS), by_crumbs, family="hanweb", look=_HANWEB)

    place = town("嘉禾县", "330499")
    lists = Hanweb(row=rows.broken, commented=True, endpoint="/module/jpage/dataproxy.jsp")
    yield Site("hanweb-commented-broken-dates", place, lists, four(place, slugs=_COLUMNS), by_menu, family="hanweb", look=_HANWEB)

    place = town("海阳市", "370699")
    lists = Hanweb(form="whole", row=rows.shouted)
    yield Site("hanweb-whole-island", place, lists, four(place, slugs=_COLUMNS), by_more, family="hanweb", look=_HANWEB)

    place = town("钟山县", "350199")
    lists = Hanweb(form="sealed")
    sections = four(place, slugs=_COLUMNS)
    yield Site("hanweb-sealed", place, lists, sections, by_menu, family="hanweb", look=_HANWEB, reach=lambda posts: posts[: lists.group])


def _hanweb_relatives() -> Iterator[Site]:
    place = town("盐阜市", "320999")
    yield Site("catalogue-table", place, Catalogue(), four(place, slugs=("788", "811", "812", "813")), by_menu, family="xxgk", look=_HANWEB)

    place = town("浙海市", "330999")
    yield Site("catalogue-standard", place, Catalogue(form="standard"), four(place, slugs=_COLUMNS), by_hub, family="xxgk", look=_HANWEB)

    place = town("扬川市", "321099")
    yield Site("jpaas-units", place, Jpaas(size=10), four(place), by_hub, family="jpaas")

    place = town("昌永县", "620399")
    lists = Jpaas(row=rows.broken, size=15)
    yield Site("jpaas-among-notices", place, lists, three(place, "公示公告", ("gsgg", "zfxxgknb", "gzdt")), by_menu, family="jpaas")

    place = town("赣源市", "360799")
    slugs = ("42150", "42151", "42152", "42153")
    yield Site("querylist", place, QueryList(), four(place, slugs=slugs), by_menu, family="querylist", look=_HANWEB)


def _kaipu() -> Iterator[Site]:
    look = Look(header="来源：{source} 发布日期：{minute} 浏览次数：", body='<div id="UCAP-CONTENT">{}</div>', hand=WORD)
    place = town("兴山县", "230405")
    yield Site("kaipu-folder-channel", place, KaipuReplies(), four(place), by_menu, family="kaipu", look=look)

    place = town("莎河县", "653125")
    lists = KaipuReplies(in_meta=True, past="first")
    yield Site(
        "kaipu-meta-channel",
        place,
        lists,
        four(place, slugs=("c103808", "c103809", "c103810", "c103811")),
        by_hub,
        family="kaipu",
        look=look,
    )

    place = town("证州市", "130999")
    lists = KaipuReplies(form="searchList", past="last")
    slugs = ("c101935", "c101936", "c101937", "c101938")
    yield Site("kaipu-resolved-channel", place, lists, four(place, slugs=slugs), by_menu, family="kaipu", look=look)

    place = town("湘河市", "430399")
    slugs = ("fzzf_80675", "nb_80676", "tzgg_80677", "gzdt_80678")
    yield Site("kaipu-province", place, KaipuReplies(form="province"), four(place, slugs=slugs), by_menu, family="kaipu", look=look)

    place = town("平湖市", "320599")
    yield Site("kaipu-capitals", place, KaipuReplies(form="capitals"), four(place)[:1], by_menu, family="kaipu", look=look)


def _gateways() -> Iterator[Site]:
    place = town("闽山市", "350799")
    yield Site("gateway-fjdzapp", place, Gateway(), four(place), by_menu, family="gateway")

    place = town("泉山市", "350599")
    yield Site("gateway-was5", place, Gateway(form="was5", size=15), four(place), by_hub, family="gateway")

    place = town("桂江市", "450399")
    yield Site("gateway-igs", place, Gateway(form="igs"), four(place), by_special, family="gateway")

    place = town("楚江市", "420999")
    yield Site("gateway-file", place, Gateway(form="file"), four(place), by_menu, family="gateway")


def _platforms() -> Iterator[Site]:
    place = town("濠江县", "440599")
    slugs = ("4102", "4103", "4104", "4105")
    body = Look(header="发布日期：{minute}", body='<div class="article-content">{}</div>')
    yield Site("gkmlpt", place, Gkmlpt(), four(place, slugs=slugs), by_menu, family="gkmlpt", look=body)

    place = town("烈山区", "340604")
    text = Look(header="浏览次数：信息来源： {source}发布时间：{minute}", body='<div class="wzcon j-fontContent">{}</div>')
    slugs = ("6718758", "6718759", "6718760", "6718761")
    yield Site("lonsun-label", place, Lonsun(), four(place, "法治政府建设", slugs), by_menu, family="lonsun", look=text)

    place = town("青阳市", "341799")
    yield Site("lonsun-column", place, Lonsun(form="column", size=10), four(place, slugs=slugs), by_crumbs, family="lonsun", look=text)

    place = town("青溪市", "320698")
    head = Look(header="来源: {source} 发布时间:{minute} 累计次数: 字体:[ ]", body='<div class="TRS_UEDITOR">{}</div>')
    sections = three(place, "公告公示", ("gggs", "zfxxgknb", "gzdt"))
    yield Site("truecms-among-notices", place, TrueCms(), sections, by_menu, family="truecms", look=head)

    place = town("启海市", "320697")
    lists = TrueCms(folder="qhsrmzf", first=15, most=20, row=rows.plain)
    yield Site("truecms-small-pages", place, lists, four(place), by_more, family="truecms", look=head)

    place = town("徐塘市", "320399")
    slugs = ("003006001", "003006002", "003006003", "003006004")
    yield Site("epoint", place, Epoint(), four(place, slugs=slugs), by_choice, family="epoint")
