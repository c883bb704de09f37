"""Puts tests/ on the import path, so that tests of every stage share its helpers (`scripted`)."""
