"""What is known of an output folder's documents: the database, how results are packed, and the keys they are kept under."""
