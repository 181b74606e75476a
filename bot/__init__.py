"""The bot room: everything that lives in the Rasa server process, and the command line."""
