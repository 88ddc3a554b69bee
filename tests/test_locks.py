"""A host is crawled by one run at a time: a second holder waits, or is told so where it must not wait."""

from pathlib import Path

from crawler.locks import hosts_locked

HOSTS = ["qinghe.gov.cn"]


def test_host_that_nobody_holds_can_be_taken_besides_one_s_own(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)) as take:
        assert (take("qinghe.gov.cn"), take("sfj.qinghe.gov.cn"), take("sfj.qinghe.gov.cn")) == (True, True, True)


def test_host_that_another_run_holds_cannot_until_that_lets_go(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)) as take:
        with hosts_locked(["sfj.qinghe.gov.cn:8080"], str(tmp_path)):
            before = take("sfj.qinghe.gov.cn:8080")

        assert (before, take("sfj.qinghe.gov.cn:8080")) == (False, True)


def test_host_that_was_taken_is_let_go_with_the_others(tmp_path: Path) -> None:
    with hosts_locked(HOSTS, str(tmp_path)) as take:
        take("sfj.qinghe.gov.cn")

    with hosts_locked(["lushan.gov.cn"], str(tmp_path)) as take:
        assert take("sfj.qinghe.gov.cn")
