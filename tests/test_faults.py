"""Every fault of the fault web, in the place of a list and of a report: its reason, and nothing that is stored for it."""

import socket
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from ssl import SSLContext, TLSVersion
from typing import Any

import pytest

from crawler.habits import row_mark
from crawler.ledger import Ledger
from crawler.model import ListEntry, Page, Site
from crawler.sites import load_sites
from pipelines.extract import extract
from storage.archive import Archive
from storage.held import held as held_pages
from tests.authority import TODAY, Authority, context
from tests.conftest import program
from tests.faults import ALSO, FRESH, KNOWN, PAGES, article, good, mislabelled, remade, section, title_of
from tests.faults_web import LIST, Answer, FaultsWeb, Host, Sent, answer
from tests.parts_web import paragraphs

pytestmark = pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1 is deprecated")  # a server of 2008 is what is wanted

TIMEOUT = "4"  # seconds, of which two faults take twelve; one that is shorter is passed by whole pages on a busy machine

SLOW = ("silent", "trickle")
EARLIER = datetime.now(UTC) - timedelta(days=9)
TEXTS = {path: "\n".join(paragraphs(20 * number, 9)) for number, path in enumerate((KNOWN, FRESH))}

# what each fault is told as in the place of a list; the address is the list's own
IN_PLACE_OF_A_LIST = {
    "silent": "UNREACHABLE found no answer in time, expected a page",
    "trickle": "UNREACHABLE found no answer in time, expected a page",
    "challenge": "BLOCKED found HTTP 412, expected a page",
    "cookie": "BLOCKED found HTTP 521, expected a page",
    "forbidden": "BLOCKED found HTTP 403, expected a page",
    "blocked": "BLOCKED found a block page of a firewall: '访问请求被拦截', expected a list page",
    "challenged": "BLOCKED found a challenge or block page ($_ts), expected a list page",
    "unauthorized": "LOGIN found HTTP 401, expected a page",
    "itself": "BLOCKED found a redirect to itself, as cookie challenges answer, expected a page",
    "itself-cookie": "BLOCKED found a redirect to itself, as cookie challenges answer, expected a page",
    "between-two": "LIST_FAILED found redirects without end, expected a page ({list}_0)",
    "missing": "NOT_FOUND found HTTP 404, expected a page",
    "soft-missing": "NOT_FOUND found an error page (the page does not exist): '访问的页面不存在或已被删除', expected a list page",
    "to-missing": "NOT_FOUND found an error page (the page does not exist): '访问的页面不存在或已被删除', expected a list page "
    "({base}/404.html)",
    "to-home": "NOT_FOUND found the home page in the place of {list}, expected a list page ({base}/)",
    "empty": "LIST_EMPTY found an empty answer, expected a list page",
    "login": "LOGIN found a login page: '统一身份认证', expected a list page",
    "to-login": "LOGIN found a login page: '统一身份认证', expected a list page ({base}/login.html)",
    "elsewhere": "OFFSITE found a redirect to {other}/fzzf/elsewhere.html, expected a page of the site; "
    "add its host to hosts if it is the site's ({other}/fzzf/elsewhere.html)",
    "reset": "UNREACHABLE found the answer broken off, expected a page",
    "reset-unmeasured": "LIST_FAILED found a page that breaks off in its middle, expected a whole one",
    "truncated": "UNREACHABLE found the answer broken off, expected a page",
    "length-short": "LIST_FAILED found a page that breaks off in its middle, expected a whole one",
    "length-long": "UNREACHABLE found the answer broken off, expected a page",
    "chunks": "UNREACHABLE found the answer broken off, expected a page",
    "gzip-cut": "UNREACHABLE found the answer broken off, expected a page",
    "gzip-bad": "UNREACHABLE found the answer broken off, expected a page",
    "gzip-none": "UNREACHABLE found the answer broken off, expected a page",
    "bomb": "LIST_FAILED found more bytes than are read, expected a page",
    "too-long": "LIST_FAILED found more bytes than are read, expected a page",
    "error": "LIST_FAILED found HTTP 500, expected a page",
    "pdf": "LIST_EMPTY found a PDF file, expected the text of a web page",
    "image": "LIST_EMPTY found a PNG picture, expected the text of a web page",
    "garbage": "LIST_EMPTY found binary data (control characters), expected the text of a web page",
}
# what each is told as in the place of a report, and whether its bytes are kept for a person to look at
IN_PLACE_OF_A_REPORT = {
    "silent": ("UNREACHABLE found no answer in time, expected a page", False),
    "trickle": ("UNREACHABLE found no answer in time, expected a page", False),
    "challenge": ("BLOCKED found HTTP 412 with a dynamic script challenge (瑞数), expected a report", True),
    "cookie": ("BLOCKED found HTTP 521 with a cookie challenge (加速乐), expected a report", True),
    "forbidden": ("BLOCKED found HTTP 403 with a block page of a firewall: 'Forbidden', expected a report", True),
    "blocked": ("BLOCKED found a block page of a firewall: '访问请求被拦截', expected a report", True),
    "unauthorized": ("LOGIN found HTTP 401 with a login page: '401 Unauthorized', expected a report", True),
    "itself": ("BLOCKED found a redirect to itself, as cookie challenges answer, expected a page", False),
    "missing": ("NOT_FOUND found HTTP 404, expected a page", False),
    "soft-missing": ("NOT_FOUND found an error page (the page does not exist): '访问的页面不存在或已被删除', expected a report", True),
    "to-home": ("NOT_FOUND found the home page of its site, expected a report ({base}/)", True),
    "empty": ("PARSE_EMPTY found no text, expected text", True),
    "to-login": ("LOGIN found a login page: '统一身份认证', expected a report ({base}/login.html)", True),
    "elsewhere": (
        "OFFSITE found a redirect to {other}/fzzf/elsewhere.html, expected a page of the site; add its host to hosts if it is the site's",
        False,
    ),
    "reset": ("UNREACHABLE found the answer broken off, expected a page", False),
    "reset-unmeasured": ("CUT_OFF found a page that breaks off in its middle, expected a whole one", True),
    "truncated": ("UNREACHABLE found the answer broken off, expected a page", False),
    "length-short": ("CUT_OFF found a page that breaks off in its middle, expected a whole one", True),
    "chunks": ("UNREACHABLE found the answer broken off, expected a page", False),
    "gzip-cut": ("UNREACHABLE found the answer broken off, expected a page", False),
    "too-long": ("FETCH_FAILED found more bytes than are read, expected a page", False),
    "error": ("FETCH_FAILED found HTTP 500, expected a page", False),
    "pdf": ("PARSE_EMPTY found a PDF file, expected the text of a web page", True),
    "garbage": ("PARSE_EMPTY found binary data (control characters), expected the text of a web page", True),
}
# what asks to be left alone, so that nothing else of its host is met: the row that meets it, and how it is told
WAITS = {
    "busy-list": "found HTTP 503 and the wish to be left alone until ",
    "busy-report": "found HTTP 503 and the wish to be left alone until ",
    "too-many-list": "found HTTP 429 (3 in a row), expected ",
}
# what keeps a whole host from being crawled
OF_A_HOST = {
    "expired": "TLS found a TLS error (certificate verify failed), expected a page",
    "own-signature": "TLS found a TLS error (certificate verify failed), expected a page",
    "other-name": "TLS found a certificate for another host, expected a page",
    "old-tls": "TLS found a TLS error (tlsv1 alert protocol version), expected a page",
    "no-host": "UNREACHABLE found no such host, expected a page",
    "refused": "UNREACHABLE found the connection refused, expected a page",
    "robots-forbid": "ROBOTS found it forbidden by robots.txt, expected it allowed",
}
WELL = ("robots-markup", "robots-missing", "secure", "old-tls-known", "wrong-charset")


