"""The inner loops, as Python and numba see them and as the library that is shipped."""
