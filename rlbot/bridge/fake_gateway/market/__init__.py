"""Market: instruments, trading hours, and a seeded price path that can be read at any second, past or future."""
