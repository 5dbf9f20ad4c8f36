"""Orders: what the gateway remembers of an order, and what happens to it: validation, brackets, OCA groups, matching."""
