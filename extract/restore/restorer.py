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
from extract.restore.decoding import rescoring
from extract.restore.decoding.candidates import Light, Stripped, WrongModel
from extract.restore.decoding.context import Expected, unit_words
from extract.restore.decoding.decoder import Proposer, WordDecoder
from extract.restore.decoding.digit_words import digit_words
from extract.restore.decoding.joined import Glued, Parting, run_together
from extract.restore.decoding.names import (
    family_names,
    name_statistics,
    names_file,
    neighbours,
    other_names,
)
from extract.restore.decoding.person_names import PersonNames
from extract.restore.decoding.tokens import Damage
from extract.restore.edits import LinePlace, apply, corrections, places
from extract.restore.explanation import LineExplanation, explained
from extract.restore.gate import RawLine, left_alone
from extract.restore.mending import Mended, Mender, Rules
from extract.restore.model import artifact as artifacts
from extract.restore.model import calibration, channel, lexicon
from extract.restore.model.artifact import Artifact
from extract.restore.model.channel import with_kin
from extract.restore.model.lexicon import Lexicon, strange_words
from extract.restore.model.ngrams import Tables
from extract.restore.patterns import repairs
from extract.restore.repairs.capitals import agreement, lowered
from extract.restore.repairs.codes import (
    body_abbreviations,
    code_symbols,
    usual_abbreviations,
)
from extract.restore.repairs.phrases import phrases
from extract.restore.repairs.specks import rubbish

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
                source.region, box=source.box, confidence=m.confidence, strange=self._strange(text),
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

    def _strange(self, text: str) -> tuple[Strange, ...]:
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
    made = artifacts.read(path)
    words = lexicon.load(made)
    tables = Tables(**{name: made.arrays[name] for name in Tables.__slots__})  # type: ignore[arg-type]
    wrong_model = WrongModel(with_kin(channel.load(made, "eng", words)))
    light = Light(channel.load(made, "vie", words))
    points = calibration.load(path)
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
        calibrations={
            damage.value: calibration.calibration(points.get(damage.value, ())) for damage in Damage
        },
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
        rescorer=rescoring.load(made),
    )
    return Restorer(Mender(engine, rules), made)


def _person_names(path: Path, dictionaries: Dictionaries, words: Lexicon) -> PersonNames:
    """What is known of names beside an artifact, or else beside ours."""
    beside = names_file(path)
    made = artifacts.read(beside if beside.exists() else names_file(ARTIFACT))
    persons = name_statistics(made, dictionaries, words)
    return PersonNames(words, persons, neighbours(dictionaries, words), other_names(made, words))
