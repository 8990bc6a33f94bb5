"""The steps from folded text to measured amounts."""
