"""Garbled copies: what is wrong with the text of a page, and the text as it was."""
