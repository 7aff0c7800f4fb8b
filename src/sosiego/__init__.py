"""Sosiego: the open platform with which a country governs nuisance calls and spam SMS."""

__version__ = "0.1.0"
