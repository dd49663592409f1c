"""示范市: fictitious organisations, people and matters, walked through the real door."""
