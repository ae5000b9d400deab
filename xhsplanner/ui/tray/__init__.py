"""The tray beside every room of the plan: topics and notes without a day."""
