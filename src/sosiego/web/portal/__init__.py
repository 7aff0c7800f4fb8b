"""The portal of operators, resellers and call centres. Every page takes its organisation from the log-in alone."""
