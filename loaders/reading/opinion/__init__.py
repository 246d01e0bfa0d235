"""The cells of a document → the same cells, as far as the form's arithmetic and shape and a second reading bear them out."""
