"""Wire: the messages between core and bridge as typed structs, and their JSON.

May import: msgspec and events' words.   To add a message: its struct here, its golden file in `tests/wire/`, its C# record.
Never: a decision, a socket. The C# bridge reads and writes the same golden files.
"""
