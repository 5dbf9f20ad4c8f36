"""The same decisions in every mode."""
