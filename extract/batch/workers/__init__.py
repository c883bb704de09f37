"""Doing one task, and where tasks are done: here, in limited processes, on a cluster."""
