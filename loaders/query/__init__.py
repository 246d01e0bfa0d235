"""Store → the tidy frame that a chart, a table or a download needs; pure Polars, nothing drawn."""
