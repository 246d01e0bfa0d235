"""Query results → what is handed out: sentences, tables, workbooks, briefings."""
