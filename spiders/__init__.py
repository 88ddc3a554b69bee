"""How reports are found: one spider class a family of list pages, one row a section."""
