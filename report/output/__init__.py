"""Chapters to files: the site, the PDF, the downloads."""
