"""What a request asks for, read strictly: a number is a number, a choice one of its choices, and all else is a fault of the request."""

from collections.abc import Sequence

from datasette.utils.asgi import Request

from crawler.errors import SiteError


def text(request: Request, name: str) -> str | None:
    """Return what was typed in a field, None where nothing was."""
    value: str = request.args.get(name, "").strip()
    return value or None


def number(request: Request, name: str, most: int = 2999) -> int | None:
    """Return a whole number from 1, None where none is given; raise `SiteError` for anything else."""
    given = text(request, name)
    if given is None:
        return None
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= most):
        raise SiteError(f"{name}: found {given!r}, expected a number from 1 to {most}")
    return int(given)


def choice(request: Request, name: str, choices: Sequence[str]) -> str | None:
    """Return one of some words, None where none is given; raise `SiteError` for any other."""
    given = text(request, name)
    if given is not None and given not in choices:
        raise SiteError(f"{name}: found {given!r}, expected one of {', '.join(choices)}")
    return given
