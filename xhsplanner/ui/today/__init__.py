"""The parts of the room 今天: what stands in its lists (rows), how it is painted, and what its buttons do."""
