"""`govreports browse` as it is started: what it says, what it refuses, and how it ends."""

import ast
import asyncio
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from crawler.commands import browsing
from storage.archive import Archive
from storage.browse.app import is_fault
from tests.conftest import ROOT, Run
from tests.made import START, made_report


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "reports.db") as opened:
        opened.record(made_report(), run=None, at=START)
    return tmp_path / "reports.db"


@pytest.fixture
def served(archive: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "crawler", "browse", "--host", "0.0.0.0", "--port", "0", "--archive", str(archive)]  # noqa: S104  # the warning is a subject
    process = subprocess.Popen(command, cwd=ROOT, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8")
    yield process
    process.kill()
    process.communicate()


def test_site_is_served_to_read_while_others_write_and_ends_in_good_order(served: subprocess.Popen[str], archive: Path) -> None:
    assert served.stdout is not None
    port = served.stdout.readline().strip().rpartition(":")[2].strip("/")

    with httpx.Client(base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=30) as client:
        first = client.get("/archive/reports.json?_shape=array")
        with Archive.open(archive) as written:
            written.record(made_report("https://www.qinghe.gov.cn/new.html"), run=None, at=START)
        second = client.get("/archive/reports.json?_shape=array")
        head, page = client.head("/search"), client.get("/search")
    served.send_signal(signal.SIGTERM)
    out, err = served.communicate(timeout=20)

    assert (len(first.json()), len(second.json())) == (1, 2)
    assert (head.status_code, head.text, page.headers.get("server")) == (200, "", None)
    assert (served.returncode, out) == (0, "")
    assert err == "govreports: 0.0.0.0 is not loopback: whoever reaches this machine can read the whole archive\n"


@pytest.mark.parametrize(("error", "is_told"), [(asyncio.CancelledError(), False), (KeyError("page"), True)])
def test_page_that_is_cut_off_by_the_end_is_no_fault(error: BaseException, is_told: bool) -> None:
    said = logging.LogRecord("uvicorn.error", logging.ERROR, "", 1, "Exception in ASGI application\n", (), (type(error), error, None))

    assert is_fault(said) == is_told


def test_port_that_is_taken_is_refused_in_one_line(archive: Path, govreports: Run) -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        refused = govreports("browse", "--port", str(port), "--archive", str(archive))

    assert (refused.status, refused.out) == (2, "")
    assert (
        refused.err
        == f"govreports: browse: found 127.0.0.1 port {port} not to be had (Address already in use), expected another --port or --host\n"
    )


def test_command_loads_the_site_only_when_it_is_called() -> None:
    tree = ast.parse(Path(browsing.__file__).read_text(encoding="utf-8"))

    above = [node.module for node in tree.body if isinstance(node, ast.ImportFrom)]

    assert above == ["contextlib", "typing", "crawler.commands.options"]
