"""What becomes of a damaged workspace: found when it is opened, restored, told."""
