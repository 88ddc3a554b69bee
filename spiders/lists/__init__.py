"""What a list page says: its rows, what each claims, and the page after it."""