@dataclass(frozen=True)
class Collected:
    """One collection over all faults: what the commands say of each row afterwards, and what the archive holds."""

    bases: Mapping[str, str]
    runs: Mapping[str, dict[str, Any]]
    incidents: Mapping[str, dict[str, dict[str, Any]]]
    path: Path

    def told(self, row: str) -> list[str]:
        """Return what is broken at a row."""
        return sorted(f"{code} {each['message']}" for code, each in self.incidents.get(row, {}).items())

    def red(self, row: str) -> set[str]:
        """Return the reasons for which the run of a row is red."""
        return set(self.runs[row]["verdict"].removeprefix("red: ").split(", "))

    def kept(self, url: str) -> list[tuple[int, str]]:
        """Return the versions that are held of a report: number and text."""
        with Archive.open(self.path, readonly=True) as archive:
            return [(each.version, each.text) for each in archive.versions(url)]

    def listed(self, row: str) -> int:
        """Return how many entries the lists of a row are held to have claimed."""
        with Archive.open(self.path, readonly=True) as archive:
            return len(archive.listed(f"fault-{row}", before=datetime.now(UTC)))

    def looked_at(self, url: str) -> list[str]:
        """Return the codes for which a page of an address waits for a person, with its bytes."""
        with Archive.open(self.path, readonly=True) as archive:
            return [each.code for each in held_pages(archive.file, url) if each.page is not None]


