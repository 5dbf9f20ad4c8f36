"""Whole commands, as a user types them, against what an outsider would compute."""
