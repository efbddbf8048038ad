"""Report → JSON, HTML, Markdown."""