def _placed(told: Mapping[str, str], kind: str) -> dict[str, str]:
    """Return the row of each fault. Of one reason a row has one fault, since that is what an incident is; a row is a process."""
    counts: dict[str, int] = {}
    placed = {}
    for fault, words in told.items():
        code = words.split()[0]
        placed[fault] = f"{kind}-{counts.setdefault(code, 0)}"
        counts[code] += 1
    return placed


LISTS = _placed(IN_PLACE_OF_A_LIST, "lists")
REPORTS = _placed({fault: words for fault, (words, _) in IN_PLACE_OF_A_REPORT.items()}, "reports")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Collected]:
    """One collection over a web in which every row meets another fault; of those that stand on a report, an earlier version is held."""
    folder = tmp_path_factory.mktemp("faults")
    authority = Authority(folder)
    run = program(folder)
    with socket.socket() as deaf, FaultsWeb(_hosts(authority)) as web:
        deaf.bind(("127.0.0.1", 0))  # and does not listen: connections are refused
        bases = {**web.bases, "refused": f"http://127.0.0.1:{deaf.getsockname()[1]}", "no-host": "http://sfj.qinghe.invalid"}
        (folder / "sites.toml").write_text("\n".join(_row(name, base) for name, base in bases.items()), encoding="utf-8")
        _remember(folder, bases)
        run("collect", "--sites", "sites.toml", "--quiet", SSL_CERT_FILE=str(authority.bundle), GOVREPORTS_TIMEOUT=TIMEOUT)
        incidents: dict[str, dict[str, dict[str, Any]]] = {}
        for line in run("incidents", "--format", "json").json:
            incidents.setdefault(_name(line), {})[line["code"]] = line
        runs = {_name(line): line for line in reversed(run("runs", "--format", "json").json)}
        yield Collected(bases, runs, incidents, folder / "reports.db")


def _hosts(authority: Authority) -> dict[str, Host]:
    """Return every fault as a host of its own: first those that take long, so that the others pass meanwhile."""
    hosts = {row: Host(pages=_faulty_lists(row)) for row in dict.fromkeys(LISTS.values())}
    hosts |= {row: Host(pages=_faulty_reports(row)) for row in dict.fromkeys(REPORTS.values())}
    speaks: dict[str, SSLContext] = {
        "secure": context(authority.certificate("secure", is_weak=False)),
        "expired": context(authority.certificate("expired", until=TODAY - timedelta(days=1), is_weak=False)),
        "own-signature": context(authority.certificate("own", by="own", is_weak=False)),
        "other-name": context(authority.certificate("other", host="127.0.0.2", is_weak=False)),
        "old-tls-known": context(authority.certificate("old", is_weak=False), newest=TLSVersion.TLSv1_1),
    }
    hosts["old-tls"] = Host(pages={}, greeting=bytes.fromhex("15030100020246"))  # RFC 5246, 7.2: an alert, fatal, protocol_version
    hosts |= {name: Host(pages=_well(rows=1), tls=tls) for name, tls in speaks.items()}
    rules = "\nUser-agent: *\nDisallow: /\n"
    forbid = partial(answer, rules, kind="text/plain")
    markup, missing = partial(answer, f"<html><pre>{rules}</pre></html>"), partial(answer, f"<html><pre>{rules}</pre></html>", 404)
    for name, robots in (("robots-forbid", forbid), ("robots-markup", markup), ("robots-missing", missing)):
        hosts[name] = Host(pages=_well(rows=1), robots=_always(robots()))
    hosts |= {f"{fault}-list": Host(pages={**_well(), LIST: PAGES[fault]}) for fault in ("busy", "too-many")}
    hosts["busy-report"] = Host(pages={**_well(), KNOWN: PAGES["busy"], FRESH: PAGES["busy"]})
    hosts["wrong-charset"] = Host(pages={path: _always(mislabelled(path)) for path in (LIST, KNOWN)})
    hosts["remade"] = Host(pages={LIST: _always(remade()), "/": _always(answer("<html><body>清河市人民政府</body></html>"))})
    hosts |= {name: Host(pages={LIST: _always(good(LIST, rows=6))}) for name in ("half", "half-of-history")}
    return hosts


