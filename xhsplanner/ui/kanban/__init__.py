"""The kanban: columns by status, owner or series, painted; what may go where is asked of the plan's own rules."""
