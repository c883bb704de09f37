"""Rules on decoded lines: codes, numbers, names, phrases, forms; each an edit that is listed."""
