"""Whose posts the estate holds: places that exist nowhere, the annual reports of their offices, and what stands beside those."""

from dataclasses import replace
from functools import cache

from crawler.demo.posts import Place, Post, newest_first, section
from tests.sites_web import OFFICES


@cache
def town(name: str, region: str) -> Place:
    """Return a place whose offices each report."""
    others = (f"{name}人民政府", *(f"{name}{office}" for office in OFFICES[1:]), f"{name}柳溪镇人民政府", f"{name}石桥街道办事处")
    return Place(name=name, region=region, others=others, sources=("{issuer}",))


def reports(place: Place) -> tuple[Post, ...]:
    """Return the annual reports of a place, some two dozen, newest first."""
    return tuple(post for post in mixed(place) if post.kind == "report")


def mixed(place: Place) -> tuple[Post, ...]:
    """Return the posts of a section where reports stand among everything else."""
    return section(place, 64)


def notices(place: Place) -> tuple[Post, ...]:
    """Return notices, plans and what explains a report."""
    return tuple(post for post in mixed(place) if post.kind not in ("report", "news", "other"))


def news(place: Place) -> tuple[Post, ...]:
    """Return news, some of which speak of law-based government."""
    return tuple(post for post in mixed(place) if post.kind == "news")


def disclosures(place: Place) -> tuple[Post, ...]:
    """Return the reports on open government, which another law asks for: by their name and date a twin of the right section."""
    made = (
        replace(
            post,
            key=f"{post.key}/公开",
            title=f"{post.issuer}{post.year}年政府信息公开工作年度报告",
            kind="other",
            blocks=tuple(block for block in post.blocks if block.kind == "paragraph"),
        )
        for post in reports(place)
    )
    return newest_first(tuple(made))
