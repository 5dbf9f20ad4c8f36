"""Events: the vocabulary of the house. Facts in the past tense, commands in the imperative.

May import: nothing of ours.   To add one: a frozen struct in the file of its subject, units in the names, one type per fact.
Never: behaviour, `Any`, a field whose meaning depends on another's.
"""
