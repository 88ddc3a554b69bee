"""Every family reads the pages saved for it: rows, titles, dates, the next page, and what the list claims."""

import pytest

from spiders.families import FAMILIES, recognise
from spiders.walk import ListSize
from tests.saved import PAGES, Case, cases

ALL = [
    pytest.param(family.name, case, id=f"{family.name}-{case.name}") for family in sorted(PAGES.iterdir()) for case in cases(family.name)
]


@pytest.mark.parametrize(("family", "case"), ALL)
def test_entries_are_those_of_the_main_list(family: str, case: Case) -> None:
    entries = FAMILIES[family]().entries(case.response)

    assert [(entry.url, entry.title, entry.date) for entry in entries] == case.entries


@pytest.mark.parametrize(("family", "case"), ALL)
def test_next_page_is_the_one_that_holds_the_next_rows(family: str, case: Case) -> None:
    following = FAMILIES[family]().next_list(case.response)

    assert (following.url if following else None) == case.next


@pytest.mark.parametrize(("family", "case"), ALL)
def test_list_claims_what_it_prints(family: str, case: Case) -> None:
    size = FAMILIES[family]().list_size(case.response)

    assert size == ListSize(case.pages, case.records)


@pytest.mark.parametrize(("family", "case"), ALL)
def test_family_is_recognised_by_what_it_finds(family: str, case: Case) -> None:
    best = recognise(case.response)[0]

    assert best.family == family
    assert [(entry.url, entry.title, entry.date) for entry in best.entries] == case.entries


def test_every_family_has_saved_pages() -> None:
    saved = {family.name for family in PAGES.iterdir()}

    assert saved == set(FAMILIES)
