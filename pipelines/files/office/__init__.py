"""Files of Word, Excel and PowerPoint, old and new, and of WPS Office, which writes the same."""
