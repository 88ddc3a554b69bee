"""Lists that an endpoint turns by number: which reply is the last, whatever the endpoint makes of the size it is asked for."""

from scrapy.http import TextResponse

_LEAST = 10  # records from which on a list that tells no total may go on although more were asked for: endpoints cut what is too much


def full_page(response: TextResponse, held: int) -> int:
    """Return how many records a full reply of this walk holds: as many as the first one, which handed its number on."""
    handed: int = response.request.meta.get("full_page", 0) if response.request else 0
    return handed or held


def is_last(response: TextResponse, page: int, held: int, *, total: int | None = None, asked: int | None = None) -> bool:
    """Say whether no reply comes after this one; `page` counts from 1, `asked` is how many records it was to hold.

    A total is believed: where less is served, an empty reply or one that repeats ends the walk, which then is short.
    """
    is_handed = response.request is not None and "full_page" in response.request.meta
    # a later page that nothing led to, as a saved one, is as large as it was to be
    full = full_page(response, held) if is_handed or page == 1 else max(held, asked or 0)
    if not held or total is not None:
        return not held or (page - 1) * full + held >= (total or 0)
    return held < (full if is_handed else min(asked or 1, _LEAST))
