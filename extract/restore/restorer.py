"""The stage as a whole: a reading or a text in, the same lines corrected out, every difference a correction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from extract.dictionaries import Dictionaries
from extract.model import (
    Correction,
    Reading,
    Restored,
    Strange,
    TextLine,
    TextSource,
    changed_share,
)
from extract.restore.artifact import Artifact, Tables, calibration, load_points, read_artifact
from extract.restore.candidates import Light, Stripped, WrongModel
from extract.restore.capitals import agreement, lowered
from extract.restore.channel import load_channel, with_kin
from extract.restore.codes import body_abbreviations, code_symbols, usual_abbreviations
from extract.restore.context import Expected, unit_words
from extract.restore.decoder import Proposer, WordDecoder
from extract.restore.digit_words import digit_words
from extract.restore.gate import RawLine, left_alone
from extract.restore.joined import Glued, Parting, run_together
from extract.restore.lexicon import Lexicon, load_lexicon, strange_words
from extract.restore.lines import Edit, LinePlace, apply, corrections, places
from extract.restore.mending import LineRound, Mended, Mender, Rules
from extract.restore.names import family_names, name_statistics, names_file, neighbours, other_names
from extract.restore.patterns import repairs
from extract.restore.person_names import PersonNames
from extract.restore.phrases import phrases
from extract.restore.sequence import Decoded, load_rescorer
from extract.restore.specks import rubbish
from extract.restore.tokens import STAYS, Damage, LineVerdict, with_case

# Why a line was changed or left: round by round its kind of damage, the evidence for each changed word, and the rules.

_RUNNERS_UP = 3
_RULES = {
    "channel": "what readers make of letters, and context",
    "lexicon": "a name or word of the dictionaries",
    "template": "a fixed phrase of the dictionaries or the form",
    "code": "the grammar of codes and abbreviations",
    "numeric": "a number by its place",
    "legacy": "a code before Unicode",
    "unicode": "one form of Unicode",
}


@dataclass(frozen=True, slots=True)
class WordReading:
    """One reading of a word: its channel cost and its cost in context (nats; the less the likelier), its chance."""

    text: str
    channel: float
    context: float


@dataclass(frozen=True, slots=True)
class WordExplanation:
    """A word as read, the reading that was chosen and the runners-up, and the decoder's uncalibrated chance."""

    before: str
    chosen: WordReading
    others: tuple[WordReading, ...]
    chance: float


@dataclass(frozen=True, slots=True)
class RoundExplanation:
    """What one round made of a line: the text before and after, the kind of line, its decoded words, the edits."""

    before: str
    after: str
    verdict: LineVerdict
    words: tuple[WordExplanation, ...]
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """A line's place, its raw text and what each round made of it; the last round changes nothing or is the last."""

    place: LinePlace
    raw: str
    rounds: tuple[RoundExplanation, ...]

    @property
    def is_changed(self) -> bool:
        """Whether any round changed the line."""
        return any(one.edits for one in self.rounds)

    def lines(self) -> Iterator[str]:
        """The explanation in words, a line each; rounds that left the line alone are left out behind the first."""
        where = f"page {self.place.page}, " if self.place.page else ""
        yield f"{where}line {self.place.number}: {self.raw.strip()!r}"
        for number, one in enumerate(self.rounds, 1):
            if number == 1 or one.edits:
                yield f"  round {number}, kind of line: {one.verdict.damage.value}, a change must win {one.verdict.theta:g} nats"
                yield from map(_word_line, (w for w in one.words if w.chosen.text != w.before))
                yield from (_edit_line(one.before, edit) for edit in one.edits)


def explained(rounds: Sequence[Sequence[LineRound]], lexicon: Lexicon) -> Iterator[LineExplanation]:
    """The explanation of each line of a document; the chunks of a very long line are told one after another."""
    for of_line in zip(*rounds, strict=True):
        first = of_line[0].line
        told = tuple(_round(one, lexicon) for one in of_line)
        yield LineExplanation(first.place, first.raw, told)


def _round(one: LineRound, lexicon: Lexicon) -> RoundExplanation:
    words = tuple(_word(word, lexicon) for word in one.words)
    raw = one.line.raw
    return RoundExplanation(raw, apply(raw, one.edits), one.verdict, words, one.edits)


def _word(word: Decoded, lexicon: Lexicon) -> WordExplanation:
    order = sorted(range(len(word.weights)), key=lambda n: (float(word.weights[n]), n))
    others = [n for n in order if n != word.choice][:_RUNNERS_UP]
    return WordExplanation(
        word.piece.text,
        _evidence(word, word.choice, lexicon),
        tuple(_evidence(word, n, lexicon) for n in others),
        word.chance,
    )


def _evidence(word: Decoded, number: int, lexicon: Lexicon) -> WordReading:
    mode, known = int(word.options.modes[number]), lexicon.words[int(word.options.words[number])]
    text = word.piece.text if mode == STAYS else with_case(known, mode)
    channel = float(word.options.costs[number])
    return WordReading(text, channel, float(word.weights[number]) - channel)


def _word_line(word: WordExplanation) -> str:
    others = "; ".join(map(_shown, word.others)) or "nothing else"
    return (
        f"    word {word.before!r} -> {_shown(word.chosen)}, chance {word.chance:.2f}; or {others}"
    )


def _shown(evidence: WordReading) -> str:
    return f"{evidence.text!r} (channel {evidence.channel:.1f}, context {evidence.context:.1f})"


