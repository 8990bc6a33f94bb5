"""Bytes to pages: the readers and what they give."""
