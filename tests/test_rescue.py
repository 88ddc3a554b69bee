"""A site that is redesigned between two collections: the run is red, a diff of the row is offered, and with it everything goes on."""

import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crawler.model import Incident, ListEntry
from storage.archive import Archive
from tests.conftest import Done, program
from tests.made import START
from tests.sites_web import SitesWeb, article, menu, page, reports, rows, trs

PATCH = shutil.which("patch") or ""
OLD = "/zwgk/fzzfjs/"
TITLES = reports(8)
COLUMN = "法治政府建设年度报告"
ROW = """# what we look after
[[site]]
id = "qinghe-sfj"
name = "清河市司法局 法治政府建设年度报告"  # as its page says
family = "{family}"
lists = ["{base}{path}"]
{more}schedule = "17 6 * * *"
delay = 0
expect_at_least = 5  # counted by hand

[[site]]
id = "qinghe-zf"
name = "清河市人民政府"
family = "static"
lists = ["http://127.0.0.1:9/"]
schedule = "18 6 * * *"
enabled = false
"""


def before() -> dict[str, str | int]:
    """The site as it was: a list of TRS, reports below it."""
    return {"/": page(menu({COLUMN: OLD})), OLD: page(rows(OLD, TITLES), column=COLUMN), **papers(lambda number: trs(OLD, number))}


def papers(address: Callable[[int], str], titles: list[str] = TITLES) -> dict[str, str | int]:
    """The pages of the reports, no two of which say the same."""
    return {address(number): article(title).replace("全年办理", f"{title[3:8]}全年办理") for number, title in enumerate(titles)}


def redrawn(number: int) -> str:
    return f"/article/202603/{number:02d}/8f14e45f-ceea-467f-9575-6d7d4a1b2c{number:02d}.html"


def redesigned(path: str = OLD, titles: list[str] = TITLES) -> dict[str, str | int]:
    """The site as it is: other markup, other addresses of reports, the same papers."""
    cards = "".join(
        f'<div class="card"><a class="tt" href="{redrawn(number)}">{title}</a><em>2026-03-{number + 1:02d}</em></div>'
        for number, title in enumerate(titles)
    )
    listing = page(f'<div class="cards">{cards}</div>', column=COLUMN)
    home = page(menu({"机构概况": "/jggk/", COLUMN: path}))
    return {"/": home, path: listing, **papers(redrawn, titles)}


@dataclass(slots=True)
class Place:
    """A folder with a file of rows and an archive, and the site that they are about."""

    folder: Path
    web: SitesWeb

    def write(self, family: str = "static", path: str = OLD, more: str = "") -> None:
        text = ROW.format(family=family, base=self.web.base, path=path, more=more)
        (self.folder / "my.toml").write_text(text, encoding="utf-8")

    def becomes(self, pages: Mapping[str, str | int]) -> None:
        self.web.pages = pages
        self.web.asked.clear()

    def run(self, *arguments: str) -> Done:
        return program(self.folder)(*arguments, "--sites", "my.toml")

    def has_listed(self, titles: list[str]) -> None:
        """Let an earlier run have had these entries."""
        entries = [ListEntry(url=self.web.base + trs(OLD, number), title=title) for number, title in enumerate(titles)]
        with Archive.open(self.folder / "reports.db") as archive:
            archive.list_entries("qinghe-sfj", entries, at=START)

    def collect(self) -> dict[str, Any]:
        (line,) = self.run("collect", "qinghe-sfj", "--format", "json").json
        return dict(line)

    def incidents(self) -> list[Incident]:
        with Archive.open(self.folder / "reports.db", readonly=True) as archive:
            return [incident for incident in archive.incidents() if incident.ended_at is None]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    with SitesWeb(before()) as web:
        here = Place(tmp_path, web)
        here.write()
        yield here


needs_patch = pytest.mark.skipif(not PATCH, reason="a person applies the diff with patch")
SELECTED = 'select.rows = "ul > li"\n'


