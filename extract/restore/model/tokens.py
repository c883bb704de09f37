"""A line as the language model hears it: words, numbers and sentence ends; all other marks are silent.

Words are small letters with an inner "&" kept (kh&cn), their tone mark in the older place. The same rules read the
training text and the lines that are decoded, so the two can never drift apart.
"""

from __future__ import annotations

import re

from extract.restore.model.syllable import fold_tone

STOP, NUMBER, UNKNOWN = "<s>", "<num>", "<unk>"
SPECIAL = (STOP, NUMBER, UNKNOWN)

MODEL_TOKEN = re.compile(
    r"""
    [^\W\d_]+ (?: & [^\W\d_]+ )*  # a word
  | \d [\d.,/:%-]*                # a number with its inner marks
  | [.;:!?…\n]                    # a sentence's end
    """,
    re.VERBOSE,
)


def token_name(token: str) -> str:
    """The model's name of a small-letter token that `MODEL_TOKEN` found."""
    if token[0].isdigit():
        return NUMBER
    return fold_tone(token) if token[0].isalpha() else STOP


def model_tokens(text: str) -> list[str]:
    """The tokens of NFC text, in order.

    >>> model_tokens("Căn cứ Điều 5, hoà giải.")
    ['căn', 'cứ', 'điều', '<num>', 'hòa', 'giải', '<s>']
    """
    return [token_name(token) for token in MODEL_TOKEN.findall(text.lower())]
