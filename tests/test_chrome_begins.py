"""Page chrome is found where a line begins, and nowhere else."""

import pytest

from pipelines.body.furniture import kinds


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("【打印本页】", {"button"}),
        ("· 来源：荷渚市司法局", {"source"}),
        ("2025-03-18 来源：荷渚市司法局", {"date", "source"}),
        ("我局全年打印本页", set()),
        ("荷渚市司法局 来源：本局", set()),
    ],
)
def test_a_line_is_chrome_only_if_it_begins_as_chrome_or_with_a_date(line: str, found: set[str]) -> None:
    assert kinds(line) == found