def _edit_line(raw: str, edit: Edit) -> str:
    others = f"; or {', '.join(map(repr, edit.alternatives))}" if edit.alternatives else ""
    before, why = raw[edit.start : edit.end], _RULES.get(edit.rule, edit.rule)
    return f"    {edit.start}-{edit.end} {before!r} -> {edit.after!r}: {edit.rule} ({why}), {edit.confidence:.2f} sure{others}"


ARTIFACT = Path(__file__).parent.parent / "data" / "restore.bin"


@dataclass(frozen=True, slots=True)
class Restorer:
    """Restores readings and texts; made once by `load_restorer`, used for many documents."""

    mender: Mender
    artifact: Artifact

    @property
    def fingerprint(self) -> str:
        """The artifact's hash: a part of the key of whatever was restored with it."""
        return self.artifact.sha256

    def restore(self, reading: Reading) -> Restored:
        """The reading's lines, corrected."""
        lines = _lines(reading)
        mended = self.mender.mend(lines)
        found = _corrections(lines, mended)
        sources = (line for page in reading.pages for line in page.lines)
        texts = [
            apply(line.raw, m.edits).lstrip("\f").rstrip("\r")
            for line, m in zip(lines, mended.lines, strict=True)
        ]
        text_lines = tuple(
            TextLine(
                line.place.page, line.place.number, line.raw, text,
                source.region, box=source.box, confidence=m.confidence, strange=self.strange(text),
            )
            for line, m, source, text in zip(lines, mended.lines, sources, texts, strict=True)
        )  # fmt: skip
        notes = tuple(left_alone(lines))
        return Restored(
            reading,
            text_lines,
            found,
            mended.encoding,
            changed_share((line.raw for line in lines), found),
            notes=notes,
        )

    def strange(self, text: str) -> tuple[Strange, ...]:
        """Words of a line that official language does not know, or never puts together."""
        engine = self.mender.engine
        return tuple(strange_words(text, engine.lexicon, engine.tables))

    def restore_text(self, text: str) -> tuple[str, tuple[Correction, ...]]:
        """The text restored, as many lines out as in, and what was changed."""
        lines = _text_lines(text)
        mended = self.mender.mend(lines)
        pairs = zip(lines, mended.lines, strict=True)
        restored = "\n".join(apply(line.raw, m.edits) for line, m in pairs)
        return restored, _corrections(lines, mended)

    def explain(self, reading: Reading) -> Iterator[LineExplanation]:
        """Why each line of a reading was changed or left, in order."""
        return explained(self.mender.explain(_lines(reading)), self.mender.engine.lexicon)

    def explain_text(self, text: str) -> Iterator[LineExplanation]:
        """Why each line of a text was changed or left, in order."""
        return explained(self.mender.explain(_text_lines(text)), self.mender.engine.lexicon)


def text_notes(text: str) -> tuple[str, ...]:
    """What restoration does not even try in a text, in words: lines that are no text."""
    return tuple(left_alone(_text_lines(text)))


def _lines(reading: Reading) -> list[RawLine]:
    return [
        RawLine(LinePlace(page.number, number), line.raw, page.text_source, line.words)
        for page in reading.pages
        for number, line in enumerate(page.lines, 1)
    ]


def _text_lines(text: str) -> list[RawLine]:
    raw = text.split("\n")
    return [
        RawLine(LinePlace(*at), line, TextSource.TEXT_INPUT)
        for at, line in zip(places(raw), raw, strict=True)
    ]


def _corrections(lines: Sequence[RawLine], mended: Mended) -> tuple[Correction, ...]:
    pairs = zip(lines, mended.lines, strict=True)
    return tuple(c for line, m in pairs for c in corrections(line.place, line.raw, m.edits))


def load_restorer(dictionaries: Dictionaries, path: Path = ARTIFACT) -> Restorer:
    """The restorer of the shipped artifact, or of one that `vanban train` made; mapping it takes milliseconds."""
    made = read_artifact(path)
    words = load_lexicon(made)
    tables = Tables(**{name: made.arrays[name] for name in Tables.__slots__})  # type: ignore[arg-type]
    wrong_model = WrongModel(with_kin(load_channel(made, "eng", words)))
    light = Light(load_channel(made, "vie", words))
    points = load_points(path)
    rules = Rules(
        codes=code_symbols(dictionaries, wrong_model.channel),
        phrases=phrases(dictionaries, words),
        family=frozenset(family_names(dictionaries)),
        agreement=agreement(dictionaries, words),
        patterns=repairs(dictionaries),
        rubbish=rubbish(words, tables),
        usual=usual_abbreviations(dictionaries),
        bodies=body_abbreviations(dictionaries),
        lowered=lowered(wrong_model.channel, tables),
        calibrations={damage.value: calibration(points.get(damage.value, ())) for damage in Damage},
    )
    proposer = Proposer(
        lexicon=words,
        wrong_model=wrong_model,
        stripped=Stripped(words),
        light=light,
        glued=Glued(words, light.channel),
        digit_words=digit_words(wrong_model.channel, tables),
    )
    engine = WordDecoder(
        lexicon=words,
        tables=tables,
        proposer=proposer,
        names=_person_names(path, dictionaries, words),
        units=unit_words(dictionaries, words),
        parting=Parting(run_together(wrong_model.channel, tables)),
        expected=Expected(words, tables),
        rescorer=load_rescorer(made),
    )
    return Restorer(Mender(engine, rules), made)


def _person_names(path: Path, dictionaries: Dictionaries, words: Lexicon) -> PersonNames:
    """What is known of names beside an artifact, or else beside ours."""
    beside = names_file(path)
    made = read_artifact(beside if beside.exists() else names_file(ARTIFACT))
    persons = name_statistics(made, dictionaries, words)
    return PersonNames(words, persons, neighbours(dictionaries, words), other_names(made, words))
