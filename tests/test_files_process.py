"""Files are read in a process that is killed when they are too much for it."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from pipelines.files.limits import MAX_BYTES
from pipelines.files.process import ReadingProcess
from pipelines.files.reading import FileText, read_file
from tests.documents import SENTENCE

# readers of our own: one that goes round for ever where it is told so, one that wants all memory, one that takes its process down
READERS = """
from pipelines.files.unreadable import Text
from pipelines.files.worker import serve

def read(kind, body, name):
    text = body.decode()
    while text == "loop":
        pass
    held = bytearray(1 << 40) if text == "memory" else None
    if text == "slow":
        import time; time.sleep(0.8)
    if text == "crash":
        import os; os.abort()
    if text == "bug":
        raise NameError("a reader with a mistake")
    print("a library that talks")
    return Text(lines=(text,))

serve(read)
"""


@pytest.fixture
def process() -> Iterator[ReadingProcess]:
    running = ReadingProcess(READERS, seconds=2.0)
    yield running
    running.close()


def test_reader_that_never_ends_is_killed_and_the_next_file_is_read(process: ReadingProcess) -> None:
    begun = time.monotonic()

    hung = process.read(b"loop", "附件.txt")
    read = process.read("正文".encode(), "附件.txt")

    assert hung.text is None
    assert hung.type == "txt"
    assert hung.warnings == ("附件.txt: found a reader that took over 2 seconds, expected text",)
    assert time.monotonic() - begun < 10
    assert read.text == "正文"


@pytest.mark.parametrize("file", ["crash", "bug"])
def test_reader_that_takes_its_process_down_is_told(process: ReadingProcess, file: str) -> None:
    crashed = process.read(file.encode(), "附件.txt")
    read = process.read("正文".encode(), "附件.txt")

    assert crashed.text is None
    assert crashed.warnings == ("附件.txt: found a reader that the file made crash, expected text",)
    assert read.text == "正文"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps to the limit")
def test_reader_that_wants_all_memory_is_refused_it(process: ReadingProcess) -> None:
    answer = process.read(b"memory", "附件.txt")

    assert answer.text is None
    assert "MB of memory" in answer.warnings[0]


def test_several_threads_get_their_own_files(process: ReadingProcess) -> None:
    texts = [f"第{number}份" for number in range(40)]

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda text: process.read(text.encode(), "附件.txt"), texts))

    assert [answer.text for answer in answers] == texts


def test_process_serves_many_files(process: ReadingProcess) -> None:
    process.read(b"first", "a.txt")
    before = children_of(os.getpid())
    for _ in range(20):
        process.read(b"more", "a.txt")

    assert children_of(os.getpid()) == before


def children_of(parent: int) -> set[int]:
    return {child.pid for child in psutil.Process(parent).children()}


PARENT = """
import sys, threading, time
from pipelines.files.process import ReadingProcess
process = ReadingProcess(READERS)
process.read(b"first", "a.txt")
if sys.argv[1] == "busy":
    threading.Thread(target=process.read, args=(b"loop", "a.txt"), daemon=True).start()
print("ready", flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize(("state", "end"), [("idle", "exit"), ("busy", "kill")])
def test_no_process_outlives_its_parent(state: str, end: str) -> None:
    program = f"READERS = {READERS!r}\n{PARENT}"
    with subprocess.Popen([sys.executable, "-c", program, state], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"ready\n"
        readers = psutil.Process(parent.pid).children()

        if end == "kill":
            parent.kill()
        parent.communicate()
    _, alive = psutil.wait_procs(readers, timeout=5)

    assert len(readers) == 1
    assert alive == []


ROOT = Path(__file__).parent.parent


@pytest.mark.skipif(sys.platform == "win32", reason="no forks there")
def test_process_of_a_parent_is_not_shared_with_its_fork_amid_a_file() -> None:
    program = f"""
import os, signal, sys, threading, time
from pipelines.files.process import ReadingProcess
process = ReadingProcess({READERS!r})
process.read(b"first", "a.txt")
reader = threading.Thread(target=process.read, args=(b"slow", "a.txt"))
reader.start()
time.sleep(0.2)
child = os.fork()
if child == 0:
    signal.alarm(20)
text = process.read(b"child" if child == 0 else b"parent", "a.txt").text
process.close()
if child == 0:
    os._exit(text != "child")
_, status = os.waitpid(child, 0)
sys.exit(text != "parent" or status)
"""

    assert subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=ROOT, check=False).returncode == 0


@pytest.mark.skipif(sys.platform == "win32", reason="no alarm clock there")
def test_next_file_does_not_get_the_answer_of_one_that_was_broken_off(process: ReadingProcess) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    process.read(b"first", "a.txt")
    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    with pytest.raises(KeyboardInterrupt):
        process.read(b"slow", "a.txt")
    signal.signal(signal.SIGALRM, before)

    assert process.read("正文".encode(), "a.txt").text == "正文"


def test_reader_that_tells_nonsense_is_told() -> None:
    process = ReadingProcess("import os, time; os.write(1, bytes((0, 0, 0, 2)) + b'no'); time.sleep(9)")

    answer = process.read(b"text", "附件.txt")
    process.close()

    assert answer.warnings == ("附件.txt: found a reader that the file made crash, expected text",)


def test_file_larger_than_any_download_is_not_read() -> None:
    read = read_file(bytes(MAX_BYTES + 1), "附件.pdf")

    assert read == FileText(type="unknown", warnings=(f"附件.pdf: found {MAX_BYTES + 1} bytes, expected at most {MAX_BYTES}",))


def test_file_is_read_from_any_thread() -> None:
    found: list[FileText] = []

    thread = threading.Thread(target=lambda: found.append(read_file(SENTENCE.encode(), "附件.txt")))
    thread.start()
    thread.join()

    assert found == [FileText(type="txt", text=SENTENCE)]
