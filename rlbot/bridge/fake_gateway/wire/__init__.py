"""Wire: bytes to frames, frames to fields, and the layout of each message at each server version. Pure; no state of its own."""
