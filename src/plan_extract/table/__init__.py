"""Pages to long tables: pure geometry, opens nothing."""
