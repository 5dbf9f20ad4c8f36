"""Faults: what can go wrong, as data; each is injected by name, at a time, alone or in a seeded mix. All of them end."""
