"""The vocabulary of govreports (rows, values, addresses, errors) and its command line."""
