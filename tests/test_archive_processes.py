import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from storage.archive import Archive

ROOT = Path(__file__).parent.parent
RECORD = """
import sys
from pathlib import Path
from storage.archive import Archive
from tests.made import later, made_entry, made_report

who, path = int(sys.argv[1]), Path(sys.argv[2])
sys.stdin.readline()
with Archive.open(path) as archive:
    run = archive.begin_run(f"site-{who}", at=later())
    for number in range(120):
        shared = number % 2 == 0
        url = f"https://www.qinghe.gov.cn/{'all' if shared else who}/{number}.html"
        text = f"第{number}号报告\\n由第{who}个进程记录" if number % 4 == 0 else f"第{number}号报告"
        archive.record(made_report(url, text=text), run=run.id, at=later(minutes=number))
        archive.list_entries(run.site, [made_entry(url)], at=later())
    archive.end_run(run.id, at=later(hours=1), reason="finished", verdict="sound", counts={"seen": 120}, problems=())
"""

OPEN = """
import sys
from pathlib import Path
from storage.archive import Archive

sys.stdin.readline()
Archive.open(Path(sys.argv[2])).close()
"""


def together(code: str, path: Path, number: int) -> None:
    """Run the code in so many processes, which wait for each other to be ready, and see all of them end well."""
    processes = [
        subprocess.Popen([sys.executable, "-c", code, str(who), str(path)], cwd=ROOT, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for who in range(number)
    ]
    ended = [process.communicate(b"go\n") for process in processes]
    assert [(process.returncode, errors) for process, (_, errors) in zip(processes, ended, strict=True)] == [(0, b"")] * number


def rows(archive: Archive, sql: str) -> list[dict[str, Any]]:
    with archive.file.reading() as database:
        return list(database.query(sql))


def test_processes_that_record_at_once_lose_nothing(tmp_path: Path) -> None:
    together(RECORD, tmp_path / "reports.db", 3)

    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        (counted,) = rows(archive, "select count(*) as looks, count(distinct identity) as addresses from visits")
        assert counted == {"looks": 3 * 120, "addresses": 60 + 3 * 60}
        outcomes = {
            row["outcome"]: row["number"] for row in rows(archive, "select outcome, count(*) as number from visits group by outcome")
        }
        (made,) = rows(archive, "select count(*) as versions from versions")
        assert made["versions"] == outcomes["new"] + outcomes["changed"]
        assert outcomes["new"] == 240
        gaps = rows(archive, "select identity from versions group by identity having max(number) <> count(*)")
        assert gaps == []
        assert (
            rows(
                archive, "select a.url from addresses a where newest <> (select max(number) from versions v where v.identity = a.identity)"
            )
            == []
        )
        assert {run.seen for run in archive.runs()} == {120}
        assert rows(archive, "pragma integrity_check") == [{"integrity_check": "ok"}]


def test_every_text_that_any_process_saw_is_kept(tmp_path: Path) -> None:
    together(RECORD, tmp_path / "reports.db", 2)

    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        texts = {version.text for version in archive.versions("https://www.qinghe.gov.cn/all/0.html")}

    assert texts == {f"第0号报告\n由第{who}个进程记录" for who in range(2)}


def test_new_archive_may_be_opened_by_many_at_once(tmp_path: Path) -> None:

    together(OPEN, tmp_path / "reports.db", 6)

    with Archive.open(tmp_path / "reports.db", readonly=True) as archive:
        applied = [row["name"] for row in rows(archive, "select name from _sqlite_migrations")]
        assert sorted(applied) == sorted(set(applied)) != []


def test_process_killed_while_it_records_leaves_whole_versions(tmp_path: Path) -> None:
    path = tmp_path / "reports.db"
    code = RECORD.replace("text=text)", "text=text * 2000, body=text.encode() * 9000)").replace(
        "    archive.list_", "    print(number, flush=True); archive.list_"
    )
    process = subprocess.Popen([sys.executable, "-c", code, "0", str(path)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"go\n")
    process.stdin.flush()
    for _ in range(20):
        process.stdout.readline()
    process.kill()
    process.communicate()

    with Archive.open(path) as archive:
        versions = list(archive.reread_candidates())
        assert len(versions) >= 20
        assert all(archive.stored_page(version).body for version in versions)
        assert len(rows(archive, "select * from visits")) == len(versions)
        assert json.loads(rows(archive, "select problems from runs")[0]["problems"]) == []
