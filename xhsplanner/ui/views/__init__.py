"""Saved views: the list behind 视图, opening and saving them."""
