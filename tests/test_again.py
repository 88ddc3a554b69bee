"""A page reads the same whatever was read before it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from pipelines.body.again import APART, KEPT, last_alike
from pipelines.body.lines import Lines
from pipelines.body.markup import pieces
from pipelines.body.walk import lines_in
from tests.saved import PAGES

_BANNER = "".join(f'<li class="c{n}"><a href="/{n}/"><i></i>栏目{n}</a><ul><li>政务<br>公开</li></ul></li>' for n in range(APART))
_PENDING = (
    "",
    "<ol start=3><li>其一<li>",
    "<pre>第一行\n第二",
    '<p class="x"><span id="y">未完的一句',
    "<a href='/t.html'>年度报告",
    "<div style='display:none'><p>不可见</p></div>",
    "<table><tr><td>甲<td><td>",
)
_OPEN = st.sampled_from(_PENDING)
_MENUS = st.integers(0, APART)


def _read(html: str) -> Lines:
    tree = LexborHTMLParser(html)
    assert tree.body is not None
    return lines_in(pieces(tree.body))


def _alone(html: str) -> Lines:
    kept, KEPT[:] = list(KEPT), []
    found = _read(html)
    KEPT[:] = kept
    return found


def _page(before: str, menus: int, behind: str, seed: int) -> str:
    rows = _BANNER.split("</ul></li>")
    return f"<body>{before}<ul>{'</ul></li>'.join(rows[:menus])}{behind}{'依法行政<b>报告</b>。</p></li><li>'[seed:] * 9}"


@given(pages=st.lists(st.builds(_page, _OPEN, _MENUS, _OPEN, st.integers(0, 30)), min_size=2, max_size=6))
@settings(max_examples=60)
def test_page_reads_after_any_other_as_it_reads_alone(pages: list[str]) -> None:
    alone = [_alone(page) for page in pages]

    assert [_read(page) for page in pages] == alone
    assert [_alone(page) for page in pages] == alone


@pytest.mark.parametrize("pending", _PENDING)
def test_what_is_pending_where_pages_part_goes_on(pending: str) -> None:
    first, second = (f"<body>{_BANNER}{pending * 3}{'<b>法治</b>' * APART}{end}" for end in ("</p>前一页", "后一页<p>"))
    alone = _alone(second)

    _read(first)

    assert last_alike(pieces(LexborHTMLParser(second).body)) is not None  # type: ignore[arg-type]  # it has a body
    assert _read(second) == alone


def test_saved_pages_cut_anywhere_read_as_alone() -> None:
    pages = [path.read_bytes().decode("utf-8", "replace") for path in sorted(PAGES.rglob("*.html"))[:40]]
    cut = [page[: len(page) * (number % 8 + 1) // 9] for number, page in enumerate(pages)]
    every = [page for pair in zip(pages, cut, strict=True) for page in pair]
    alone = [_alone(page) for page in every]

    assert [_read(page) for page in every] == alone


def test_few_pages_are_kept_and_none_that_is_huge() -> None:
    for site in range(9):
        _read(f"<body class=s{site}>{_BANNER}")
    _read(f"<body class=huge>{_BANNER * 90}")

    assert len(KEPT) == 4
    assert not any("huge" in known.markup[0][0] for known in KEPT)
