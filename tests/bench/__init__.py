"""Seeded documents → how fast they are read: what `gongkai bench` runs."""
