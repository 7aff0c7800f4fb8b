"""A draft that runs beside the law for weeks: what it finds is recorded, and nothing is done about it."""
