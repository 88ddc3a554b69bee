"""The site as a whole: what every page has, and who is answered."""

import pytest

from storage.archive import Archive
from storage.browse.app import made_site
from storage.browse.instance import Browse
from tests.browsed import asked
from tests.made import START, made_report


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Browse:
    path = tmp_path_factory.mktemp("browsed") / "search?#1.db"
    with Archive.open(path) as archive:
        archive.record(made_report(), run=None, at=START)
    return made_site(path, ())


def test_start_page_counts_what_is_held(site: Browse) -> None:
    (answer,) = asked(site, "/")

    assert answer.status_code == 200
    assert "<b>1</b>份报告" in answer.text
