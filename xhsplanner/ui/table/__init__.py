"""The parts of the list room: a table of all notes that is painted, sorted, grouped and edited in place."""
