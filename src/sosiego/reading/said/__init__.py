"""What each kind of rule says, in words: one module for a few kinds that belong together."""