@needs_patch
def test_redesigned_site_goes_on_once_its_offer_is_applied(place: Place) -> None:
    place.write(more=SELECTED)
    assert (place.collect()["new"], place.incidents()) == (8, [])
    written = (place.folder / "my.toml").read_text(encoding="utf-8")

    place.becomes(redesigned())
    red = place.collect()
    (incident,) = place.incidents()

    assert red["verdict"].startswith("red: LIST_EMPTY")
    assert [problem["code"] for problem in red["problems"]].count("OFFERED") == 1
    assert (incident.site, incident.code, incident.runs) == ("qinghe-sfj", "LIST_EMPTY", 1)
    assert f"-{SELECTED}" in (incident.offer or "")
    assert (place.folder / "my.toml").read_text(encoding="utf-8") == written

    subprocess.run([PATCH, "my.toml"], cwd=place.folder, input=(incident.offer or "").encode(), check=True, capture_output=True)
    recovered = place.collect()

    assert (recovered["verdict"], recovered["new"], place.incidents()) == ("sound", 8, [])
    assert (place.folder / "my.toml").read_text(encoding="utf-8") == written.replace(SELECTED, "")
    assert [problem["code"] for problem in recovered["problems"]] == ["MOVED"]
    with Archive.open(place.folder / "reports.db", readonly=True) as archive:
        held = list(archive.reread_candidates())
        histories = [archive.versions(place.web.base + trs(OLD, number)) for number in range(8)]
    assert sorted(version.url for version in held) == sorted(place.web.base + redrawn(number) for number in range(8))
    for number, versions in enumerate(histories):
        assert [(each.version, each.url) for each in versions] == [(1, place.web.base + redrawn(number))]
        assert versions[0].moved_from == place.web.base + trs(OLD, number)

    place.web.asked.clear()
    last = place.collect()
    scraped = place.run("scrape", place.web.base + trs(OLD, 3))

    assert (last["unchanged"], last["new"], last["changed"], last["problems"]) == (8, 0, 0, [])
    assert not [path for path in place.web.asked if path.startswith(OLD) and path != OLD]
    assert (scraped.status, scraped.json[0]["url"], scraped.json[0]["version"]) == (0, place.web.base + redrawn(3), 1)


def test_list_that_has_moved_is_found_again_over_the_home_page(place: Place) -> None:
    place.has_listed(TITLES)
    place.becomes(redesigned("/xxgk/fzbg/"))

    red = place.collect()
    (incident,) = place.incidents()

    assert red["verdict"] == "red: NOT_FOUND"
    assert incident.code == "NOT_FOUND"
    assert [line for line in (incident.offer or "").splitlines() if line[0] in "-+"][2:] == [
        f'-lists = ["{place.web.base}{OLD}"]',
        f'+lists = ["{place.web.base}/xxgk/fzbg/"]',
    ]
    assert len(place.web.asked) <= 41


def test_site_that_only_blocks_is_not_probed(place: Place) -> None:
    place.has_listed(TITLES)
    place.becomes({OLD: 412})

    red = place.collect()
    (incident,) = place.incidents()

    assert (red["verdict"], incident.code, incident.probed_at) == ("red: BLOCKED", "BLOCKED", None)
    assert place.web.asked == [OLD]


def test_site_that_begins_to_block_is_asked_no_more(place: Place) -> None:
    place.has_listed(TITLES)
    columns = {f"信息公开目录{number}": f"/xxgk{number}/" for number in range(9)}
    place.becomes({"/": page(menu(columns)), **dict.fromkeys(columns.values(), 412)})

    place.collect()
    (incident,) = place.incidents()

    assert (incident.code, incident.offer) == ("NOT_FOUND", None)
    assert [path for path in place.web.asked if path in columns.values()] == ["/xxgk0/"]


def test_site_without_the_section_says_what_was_found_instead(place: Place) -> None:
    place.has_listed(TITLES)
    place.becomes({"/": page(menu({"机构概况": "/jggk/"})), OLD: page("<p>栏目调整中</p>")})

    place.collect()
    (incident,) = place.incidents()

    assert (incident.code, incident.offer) == ("LIST_EMPTY", None)
    assert f"{place.web.base}{OLD}: found a page with 0 links" in (incident.found or "")
