"""Labelled data → figures: what the product gets right on pairs, entailment, retrieval and whole cases."""
