"""One address for one report: how addresses are written, compared and bounded."""

import ipaddress
import re
from functools import lru_cache
from urllib.parse import SplitResult, urlsplit, urlunsplit

from courlan import normalize_url

from crawler.errors import RefusedError

_SESSION = re.compile(r";jsessionid=[^/?#]*", re.IGNORECASE)
_USUAL_PORTS = {"http": ":80", "https": ":443"}  # which a link may name or not
_MOBILE_POST = re.compile(r"/mpost_(\d+\.s?html?)$")


@lru_cache(maxsize=1 << 12)  # a report's address is asked for it a dozen times between its list and its visit
def canonical(url: str) -> str:
    """Return the address under which a report is known: no fragment, session id, tracker or mobile twin.

    Scheme and `www.` stay as they are, because some hosts answer on one form only; `identity` folds them.
    Raises `RefusedError` for what is no http or https address.
    """
    parts = _parts(_SESSION.sub("", url.strip()))
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        raise RefusedError(f"{url}: found no web address, expected http:// or https:// and a host")
    # NFCMS serves post_N for desktops and mpost_N for phones from the same record
    path = _MOBILE_POST.sub(r"/post_\1", parts.path or "/")
    clean = urlunsplit((parts.scheme.lower(), parts.netloc, path, parts.query, ""))
    return str(normalize_url(clean))


def _parts(url: str) -> SplitResult | None:
    """Return an address in its parts; None where its host or port is none at all."""
    try:
        parts = urlsplit(url)
        _ = parts.port
    except ValueError:
        return None
    return parts


@lru_cache(maxsize=1 << 12)
def identity(url: str) -> str:
    """Return what http and https, `www.` and none, and mobile twins of one address share."""
    parts = urlsplit(canonical(url))
    host = parts.netloc.removeprefix("www.")
    return urlunsplit(("", host, parts.path, parts.query, ""))


@lru_cache(maxsize=1 << 12)
def host_of(url: str) -> str:
    """Return host and port of an address as one word, the unit that is crawled by one run at a time."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2].lower().removeprefix("www.")
    return host.removesuffix(_USUAL_PORTS.get(parts.scheme.lower(), ":"))


def is_kin(host: str, other: str) -> bool:
    """Say whether two hosts, whatever their ports, are of one place: `www.x.gov.cn` and `sfj.x.gov.cn`."""
    name, theirs = host.partition(":")[0], other.partition(":")[0]
    return name == theirs or (not is_number(name) and name.split(".")[-3:] == theirs.split(".")[-3:])


def is_public(address: str) -> bool:
    """Say whether a numeric IP address is one that anybody may reach."""
    return ipaddress.ip_address(address.partition("%")[0]).is_global


def is_number(host: str) -> bool:
    """Say whether a host is written as a numeric IP address."""
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True
