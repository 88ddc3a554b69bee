"""Processes as the system knows them, for the one who started them: is it still at work, and how it is ended with all its own."""

import os
import signal
from collections.abc import Sequence
from contextlib import suppress
from multiprocessing.connection import wait
from multiprocessing.process import parent_process

import psutil


def process_of(number: int | None) -> psutil.Process | None:
    """Return the process that has a number now, None for none; what is done with it later never meets another one of that number."""
    try:
        return psutil.Process(number) if number else None
    except psutil.NoSuchProcess:
        return None


def is_at_work(process: psutil.Process | None) -> bool:
    """Say whether a process has not ended, be it buried or not."""
    try:
        return process is not None and process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def end(processes: Sequence[psutil.Process], seconds: float) -> None:
    """Ask processes to end, and kill those that have not after so many seconds."""
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            process.terminate()
    _, late = psutil.wait_procs([process for process in processes if is_at_work(process)], timeout=seconds)
    kill(late)


def kill(processes: Sequence[psutil.Process]) -> None:
    """Kill processes and all that they have started; readers of files have sessions of their own, where no signal to a group finds them."""
    family: list[psutil.Process] = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            family += [process, *process.children(recursive=True)]
    for process in family:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs([process for process in family if is_at_work(process)], timeout=1)


def end_with_parent() -> None:
    """End this process the moment its parent is gone, even by SIGKILL: what nobody waits for must not go on."""
    parent = parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os.kill(os.getpid(), signal.SIGKILL)
