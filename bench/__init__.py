"""Speed and quality, measured; never imported by the program."""
