"""The sites of the estate that tempt: a divided column, sister hosts, sidebars of dated rows, names that sound alike, deep menus."""

from collections.abc import Iterator

from crawler.demo.markup import BREAKS
from crawler.demo.posts import Post
from tests.estate import rows, static
from tests.estate.homes import by_departments, by_frame, by_hub, by_menu, by_more
from tests.estate.islands import Hanweb
from tests.estate.kaipu import KaipuReplies
from tests.estate.places import dated, trs, uuid_of
from tests.estate.replies import Jpaas
from tests.estate.searches import Lonsun
from tests.estate.sections import alike, four, others, three
from tests.estate.site import Look, Section, Site
from tests.estate.static import Divided, Files, numbered_call
from tests.estate.town import town

_SIDE = Look(beside=True)


def odd_sites() -> tuple[Site, ...]:
    """Return the sites, none of which serves yet."""
    return (*_divided(), *_sidebars(), *_names(), *_relatives(), *_numbered())


def _divided() -> Iterator[Site]:
    place = town("江陵区", "500119")
    pager = numbered_call("createPageHTML", first=0)
    lists = Divided(folder="/zwgk_251/zfxxgkml_1/{slug}/", pager=pager)
    yield Site("divided-by-department", place, lists, four(place), by_hub, family="static")

    place = town("渝水县", "500229")
    lists = Divided(folder="/sfj/zwgk/{slug}/", by_year=True, pager=pager)
    yield Site("divided-by-year", place, lists, four(place), by_menu, family="static")

    place = town("锡河市", "320298")
    address = dated("/doc/{day:%Y/%m/%d}/{number}.shtml")
    sisters = Sisters(folder="/zghz/{slug}/", first="index.shtml", later="index_{n}.shtml", address=address)
    yield Site("rows-of-sister-hosts", place, sisters, four(place), by_menu, family="wuxi", reach=Sisters.own)


class Sisters(Files):
    """Files some rows of which lead to the host of another office, whose pages are not this site's to collect."""

    def href(self, site: Site, section: Section, post: Post) -> str:
        here = Files.href(self, site, section, post)
        return here if Sisters.own((post,)) else f"http://localhost:{site.host.rpartition(':')[2]}{here}"

    @staticmethod
    def own(posts: tuple[Post, ...]) -> tuple[Post, ...]:
        """Return the posts that lie on the site's own host."""
        return tuple(post for post in posts if not post.issuer.endswith(("街道办事处", "水务局")))


def _sidebars() -> Iterator[Site]:
    place = town("坪山县", "440399")
    lists = Files(
        folder="/gk/{slug}/",
        address=dated("/gk/{slug}/content/post_{number}.html"),
        frame='<div class="lb">{}</div>',
        row=rows.carded,
        pager=static.digits_pager,
    )
    yield Site("nfcms-beside-news", place, lists, four(place, "法治政府建设年度报告"), by_more, family="nfcms", look=_SIDE)

    place = town("龙渊市", "331198")
    columns = ("1229200001", "1229200002", "1229200003", "1229200004")
    yield Site("hanweb-beside-news", place, Hanweb(), four(place, slugs=columns), by_hub, family="hanweb", look=_SIDE)

    place = town("高山市", "230498")
    yield Site("kaipu-shell-beside-news", place, KaipuReplies(), four(place), by_menu, family="kaipu", look=_SIDE)

    place = town("宿河区", "341398")
    slugs = ("6718701", "6718702", "6718703", "6718704")
    yield Site("lonsun-shell-beside-news", place, Lonsun(), four(place, "法治政府建设", slugs), by_hub, family="lonsun", look=_SIDE)

    place = town("泰兴河市", "321298")
    yield Site(
        "jpaas-shell-beside-news", place, Jpaas(), four(place, slugs=("fzzf", "gknb", "tzgg", "gzdt")), by_menu, family="jpaas", look=_SIDE
    )


