"""Where statement and records disagree: claims × passages → scored report."""

__version__ = "0.1.0"
