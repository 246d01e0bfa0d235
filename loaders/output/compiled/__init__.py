"""The compiled form of an area → a Word draft of its own report and a workbook, each with what its sums rest on."""
