"""How each kind of rule is put to the test: what it is told, what it may answer, which function answers."""
