"""Why an address gave nothing: requests that failed, and answers that stand in the place of a list."""

import re
from dataclasses import replace

from OpenSSL import SSL
from scrapy import exceptions
from scrapy.http import Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from service_identity import VerificationError
from twisted.python.failure import Failure
from twisted.web.client import ResponseFailed

from crawler.errors import BlockedError, ListError, UnaskedError
from crawler.instead import Finding, instead_of_list
from crawler.model import Problem, Site
from crawler.urls import host_of, is_kin

# 412 and 521 are what two script challenges answer, 468 and 405 cloud protections; none of these is a page that is gone
_CODES = {**dict.fromkeys((403, 405, 412, 468, 521), "BLOCKED"), **dict.fromkeys((404, 410), "NOT_FOUND"), 401: "LOGIN"}
_CHALLENGE = re.compile(
    r"\$_ts\b|__jsl_clearance|__jsluid|acw_sc__v2|wzws|GeoBL|C3VK|NWAF|疑似黑客攻击|云防护|不合法的参数|滑块|拖动.{0,6}验证"
)
_REASONS: tuple[tuple[type[Exception], str, str], ...] = (
    (exceptions.CannotResolveHostError, "UNREACHABLE", "found no such host"),
    (exceptions.DownloadTimeoutError, "UNREACHABLE", "found no answer in time"),
    (exceptions.DownloadConnectionRefusedError, "UNREACHABLE", "found the connection refused"),
    (exceptions.DownloadCancelledError, "FETCH_FAILED", "found more bytes than are read"),
    (exceptions.ResponseDataLossError, "UNREACHABLE", "found the answer broken off"),
)
# all that a request may fail with before there is an answer to it
NO_ANSWER: tuple[type[Exception], ...] = (
    exceptions.IgnoreRequest,
    exceptions.DownloadFailedError,
    UnaskedError,
    OSError,
    *(kind for kind, _, _ in _REASONS),
)


def status_of(failure: Failure) -> int | None:
    """Return the HTTP status that a failed request was answered with, None if it had no answer."""
    return int(failure.value.response.status) if isinstance(failure.value, HttpError) else None


def refusal_in(failure: Failure) -> Response | None:
    """Return the answer by which a site refuses a page, whose words tell a person more than its status; None for any other failure."""
    refuses = _CODES.get(status_of(failure) or 0) in ("BLOCKED", "LOGIN")
    return failure.value.response if isinstance(failure.value, HttpError) and refuses else None


def problem_of(failure: Failure, address: str) -> Problem:
    """Return in one line why a request failed."""
    status = status_of(failure)
    error = failure.value
    if status is not None:
        return Problem(_CODES.get(status, "FETCH_FAILED"), address, f"found HTTP {status}, expected a page")
    if isinstance(error, UnaskedError):
        return Problem(error.code, address, str(error))
    if isinstance(error, exceptions.IgnoreRequest):
        return _unsent(failure, str(error), address)
    code, found = next(((code, words) for kind, code, words in _REASONS if isinstance(error, kind)), _connection(error))
    return Problem(code, address, f"{found}, expected a page")


def list_problem(failure: Failure, address: str) -> Problem:
    """Return in one line why a list page did not come."""
    problem = problem_of(failure, address)
    return replace(problem, code="LIST_FAILED") if problem.code == "FETCH_FAILED" else problem


def block_in(response: Response) -> str | None:
    """Return what stands in the place of a page by its status and scripts, None where nothing speaks of a block."""
    if response.status == 202:
        return "HTTP 202"
    if not isinstance(response, TextResponse):
        return None
    challenge = _CHALLENGE.search(response.text[:20000])
    return f"a challenge or block page ({challenge[0]})" if challenge and len(response.text) < 20000 else None


def instead_of(response: Response) -> Finding | None:
    """Return what stands in the place of a list page that reads as empty, None where it may well be a list."""
    if block := block_in(response):
        return BlockedError, block
    if not response.body.strip():
        return ListError, "an empty answer"
    return instead_of_list(response.text) if isinstance(response, TextResponse) else None


def strayed_in(response: Response, site: Site | None) -> str | None:
    """Return where a redirect has led if that is neither a host of the site nor one of the same place, None where all is well."""
    asked = response.request.meta.get("redirect_urls") if response.request is not None else None
    host = host_of(response.url)
    if site is None or not asked or is_kin(host, host_of(asked[0])) or host in {*map(host_of, site.lists), *site.hosts}:
        return None
    return f"found a redirect to {response.url}, expected a page of the site; add its host to hosts if it is the site's"


def _unsent(failure: Failure, words: str, address: str) -> Problem:
    """Return in one line why a request was not sent, or not followed to its end."""
    if "robots.txt" in words:
        return Problem("ROBOTS", address, "found it forbidden by robots.txt, expected it allowed")
    if "redirections" in words:
        return _endless(failure, address)
    if "DOWNLOAD_MAXSIZE" in words:
        return Problem("FETCH_FAILED", address, "found more bytes than are read, expected a page")
    return Problem("REFUSED", address, words.removeprefix(f"REFUSED {address}: ") or "dropped before it was sent")


def _endless(failure: Failure, address: str) -> Problem:
    """Return in one line why redirects were followed no further: one that leads to itself is how a cookie challenge answers."""
    request = getattr(failure, "request", None)  # Scrapy puts it there
    if request is not None and request.url in request.meta.get("redirect_urls", ())[-1:]:
        return Problem("BLOCKED", address, "found a redirect to itself, as cookie challenges answer, expected a page")
    return Problem("FETCH_FAILED", address, "found redirects without end, expected a page")


def _connection(error: BaseException | None) -> tuple[str, str]:
    """Return the code of a connection that failed, and its own words on one line; of several errors, as Twisted gives them, the first's."""
    cause = error.__cause__ if error else None
    first = cause.reasons[0].value if isinstance(cause, ResponseFailed) and cause.reasons else error
    if isinstance(first, VerificationError):
        return "TLS", "found a certificate for another host"
    if isinstance(first, SSL.Error) and first.args and first.args[0]:
        return "TLS", f"found a TLS error ({first.args[0][-1][-1]})"
    words = " ".join(re.sub(r"[<\[\]>]", " ", str(first).strip() or type(first).__name__).split())
    return "UNREACHABLE", f"found a failing connection ({words[:200]})"
