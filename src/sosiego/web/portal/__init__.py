"""The portal of operators, resellers and call centres. The log-in alone says whose rows are shown."""