def _well(rows: int = 2) -> dict[str, Answer]:
    return {**ALSO, **{path: _always(good(path, rows)) for path in (LIST, KNOWN, FRESH)}}


def _faulty_lists(row: str) -> dict[str, Answer]:
    pages = _well()
    for fault in _of(LISTS, row):
        pages |= dict.fromkeys((_list(fault), f"{_list(fault)}_0"), PAGES[fault])
    return pages


def _faulty_reports(row: str) -> dict[str, Answer]:
    """Return a good list whose reports are all at fault, two for each fault; of the faults that take long, one."""
    faults = _of(REPORTS, row)
    paths = [path for fault in faults for path in _reports(fault)]
    pages = {**_well(), LIST: _always(answer(section(len(paths), tuple(paths))))}
    for fault in faults:
        known, fresh = _reports(fault)
        pages |= {known: PAGES[fault], fresh: PAGES[fault] if fault not in SLOW else _always(good(fresh))}
    return pages


def _of(placed: Mapping[str, str], row: str) -> list[str]:
    return [fault for fault, each in placed.items() if each == row]


def _list(fault: str) -> str:
    return f"/fzzf/{fault}/index.html"


def _reports(fault: str) -> tuple[str, str]:
    """Return the report of which an earlier version is held, and the one that is new."""
    return f"/fzzf/{fault}/t20260301_1.html", f"/fzzf/{fault}/t20260301_2.html"


def _always(sent: Sent) -> Answer:
    return lambda _address: sent


def _row(name: str, base: str) -> str:
    """Return a row; it is named after its fault, and what else stands in it follows from that."""
    lists = [base + path for path in [*map(_list, _of(LISTS, name))] or [LIST]]
    lines = ["[[site]]", f'id = "fault-{name}"', 'name = "清河市司法局"', 'family = "static"', f"lists = {lists}", 'schedule = "1 6 * * *"']
    more = {
        "old-tls-known": ['tls = "legacy"', 'tls_reason = "its server is of 2010"'],
        "half": ["expect_at_least = 10", 'keep = "不取"'],
        "half-of-history": ['keep = "不取"'],
    }
    return "\n".join([*lines, *more.get(name, []), ""])


def _name(line: Mapping[str, Any]) -> str:
    return str(line["site"]).removeprefix("fault-")


def _remember(folder: Path, bases: Mapping[str, str]) -> None:
    """Let the archive hold what earlier runs have found: a report where reports are at fault, a list of twelve where lists have changed."""
    sites = load_sites(folder / "sites.toml")
    with Archive.open(folder / "reports.db") as archive:
        for fault, row in REPORTS.items():
            url, site = bases[row] + _reports(fault)[0], sites[f"fault-{row}"]
            page = Page(url=url, body=article(KNOWN), fetched_at=EARLIER, content_type="text/html; charset=utf-8", etag='"good"', site=site)
            archive.record(extract(page), run=None, at=EARLIER)
        for name in ("remade", "half", "half-of-history"):
            for day in range(3):
                _run_of_twelve(archive, sites[f"fault-{name}"], bases[name], EARLIER + timedelta(days=day))


def _run_of_twelve(archive: Archive, site: Site, base: str, at: datetime) -> None:
    run = archive.begin_run(site.id, at=at)
    entries = [ListEntry(url=f"{base}/fzzf/t20260301_{each}.html", title=title_of(each), date="2026-03-01") for each in range(12)]
    archive.list_entries(site.id, entries, at=at)
    counts, ledger = {"seen": 12}, Ledger(row=row_mark(site))
    archive.end_run(run.id, at=at, reason="finished", verdict="sound", counts=counts, problems=(), ledger=ledger, whole=True, complete=True)


def test_every_fault_is_met_in_the_place_of_a_list() -> None:
    assert {*IN_PLACE_OF_A_LIST, *(row.removesuffix("-list") for row in WAITS if row.endswith("-list"))} == set(PAGES)


