"""The plan beside one of its snapshots: what differs, and what it takes to go back."""
