"""What a page says of itself: title, time, source, numbers, and the section it stands in."""