@pytest.mark.parametrize("fault", IN_PLACE_OF_A_LIST)
def test_fault_in_the_place_of_a_list_is_told_and_nothing_is_stored(collected: Collected, fault: str) -> None:
    row, base = LISTS[fault], collected.bases[LISTS[fault]]
    told = IN_PLACE_OF_A_LIST[fault].format(base=base, list=base + _list(fault), other=base.replace("127.0.0.1", "localhost"))
    code, _, message = told.partition(" ")

    incident = collected.incidents[row][code]
    assert (incident["message"], incident["where"]) == (message, base + _list(fault))
    assert code in collected.red(row)
    assert (collected.runs[row]["seen"], collected.listed(row)) == (0, 0)
    assert [collected.kept(base + path) for path in (KNOWN, FRESH)] == [[], []]


@pytest.mark.parametrize("fault", IN_PLACE_OF_A_REPORT)
def test_fault_in_the_place_of_a_report_is_told_and_the_report_stays_as_it_was(collected: Collected, fault: str) -> None:
    row, base, (words, is_kept) = REPORTS[fault], collected.bases[REPORTS[fault]], IN_PLACE_OF_A_REPORT[fault]
    known, fresh = (base + path for path in _reports(fault))
    code, _, message = words.format(base=base, other=base.replace("127.0.0.1", "localhost")).partition(" ")
    at_fault = [known] if fault in SLOW else [known, fresh]

    assert collected.incidents[row][code]["message"] == message
    assert collected.incidents[row][code]["where"] in at_fault
    assert {"FAILING", *({"BLOCKED"} & {code})} <= collected.red(row)
    assert [collected.looked_at(url) for url in at_fault] == [[code] if is_kept else []] * len(at_fault)
    assert collected.kept(known) == [(1, TEXTS[KNOWN])]
    assert collected.kept(fresh) == ([(1, TEXTS[FRESH])] if fault in SLOW else [])


@pytest.mark.parametrize("fault", IN_PLACE_OF_A_REPORT)
def test_faulty_answer_leaves_nothing_to_ask_with(collected: Collected, fault: str) -> None:
    with Archive.open(collected.path, readonly=True) as archive:
        told = [archive.validators(collected.bases[REPORTS[fault]] + path) for path in _reports(fault)]

    assert told == [('"good"', None), ('"good"' if fault in SLOW else None, None)]


@pytest.mark.parametrize("row", WAITS)
def test_host_that_wants_to_be_left_alone_is(collected: Collected, row: str) -> None:
    (told,) = collected.told(row)

    assert told.startswith(f"ASKED_TO_WAIT {WAITS[row]}")
    assert collected.runs[row]["verdict"] == "red: ASKED_TO_WAIT"
    assert [collected.kept(collected.bases[row] + path) for path in (KNOWN, FRESH)] == [[], []]


@pytest.mark.parametrize("row", OF_A_HOST)
def test_fault_of_a_host_is_told(collected: Collected, row: str) -> None:
    assert collected.told(row) == [OF_A_HOST[row]]
    assert collected.runs[row]["verdict"] == f"red: {OF_A_HOST[row].split()[0]}"
    assert (collected.kept(collected.bases[row] + KNOWN), collected.listed(row)) == ([], 0)


@pytest.mark.parametrize("row", WELL)
def test_what_is_no_fault_is_collected(collected: Collected, row: str) -> None:
    assert (collected.runs[row]["verdict"], collected.told(row)) == ("sound", [])
    assert collected.kept(collected.bases[row] + KNOWN) == [(1, TEXTS[KNOWN])]


def test_old_tls_is_told_with_what_to_write_into_the_row(collected: Collected) -> None:
    assert 'tls = "legacy"' in collected.incidents["old-tls"]["TLS"]["advice"]


def test_list_in_a_markup_that_nobody_reads_is_empty_and_its_site_is_probed(collected: Collected) -> None:
    incident = collected.incidents["remade"]["LIST_EMPTY"]

    assert collected.told("remade") == ["LIST_EMPTY found no entry, expected a list"]
    assert (incident["probed_at"] is None, incident["offer"]) == (False, None)
    assert collected.listed("remade") == 12


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("half", "SHRUNK found 6 entries, expected at least 10"),
        ("half-of-history", "SHRUNK found 6 entries"),
    ],
)
def test_list_of_half_its_rows_has_shrunk(collected: Collected, row: str, told: str) -> None:
    assert [each[: len(told)] for each in collected.told(row)] == [told]
    assert collected.runs[row]["verdict"] == "red: SHRUNK"
