"""Bridge: our end of the MQTT link to Interactive Brokers.

May import: the rooms below `training`, never its neighbours.   To add a message: its struct, its golden file.
Never: an order of its own, a resend on silence.
"""
