"""What sentences say of ratings: bodies, indexes with their years, and the facts (score, rank, change) stated of them.

Shared by results, scores and score tables; no row is made here.
"""
