"""What all pages share: the frame, the filters, cached queries, charts, tables and downloads."""
