"""What each command does: open the case, call the journey, show the result."""
