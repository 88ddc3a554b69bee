"""Pages of which a part is missing are told from those that are only carelessly written."""

import pytest

from crawler.whole import is_cut_off
from tests.parts_web import paragraphs, report, worded

WHOLE = report(worded(paragraphs(0, 20))).decode()
BARE = WHOLE.removesuffix("</body></html>")


@pytest.mark.parametrize("share", [0.4, 0.6, 0.8, 0.95])
def test_page_that_ends_inside_its_body_is_cut_off(share: float) -> None:
    assert is_cut_off(WHOLE[: int(len(BARE) * share)])


@pytest.mark.parametrize(
    "page",
    [
        WHOLE,
        BARE,  # both end tags may be left out: HTML, 13.1.2.4
        WHOLE.replace("</div>", "", 2),
        WHOLE.replace("<body>", "<body></div></div>"),
        f"{WHOLE}<script>let one = '<div>'",
        BARE.replace("<body>", "<body><!-- <div> --><script>'<div>'</script>"),
        "<ul><li><a href='1.html'>清河市司法局",  # a reply that is a piece of a page by design
        '{"rows": "<div>清河市司法局"}',
        "",
    ],
)
def test_careless_page_is_whole(page: str) -> None:
    assert not is_cut_off(page)


@pytest.mark.parametrize("end", ["<!-- 正文", "<script>var a = '", "<div class='foo", "<table><tr><td>312"])
def test_page_that_ends_inside_of_anything_is_cut_off(end: str) -> None:
    assert is_cut_off(BARE + end)
