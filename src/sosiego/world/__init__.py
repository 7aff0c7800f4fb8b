"""A simulated country: organisations, people, nuisance callers and what each of them does, with known truth.

It writes intake's and registry's file formats and knows nothing of the other rooms. Nothing in it is real:
every organisation's name says so, and every folder it writes carries a SIMULATED.txt.
"""
