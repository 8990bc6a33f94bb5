"""What a document says of its own numbers: its amounts in outline, and the ways in which it adds, multiplies and counts."""
