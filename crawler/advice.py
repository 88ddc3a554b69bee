"""What to do about an incident: one sentence a reason, for the person who keeps the rows."""

ADVICE = {
    "ADDRESS_REUSED": "Compare it with the report that stood there: `govreports held URL --accept` makes it a version, `--drop` does not.",
    "ARCHIVE": "Look at the archive's file and its disk before anything else; nothing can be stored until it is well.",
    "ASKED_TO_WAIT": "Wait until then: runs do so by themselves; if it comes again, set a longer `delay`, or `hours`, in the row.",
    "BLOCKED": "Wait a few days; if a browser is blocked too, ask the site for access: govreports does not go around it.",
    "CRASHED": "Run the row alone with `--verbose` and report the traceback: this is a fault of govreports, not of the site.",
    "CUT_OFF": "Open it in a browser: if it ends there too, `govreports held URL --accept`; if not, its server cuts it, and may do better.",
    "FAILING": "Look at the first of the pages that could not be read: if all look alike, their template is new.",
    "FIELDS_LOST": "Open the newest reports in a browser: their template is new; if what is missing stands there, tell us with a page.",
    "FETCH_FAILED": "Try again later; if the same answer stays for days, look at the page in a browser and ask the site.",
    "INDEX_PAGE": "Look where the report has gone: its address shows a list now; `govreports held URL --drop` if it is no report.",
    "KILLED": "Look whether the machine was short of memory or was switched off; the next run goes on where this one was.",
    "LIST_EMPTY": "Look at the list in a browser: if it shows entries, its markup is new; apply the offered change, or probe it.",
    "LIST_FAILED": "Try again later; if the same answer stays for days, look at the list in a browser and ask the site.",
    "LOGIN": "Ask the site for access: the page shows itself to the site's own users only.",
    "NOT_FOUND": "Look where it has gone: apply the offered change, or probe the site's home page; `govreports held` shows pages.",
    "OFFSITE": "Add the host to `hosts` in the row if it belongs to the site; if not, look where the section has gone.",
    "PARSE_EMPTY": "Look at the page: it may be a picture or a scan; `govreports held URL --drop` if there is nothing to read.",
    "REFUSED": "Correct the address in the row: it leads to a private place, or is none.",
    "ROBOTS": "Leave the list alone, or ask the site to allow it: its robots.txt forbids it.",
    "SHRUNK": "Look whether entries are gone or the list's markup is new; if the section is smaller now, set `expect_at_least` anew.",
    "STALE": "Look whether the site publishes elsewhere now, and probe it there; if it is only late, wait or ask it.",
    "TEXT_SHRANK": "Compare it in a browser; `govreports held URL --accept` if its publisher shortened it, `--drop` if it came broken.",
    "TIMED_OUT": "Wait if the section is large: a run goes on where the last was; else look why it is slow, or raise its `run_minutes`.",
    "TLS": 'Look at the certificate in a browser: wait if it has just run out; set `tls = "legacy"` if the host speaks old TLS only.',
    "UNFINISHED": "Look at the reason in `govreports runs`: something that was set for the crawl, such as a limit, ended it early.",
    "UNREACHABLE": "Look whether the host answers in a browser and from another network; if its name is gone, look for the site's new one.",
}


def advice_for(code: str) -> str:
    """Return what to do about an incident of this reason."""
    return ADVICE.get(code, "Read what was found, and run the row alone with `--verbose`.")
