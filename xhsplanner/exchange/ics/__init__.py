"""Calendar files (iCalendar, RFC 5545): other people's read, ours written."""
