"""What was learned: words, n-grams, channels, calibration, and the file that holds them."""
