"""What was typed, read as terms: kinds that people name in their own words, storeys, and plain words.

The words for equipment are those that orders are read with (`maintenance/place_words.csv`), in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby

from assets import kinds
from assets.search import normalise
from maintenance.place_spelling import stem
from maintenance.place_words import table

SAYS_NOTHING = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "d",
        "l",
        "au",
        "aux",
        "un",
        "une",
        "en",
        "et",
        "sur",
        "dans",
        "par",
        "pour",
        "the",
        "of",
        "to",
        "in",
        "on",
        "at",
        "and",
        "n",
        "no",
        "nr",
        "num",
        "numero",
        "serie",
        "serial",
        "number",
        "code",
    ]
)
_BEFORE_A_LETTER = frozenset(
    ["quai", "voie", "platform", "track", "hall", "aile"]
)  # "quai a" is no preposition
_TOKEN = re.compile(r"[a-z0-9]+")
_LONGEST_PHRASE = 6


@dataclass(frozen=True)
class Term:
    """One thing asked for. Something answers when its kind is one of `kinds`, or when it holds a spelling.

    `spellings`: ways to write it, each a tuple of words that must all be there. `level`: a storey as the table of words
    says it ("-1", "below"). `repaired`: a misspelt word was read as a known one. `after`: the word before a number,
    which a name may have side by side ("quai 2"). `typed`: its words as they stood there.
    """

    spellings: tuple[tuple[str, ...], ...]
    kinds: frozenset[str] = frozenset()
    level: str = ""
    repaired: bool = False
    after: str = ""
    typed: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        return frozenset(word for spelling in self.spellings for word in spelling)


@dataclass(frozen=True)
class Question:
    """`glued`: everything but the words that say nothing, as one word: how a code or a serial number may be typed."""

    terms: tuple[Term, ...]
    glued: str

    @property
    def may_be_a_number(self) -> bool:
        """Could the whole be a piece of a code or of a serial number?"""
        return len(self.glued) >= 4 and any(letter.isdigit() for letter in self.glued)


@dataclass(frozen=True)
class _Word:
    """`said` as the table spells it; `typed` as it stood in the question, "" for what a longer spelling added."""

    said: str
    typed: str
    repaired: bool = False


def read(text: str, repair: Callable[[str], str]) -> Question:
    """`repair` gives the known word that a misspelt one stands for, or the word itself."""
    typed = _meaningful(_TOKEN.findall(_plain(text)))
    spelt = _respelt([_repaired(word, repair) for word in typed])
    return Question(tuple(_terms(spelt)), "".join(typed))


def _plain(text: str) -> str:
    """Small letters without accents; "à" is a preposition, "a" may be a platform."""
    return " ".join(normalise(part) for part in re.split(r"[\W_]+", re.sub(r"(?<!\w)[àÀ](?!\w)", " ", text)))


def _meaningful(words: Sequence[str]) -> list[str]:
    kept = [
        word
        for place, word in enumerate(words)
        if word not in SAYS_NOTHING
        and (word != "a" or (place and stem(words[place - 1]) in _BEFORE_A_LETTER))
    ]
    return kept or list(words)


def _repaired(word: str, repair: Callable[[str], str]) -> _Word:
    known = repair(word)
    return _Word(stem(known), stem(word), known != word)


def _respelt(words: list[_Word]) -> list[_Word]:
    """Spellings of the table ("transfo ht", "clim") in the words that its phrases are written with."""
    spelt: list[_Word] = []
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + _LONGEST_PHRASE), place, -1):
            said = table().words.get(tuple(word.said for word in words[place:end]))
            if said is not None:
                typed = " ".join(word.typed for word in words[place:end])
                repaired = any(word.repaired for word in words[place:end])
                spelt += [_Word(one, typed if at == 0 else "", repaired) for at, one in enumerate(said)]
                place = end
                break
        else:
            spelt.append(words[place])
            place += 1
    return spelt


def _terms(words: list[_Word]) -> list[Term]:
    found: list[Term] = []
    place = 0
    while place < len(words):
        for end in range(min(len(words), place + _LONGEST_PHRASE), place, -1):
            term = _phrase(words[place:end])
            if term is not None:
                found.append(term)
                place = end
                break
        else:
            found += _plain_word(words, place)
            place += 1
    return found


def _phrase(words: list[_Word]) -> Term | None:
    said = tuple(word.said for word in words)
    use, means = table().phrases.get(said, ("", ""))
    if use not in ("kind", "level") and said not in _kind_words():
        return None
    meant = _kind_words().get(said, frozenset()) | (_kinds_meant(means) if use == "kind" else frozenset())
    repaired = any(word.repaired for word in words)
    spellings = _spellings(words)
    if use == "kind" and not meant:  # no kind of the register: whoever writes it in another way means it too
        spellings = (*(one for one in _written(means) if one not in spellings), *spellings)
    return Term(spellings, meant, means if use == "level" else "", repaired, typed=_typed(words))


def _plain_word(words: list[_Word], place: int) -> list[Term]:
    word = words[place]
    if (
        not word.typed and place
    ):  # the rest of a longer spelling: what was typed may stand alone for all of it
        return []
    rest = [word]
    for after in words[place + 1 :]:
        if after.typed:
            break
        rest.append(after)
    before = words[place - 1].said if place and word.said.isdigit() else ""
    return [Term(_spellings(rest), repaired=word.repaired, after=before, typed=_typed(rest))]


def _typed(words: Sequence[_Word]) -> frozenset[str]:
    return frozenset(part for word in words for part in word.typed.split())


def _spellings(words: list[_Word]) -> tuple[tuple[str, ...], ...]:
    said = tuple(word.said for word in words)
    typed = tuple(part for word in words for part in word.typed.split())
    return (said,) if said == typed or not typed else (said, typed)


@cache
def _kinds_meant(means: str) -> frozenset[str]:
    """The kinds of the register that the table means, with what stands under them."""
    roots = table().assets.get(means, ())
    return frozenset(
        key for key in kinds.by_key() for root in roots if key == root or key.startswith(f"{root}-")
    )


@cache
def _written(means: str) -> tuple[tuple[str, ...], ...]:
    return tuple(phrase for phrase, said in table().phrases.items() if said == ("kind", means))


@cache
def has_words_of_its_own(kind: str) -> bool:
    """Do people have another word for it than for the wider kind? An emergency light is seldom just a "lamp"."""
    return any(kind in roots for roots in table().assets.values())


@cache
def _kind_words() -> dict[tuple[str, ...], frozenset[str]]:
    """Every kind's own words, singular and plural, in both languages: {("pump",): {"pump"}}."""
    found: dict[tuple[str, ...], frozenset[str]] = {}
    for kind in kinds.by_key().values():
        for label in (kind.fr, kind.en, kind.fr_plural, kind.en_plural):
            words = tuple(stem(word) for word in _meaningful(_TOKEN.findall(_plain(label))))
            if words and kind.key != kinds.FALLBACK:
                found[words] = found.get(words, frozenset()) | {kind.key}
    return {words: keys | _below(keys) for words, keys in found.items()}


def _below(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(each for key in keys for each in kinds.by_key() if each.startswith(f"{key}-"))


def without(question: Question, term: Term) -> Question:
    """The question without one of its terms."""
    return replace(question, terms=tuple(each for each in question.terms if each is not term), glued="")


def words_left_out(text: str, terms: Iterable[Term]) -> list[str]:
    """These terms as they stand in the text, its words side by side together: ["caméra", "OT-248"]."""
    left_out: frozenset[str] = frozenset().union(*(term.typed for term in terms))
    runs = groupby(re.finditer(r"[^\W_]+", text), key=lambda word: stem(normalise(word[0])) in left_out)
    ends = [
        (words[0].start(), words[-1].end())
        for is_left_out, run in runs
        if is_left_out and (words := list(run))
    ]
    return [text[start:end] for start, end in ends]
