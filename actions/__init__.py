"""Rasa custom actions: they read the tracker, ask `knowledge`, and build a reply."""
