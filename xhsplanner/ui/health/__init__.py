"""The parts of the page about data safety: verdict, findings, facts."""
