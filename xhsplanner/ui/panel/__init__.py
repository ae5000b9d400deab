"""The note panel: everything about one note, edited in place, and its preview in the feed."""
