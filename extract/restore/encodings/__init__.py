"""Letters before and beside Unicode: old codes, typed marks, mojibake, and the one form that all text takes."""
