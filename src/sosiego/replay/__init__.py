"""A draft tried on the past: what it would have found, blocked and asked for, against the law in force."""
