"""Files that belong to a report: which links lead to them, what is in them."""
