"""A Document → the cells of parts 二, 三 and 四, and notes on what could not be read."""
