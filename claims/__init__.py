"""What was said in public: claims file → structured claims."""
