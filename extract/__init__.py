"""vanban: scanned Vietnamese government documents into text and tables that people can trust."""

__version__ = "0.1.0"
