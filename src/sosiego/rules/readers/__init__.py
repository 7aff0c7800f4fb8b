"""From the files of a rule-book to its parts: one reader for each file."""
