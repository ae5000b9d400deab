"""The filter bar over the rooms of the plan: conditions, what they offer, what they leave."""