def _names() -> Iterator[Site]:
    pager = numbered_call("createPageHTML", first=0)
    place = town("通海县", "530423")
    lists = Files(
        folder="/zfxxgk/{slug}/",
        address=trs("/zfxxgk/{slug}/"),
        shift=1,
        pager=pager,
        past="first",
        extra=3,
    )
    yield Site("names-that-sound-alike", place, lists, alike(place), by_menu, family="static")

    place = town("安泽县", "141026")
    sections = others(place)
    yield Site("other-information", place, lists, sections, by_hub, family="static", look=_SIDE)

    place = town("和田河县", "653299")
    lists = Files(
        folder="/sfj/{slug}/", address=dated("/sfj/{slug}/{day:%Y-%m}/{number}.html"), row=rows.spanned, pager=static.linked_pager
    )
    yield Site(
        "portal-of-departments", place, lists, four(place), by_departments, family="static", owner="人民政府", look=Look(hand=BREAKS)
    )

    place = town("峨边县", "511132")
    lists = Files(
        folder="/ebx/{slug}/",
        first="list.shtml",
        later="list_{n}.shtml",
        address=dated("/ebx/{slug}/{day:%Y%m}/{number}.shtml"),
        past="first",
        row=rows.dated_before,
    )
    yield Site("framed-home-no-pager", place, lists, three(place, "工作报告", ("gzbg", "nb", "dt")), by_frame, family="kaipu")


def _relatives() -> Iterator[Site]:
    place = town("宁陵市", "320199")
    lists = Files(
        folder="/njssfj/214/",
        first="{slug}/index_{slug}.html",
        later="{slug}/index_{slug}_{n}.html",
        shift=1,
        address=trs("/njssfj/214/{slug}/"),
        pager=numbered_call("createPageHTML", first=0, stem="index_224"),
    )
    yield Site("nanjing-suffix", place, lists, four(place, slugs=("224", "225", "226", "227")), by_menu, family="static")

    place = town("常安市", "320499")
    lists = Files(
        folder="/class/",
        first="{slug}",
        later="{slug}/{n}",
        address=dated("/ns_news/{number}"),
        row=rows.numbered,
        frame="<table>{}</table>",
        pager=static.linked_pager,
    )
    yield Site(
        "changzhou-classes", place, lists, four(place, slugs=("BNANJPHH", "BNANJPHI", "BNANJPHJ", "BNANJPHK")), by_more, family="static"
    )

    place = town("冀平县", "130199")
    slugs = (uuid_of("fzzf"), uuid_of("nb"), uuid_of("tz"), uuid_of("dt"))
    lists = Files(
        folder="/columns/{slug}/",
        first="index.html",
        later="index_{n}.html",
        address=lambda section, post: f"/columns/{section.slug}/{post.published:%Y%m/%d}/{uuid_of(section.slug, post.key)}.html",
        pager=static.digits_pager,
    )
    yield Site("hebei-columns", place, lists, four(place, slugs=slugs), by_menu, family="static")


def _numbered() -> Iterator[Site]:
    place = town("康安市", "610999")
    lists = Files(
        folder="/", first="Node-{slug}.html", later="Node-{slug}_{n}.html", address=dated("/Content-{number}.html"), row=rows.bracketed
    )
    yield Site("ankang-nodes", place, lists, four(place, slugs=("6059", "6060", "6061", "6062")), by_hub, family="static")

    place = town("渭川市", "610599")
    lists = Files(
        folder="/zffz/{slug}/", first="1.html", later="{n}.html", address=dated("/zffz/{slug}/{number}.html"), pager=static.linked_pager
    )
    yield Site("numbered-files", place, lists, four(place), by_menu, family="static")

    place = town("前进区", "230899")
    lists = Files(
        folder="/e/action/ListInfo/?classid={slug}",
        later="&page={n}",
        shift=1,
        address=dated("/e/action/ShowInfo.php?classid={slug}&id={number}"),
        pager=static.linked_pager,
    )
    yield Site("empire-queries", place, lists, four(place, slugs=("112", "113", "114", "115")), by_menu, family="static")
