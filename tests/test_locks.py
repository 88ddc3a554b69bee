"""A host is crawled by one run at a time: a second holder waits, or is told so where it must not wait."""

from pathlib import Path

import pytest
from filelock import FileLock

from crawler.errors import BusyError
from crawler.locks import host_file, hosts_locked, locked_if_free

HOSTS = ["qinghe.gov.cn"]


def another_run_at(host: str, folder: Path) -> FileLock:
    """Return the lock as another process would hold it: a file's lock is one to a whole process only where it asks for that."""
    return FileLock(host_file(host, "lock", str(folder)))


def test_host_that_nobody_holds_can_be_taken_besides_one_s_own(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)) as take:
        assert (take("qinghe.gov.cn"), take("sfj.qinghe.gov.cn"), take("sfj.qinghe.gov.cn")) == (True, True, True)


def test_host_that_another_run_holds_cannot_until_that_lets_go(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)) as take:
        with another_run_at("sfj.qinghe.gov.cn:8080", tmp_path):
            before = take("sfj.qinghe.gov.cn:8080")

        assert (before, take("sfj.qinghe.gov.cn:8080")) == (False, True)


def test_host_that_was_taken_is_let_go_with_the_others(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)) as take:
        take("sfj.qinghe.gov.cn")

    with hosts_locked(["lushan.gov.cn"], str(tmp_path)) as take:
        assert take("sfj.qinghe.gov.cn")


def test_process_that_holds_a_host_may_hold_it_again_for_one_request(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)):
        with locked_if_free(HOSTS[0], str(tmp_path)) as again:
            pass
        with locked_if_free(HOSTS[0], str(tmp_path)) as still:
            pass

    assert (again, still) == (True, True)


def test_host_of_another_run_is_not_free_for_one_request(tmp_path: Path) -> None:
    with another_run_at(HOSTS[0], tmp_path), locked_if_free(HOSTS[0], str(tmp_path)) as is_free:
        assert not is_free


def test_who_waits_for_a_host_is_told_which_and_not_for_ever(tmp_path: Path) -> None:
    told: list[str] = []

    with (
        another_run_at(HOSTS[0], tmp_path),
        pytest.raises(BusyError, match=r"qinghe\.gov\.cn: found another run at it for 0 s, expected it free"),
        hosts_locked(HOSTS, str(tmp_path), patience=0.1, told=told.append),
    ):
        pytest.fail("two runs held one host")

    assert told == HOSTS
