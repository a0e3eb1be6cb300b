"""Sessions for many people: a table with one row a person → files, a manifest, and what was wrong in which cell."""
