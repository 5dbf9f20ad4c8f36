"""Features: bars become numbers an agent may look at. One small incremental object per feature.

May import: `events`, `market.indicators`.   To add one: subclass `Feature` in a file of its own and add a line to
`registry.FEATURES`; the leakage suite then runs over it by name.
Never: look at a bar that is not finished, keep a bar, call the clock, compute over a whole history at once.
"""
