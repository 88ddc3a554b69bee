"""The body of a page: where it is, its lines without loss, and the page chrome around it."""
