"""What the text before a table speaks of: the index named last, and the body whose result the table explains."""

from __future__ import annotations

from dataclasses import dataclass

from extract.fold import fold
from extract.parse.context import Context
from extract.parse.grids.grid import Grid, is_row
from extract.parse.passage import join
from extract.parse.ratings.index import Mention, last
from extract.parse.ratings.sentences import Reader, read_groups
from extract.parse.ratings.setting import Names
from extract.parse.ratings.whose import name_of

_ABOVE = 6  # lines above a table that may state the result it explains


@dataclass(slots=True)
class Spoken:
    """The index named last in the text before a table; asked for tables in reading order, it looks at each line once."""

    context: Context
    names: Names
    reader: Reader
    _looked: int = 0  # lines
    _mention: Mention | None = None

    def above(self, grid: Grid) -> Mention | None:
        """The mention, or `None`; not to be asked for a table that stands before one already asked for."""
        for line in reversed(self.context.lines[self._looked : grid.first]):
            mention = last(self.names.strong.find(fold(line.text)))
            if mention and "|" not in line.text:
                self._mention = mention
                break
        self._looked = max(self._looked, grid.first)
        return self._mention

    def rated_above(self, grid: Grid, mention: Mention | None) -> str | None:
        """The body whose result the lines right above a table state: the table's figures are parts of it."""
        first = grid.first - grid.head
        above = self.context.lines[max(0, first - _ABOVE) : first]
        lines = [line for line in above if line.text.strip() and not is_row(line)]
        if mention is None or not lines:
            return None
        groups = [
            group
            for group in read_groups(join(lines), self.reader, mention)
            if group.mention and group.mention.family == mention.family
        ]
        body = groups[-1].body if groups else None
        return name_of(body, self.context.header) if body else None
