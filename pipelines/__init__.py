"""What becomes of a page on its way to the archive: one module a step."""
