"""What a run has to do, in which order, and what is kept of what comes back."""
