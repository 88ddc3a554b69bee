from crawler.accounts import asked, lists_read, numbers, skipped
from crawler.ledger import Ledger
from crawler.model import Site
from crawler.verdict import judge

STATS = {
    "downloader/request_count": 24,
    "downloader/response_status_count/200": 18,
    "downloader/response_status_count/206": 1,
    "downloader/response_status_count/304": 2,
    "downloader/response_status_count/404": 1,
    "downloader/response_bytes": 123456,
    "downloader/exception_count": 2,
    "downloader/exception_type_count/twisted.internet.error.TimeoutError": 2,
    "retry/count": 1,
    "elapsed_time_seconds": 12.5,
    "finish_reason": "finished",
    "memusage/startup": True,
    "govreports/seen": 20,
    "govreports/skipped/title": 9,
    "govreports/skipped/host": 2,
    "govreports/lists_read/https://www.qinghe.gov.cn/zwgk/fzzf/index.html": 3,
}
SITE = Site(id="qinghe-sfj", name="清河市司法局", family="static", lists=("https://www.qinghe.gov.cn/",), schedule="17 6 * * *")


def test_requests_are_told_by_how_they_were_answered() -> None:
    assert asked(STATS) == {
        "requests": 24,
        "answers": {"2xx": 19, "3xx": 2, "4xx": 1},
        "unanswered": 2,
        "retries": 1,
        "bytes": 123456,
    }


def test_run_that_asked_nothing_has_asked_nothing() -> None:
    assert asked({}) == {"requests": 0, "answers": {}, "unanswered": 0, "retries": 0, "bytes": 0}


def test_entries_that_were_let_be_are_told_by_the_reason() -> None:
    assert skipped(STATS) == {"host": 2, "title": 9}


def test_numbers_of_scrapy_are_kept_and_words_and_our_own_are_not() -> None:
    kept = numbers(STATS)

    assert kept["elapsed_time_seconds"] == 12.5
    assert len(kept) == 10
    assert not {"finish_reason", "memusage/startup", "govreports/seen"} & set(kept)


def test_outcome_of_a_run_has_its_ledger_and_the_lists_it_read() -> None:
    outcome = judge(SITE, "finished", STATS)

    assert outcome.ledger == Ledger(asked=asked(STATS), skipped=skipped(STATS), stats=numbers(STATS), row=outcome.ledger.row)
    assert outcome.lists_read == lists_read(STATS) == ("https://www.qinghe.gov.cn/zwgk/fzzf/index.html",)
