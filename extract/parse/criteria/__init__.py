"""What a criterion is: the area its name belongs to, its level by numbering, its points by columns."""
