"""A process is ended with all that it has started, and never another one that has its number by now."""

import os
import subprocess
import sys
from collections.abc import Iterator

import psutil
import pytest

from crawler.processes import end, is_at_work, process_of

READER = "import subprocess, sys; subprocess.run([sys.executable, '-S', '-c', 'input()'], start_new_session=True)"
DEAF = f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print(flush=True); {READER}"


@pytest.fixture
def crawl() -> Iterator[subprocess.Popen[bytes]]:
    """A process that heeds no SIGTERM and waits for another one, which has a session of its own."""
    with subprocess.Popen([sys.executable, "-S", "-c", DEAF], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process


def test_process_that_will_not_end_is_killed_with_its_children_in_other_sessions(crawl: subprocess.Popen[bytes]) -> None:
    system = process_of(crawl.pid)
    assert system is not None
    while not (family := system.children()):
        os.sched_yield()

    end([system], 0.1)

    assert not is_at_work(system)
    psutil.wait_procs(family, timeout=5)
    assert [child for child in family if is_at_work(child)] == []


def test_process_that_is_gone_is_none_and_at_no_work(crawl: subprocess.Popen[bytes]) -> None:
    system = process_of(crawl.pid)
    assert system is not None
    crawl.kill()
    crawl.wait()

    end([system], 0.1)

    assert (is_at_work(system), is_at_work(None), process_of(crawl.pid), process_of(None)) == (False, False, None, None)
