"""The Scrapy signals of ours."""

listed = object()  # a list page was read; sent with its `entries` (tuple of ListEntry), the `site`, the list's `start` and the `response`
missed = object()  # a report's address answered that there is nothing; sent with its `entry`, the `problem` kept of it and `why`
