"""Tables of figures as rows, cells and columns, with or without cell marks, before anyone asks what is rated."""
