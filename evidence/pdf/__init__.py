"""PDF bytes → text with its pages; nothing here knows what mail is."""
