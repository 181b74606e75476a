"""Rasa graph components for Dutch: tokenizer, TF-IDF featurizer, linear intent classifier."""
