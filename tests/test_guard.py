import asyncio

import pytest
from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import dnscache

from crawler.urls import is_public
from spiders.guard import PrivateAddressGuard


def refusal(url: str) -> str:
    with pytest.raises(IgnoreRequest) as caught:
        asyncio.run(PrivateAddressGuard().process_request(Request(url)))
    return str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/reports.html",
        "http://127.0.0.1:8000/",
        "http://10.1.2.3/",
        "http://192.168.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
    ],
)
def test_private_number_is_refused(url: str) -> None:
    assert "found the private address" in refusal(url)


@pytest.mark.parametrize("url", ["http://localhost/", "http://2130706433/", "http://127.1/", "http://0x7f.0.0.1/"])
def test_name_or_odd_spelling_of_a_private_number_is_refused(url: str) -> None:
    assert "127.0.0.1" in refusal(url)


def test_refusal_says_where_what_was_found_and_what_was_expected() -> None:
    said = refusal("http://127.0.0.1/a.html")

    assert said == "REFUSED http://127.0.0.1/a.html: found the private address 127.0.0.1, expected a public one"


def test_public_number_passes_and_is_pinned() -> None:
    asyncio.run(PrivateAddressGuard().process_request(Request("http://8.8.8.8/")))

    assert dnscache["8.8.8.8"] == "8.8.8.8"


def test_name_without_an_address_is_left_to_the_download_to_fail() -> None:
    asyncio.run(PrivateAddressGuard().process_request(Request("http://sfj.invalid/")))


@pytest.mark.parametrize(("address", "public"), [("8.8.8.8", True), ("100.64.0.1", False), ("::1", False), ("fe80::1%eth0", False)])
def test_publicness_of_numbers(address: str, public: bool) -> None:
    assert is_public(address) == public
