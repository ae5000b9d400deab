"""What every room can do with notes: acts, the menu of notes, the lists and fields it opens."""
