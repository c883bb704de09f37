"""From pieces of damaged lines to the best sequence of words: candidates, their costs, the beam, a second opinion."""
