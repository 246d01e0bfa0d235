"""Ids and figures → words in Chinese and English."""
