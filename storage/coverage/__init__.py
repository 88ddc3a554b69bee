"""Coverage: what is held of what every government and bureau of justice owes, year by year, and why the rest is not."""
