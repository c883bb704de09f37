"""What people open, made from a finished output folder: a workbook, columns for analysts, an index to search in.

Everything is taken from the tables and texts as they were published, never from the journal, so what is handed on is what
`vanban check` vouches for. Papers that are withheld are left out of all of it.
"""
