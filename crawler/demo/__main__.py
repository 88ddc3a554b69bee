"""`python -m crawler.demo`: serve the embedded web to a browser until Ctrl-C."""

import signal
from threading import Event

from crawler.demo.web import DemoWeb


def main() -> None:
    """Print the addresses and rows of the five sites and serve them until the person is done."""
    done = Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        # set, not left to Python: a shell starts what runs in the background with SIGINT ignored
        signal.signal(name, lambda *_: done.set())
    with DemoWeb() as web:
        print(web.rows())
        for site in web.sites:
            print(f"# {site.name} ({site.family}): {site.home} {len(site.posts)} posts, {len(web.reports(site))} reports")
        print("# Ctrl-C ends it.")
        done.wait()


if __name__ == "__main__":
    main()
