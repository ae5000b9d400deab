"""Slots (固定栏位) in the window: their places in views, and the dialog that keeps their rules."""
