"""The one Scrapy signal of ours."""

listed = object()  # a list page was read; sent with its `entries` (tuple of ListEntry) and the `site`
