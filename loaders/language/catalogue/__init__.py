"""The words of both languages, by key: pairs of Chinese and English."""
