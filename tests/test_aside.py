"""Work done aside: by processes that end with whom they serve, and whose end costs no more than their work."""

import subprocess
import sys

from tests.conftest import ROOT

# what a crawl does at its start, and then asks of its workers; a pattern that backtracks for ages holds Python's lock as a parser may
_START = """
import asyncio, os, psutil, re
from crawler.aside import LostError, aside, close_nursery, open_nursery
from crawler.errors import ExtractionError
from pipelines.extract import extract
from crawler.model import Page
from datetime import UTC, datetime

EMPTY = Page(url="http://127.0.0.1/1.html", body=b"<title>x</title>", fetched_at=datetime.now(UTC))

async def said(seconds, work, *arguments):
    try:
        print(await aside(seconds, work, *arguments), flush=True)
    except (LostError, ExtractionError) as error:
        print(f"{type(error).__name__}: {error}", flush=True)

async def hang():
    await said(60, os.getpid)
    await said(60, re.fullmatch, "(a|a)*b", "a" * 40)
"""
_LOSES = """
async def main():
    await said(60, os._exit, 1)
    await said(0.3, re.fullmatch, "(a|a)*b", "a" * 40)
    await said(60, extract, EMPTY)
    await said(60, len, "法治")

open_nursery()
asyncio.run(main())
close_nursery()
print(psutil.Process().children())
"""
_HANGS = "open_nursery()\nasyncio.run(hang())\n"


def test_worker_that_crashes_or_hangs_costs_its_work_alone() -> None:
    done = subprocess.run([sys.executable, "-c", _START + _LOSES], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)

    crashed, hung, empty, length, left = done.stdout.splitlines()
    assert crashed == "LostError: a reader that the page made crash"
    assert hung == "LostError: a reader that took over 0.3 seconds"
    assert empty.startswith("ExtractionError: http://127.0.0.1/1.html: found ")
    assert (length, left) == ("2", "[]")


def test_work_is_lost_where_no_worker_is_to_be_had() -> None:
    program = f"{_START}\nopen_nursery()\npsutil.Process().children()[0].kill()\nasyncio.run(said(60, len, '法治'))\nclose_nursery()"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)

    assert done.stdout == "LostError: no reader, for the system gave no process\n"


def test_without_a_nursery_work_is_done_by_a_thread_of_the_process() -> None:
    program = f"{_START}\nasyncio.run(said(60, os.getpid))\nprint(os.getpid())"
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)

    one, other = done.stdout.split()
    assert one == other


def test_no_worker_survives_the_process_it_serves() -> None:
    with subprocess.Popen([sys.executable, "-c", _START + _HANGS], cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        worker = int(process.stdout.readline())
        process.kill()
        # the worker and the nursery have the pipe too: it ends when both are gone, and else this gives up
        rest, _ = process.communicate(timeout=20)

    assert (worker > 0, rest) == (True, "")
