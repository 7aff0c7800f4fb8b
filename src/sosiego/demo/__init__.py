"""The demonstration: a simulated country lives through one quarter, from reports to bulletin.

It stands above all rooms and acts only through their services, as people and operators would.
"""
