"""The knowledge room: what the municipality knows, and everything done with it.

Pure Python and SQLAlchemy. Nothing here imports rasa, bot or actions, so that
another front end could be put on top of it tomorrow.
"""
