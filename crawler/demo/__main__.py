"""`python -m crawler.demo`: serve the embedded web to a browser until Ctrl-C."""

from contextlib import suppress
from threading import Event

from crawler.demo.web import DemoWeb


def main() -> None:
    """Print the addresses and rows of the five sites and serve them until the person is done."""
    with DemoWeb() as web:
        print(web.rows())
        for site in web.sites:
            print(f"# {site.name} ({site.family}): {site.home} {len(site.posts)} posts, {len(web.reports(site))} reports")
        print("# Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            Event().wait()


if __name__ == "__main__":
    main()
