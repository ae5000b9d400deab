"""The month as a page of a calendar: model, layout, painting, hands."""
