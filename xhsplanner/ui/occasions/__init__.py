"""The occasions of the next twelve months, and calendar files on their way in."""
