"""Where posts lie: addresses by pattern, and numbers that are always the same for the same words."""

from collections.abc import Callable

from crawler.demo.posts import Post
from crawler.demo.prose import dice
from tests.estate.site import Section

Address = Callable[[Section, Post], str]


def dated(pattern: str) -> Address:
    """Return where a pattern puts a post; it may name `slug`, `day` and `number`, which has seven digits."""

    def address(section: Section, post: Post) -> str:
        return pattern.format(slug=section.slug, day=post.published, number=section.number(post, 1000000, 9999999))

    return address


def trs(folder: str, ending: str = "html") -> Address:
    """Return where TRS puts a post: below the folder of its list, by month and day."""
    return dated(f"{folder}{{day:%Y%m}}/t{{day:%Y%m%d}}_{{number}}.{ending}")


def hexadecimal(*seed: str) -> str:
    """Return 32 hexadecimal digits that are always the same for the same words."""
    return f"{dice(*seed).getrandbits(128):032x}"


def uuid_of(*words: str) -> str:
    """Return the UUID of some words."""
    digits = hexadecimal(*words)
    return "-".join((digits[:8], digits[8:12], digits[12:16], digits[16:20], digits[20:]))
