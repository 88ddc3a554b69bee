import pytest

from crawler.errors import RefusedError
from crawler.urls import canonical, host_of, identity, is_kin, is_number, is_public

WRITTEN = [
    ("HTTP://WWW.Qinghe.GOV.cn/A/b.html", "http://www.qinghe.gov.cn/A/b.html"),
    ("https://a.gov.cn", "https://a.gov.cn/"),
    (" https://a.gov.cn/x.html\n", "https://a.gov.cn/x.html"),
    ("https://a.gov.cn/x.html#zoom", "https://a.gov.cn/x.html"),
    ("https://a.gov.cn:443/x.html", "https://a.gov.cn/x.html"),
    ("http://a.gov.cn:8080/x.html", "http://a.gov.cn:8080/x.html"),
    ("https://a.gov.cn/x.html;jsessionid=0A1B?y=1", "https://a.gov.cn/x.html?y=1"),
    ("https://a.gov.cn/x.html?utm_source=wx&y=1", "https://a.gov.cn/x.html?y=1"),
    ("https://a.gov.cn/tzgg/content/mpost_12.html", "https://a.gov.cn/tzgg/content/post_12.html"),
    ("https://a.gov.cn/报告.html", "https://a.gov.cn/%E6%8A%A5%E5%91%8A.html"),
    ("https://a.gov.cn/x%20y.html?f=a%2Fb", "https://a.gov.cn/x%20y.html?f=a%2Fb"),
]


@pytest.mark.parametrize(("written", "known"), WRITTEN)
def test_address_has_one_form(written: str, known: str) -> None:
    assert canonical(written) == known


@pytest.mark.parametrize(("written", "known"), WRITTEN)
def test_one_form_stays_as_it_is(written: str, known: str) -> None:
    assert canonical(canonical(written)) == known


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "/a.html",
        "//a.gov.cn/x",
        "https:///x",
        "ftp://a.gov.cn/x",
        "javascript:go()",
        "mailto:a@b.cn",
        "http://[::1/",
        "http://a.gov.cn:x/",
    ],
)
def test_what_is_no_web_address_is_refused(text: str) -> None:
    with pytest.raises(RefusedError, match="found no web address, expected http:// or https:// and a host"):
        canonical(text)


def test_twins_of_an_address_are_one_report() -> None:
    twins = [
        "https://www.jiangmen.gov.cn/tzgg/content/post_12.html",
        "http://www.jiangmen.gov.cn/tzgg/content/post_12.html",
        "https://jiangmen.gov.cn/tzgg/content/mpost_12.html#top",
    ]

    assert {identity(twin) for twin in twins} == {"//jiangmen.gov.cn/tzgg/content/post_12.html"}


def test_other_path_query_or_port_is_another_report() -> None:
    others = ["https://a.gov.cn/x.html", "https://a.gov.cn/y.html", "https://a.gov.cn/x.html?id=2", "https://a.gov.cn:8443/x.html"]

    assert len({identity(other) for other in others}) == 4


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://WWW.a.gov.cn/x", "a.gov.cn"),
        ("http://sfj.a.gov.cn:8080/", "sfj.a.gov.cn:8080"),
        ("http://wwwa.gov.cn/", "wwwa.gov.cn"),
        ("http://a.gov.cn:80/x", "a.gov.cn"),
        ("https://a.gov.cn:443/", "a.gov.cn"),
        ("http://a.gov.cn:443/", "a.gov.cn:443"),
        ("http://me:word@a.gov.cn/", "a.gov.cn"),
        ("http://[::1]:80/", "[::1]"),
    ],
)
def test_host_is_what_one_run_at_a_time_crawls(address: str, host: str) -> None:
    assert host_of(address) == host


@pytest.mark.parametrize(
    "number", ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "::1", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1"]
)
def test_number_that_is_not_everybodys_is_not_public(number: str) -> None:
    assert not is_public(number)


@pytest.mark.parametrize("number", ["114.114.114.114", "2400:3200::1"])
def test_number_that_anybody_may_reach_is_public(number: str) -> None:
    assert is_public(number)


@pytest.mark.parametrize(("host", "answer"), [("127.0.0.1", True), ("::1", True), ("www.a.gov.cn", False), ("1.2.3", False), ("", False)])
def test_host_that_is_a_number_is_told_from_a_name(host: str, answer: bool) -> None:
    assert is_number(host) is answer


@pytest.mark.parametrize(
    ("host", "other", "expected"),
    [
        ("www.qinghe.gov.cn", "sfj.qinghe.gov.cn", True),
        ("qinghe.gov.cn", "sfj.qinghe.gov.cn:8080", True),
        ("sfj.qinghe.gov.cn", "sfj.jiangchuan.gov.cn", False),
        ("www.gov.cn", "www.qinghe.gov.cn", False),
        ("10.1.2.3", "10.1.2.3:8080", True),
        ("10.1.2.3", "11.1.2.3", False),
    ],
)
def test_hosts_of_one_place_are_kin(host: str, other: str, expected: bool) -> None:
    assert is_kin(host, other) is expected
    assert is_kin(other, host) is expected
