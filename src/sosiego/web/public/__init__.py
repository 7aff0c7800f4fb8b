"""The public site: no account, a phone first."""
