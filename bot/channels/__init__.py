"""Input channels, one per file; what they share is in `incoming`."""
