"""Requests that post a form as the script of a list page does."""

from scrapy import Request


def posted(endpoint: str, form: str, page: str) -> Request:
    """Return the request that sends an encoded form to an endpoint, from a page; some endpoints answer nothing without its address."""
    headers = {"Referer": page, "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    return Request(endpoint, method="POST", body=form, headers=headers)
