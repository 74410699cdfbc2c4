"""A digest for each product of all that the kernel reads for its shape: equal digests, equal shapes.

A Merkle hash over the STEP text: a record's digest is made of its class, its values and the digests of the records it
points to. So it knows no line numbers, and neither names nor property sets, which no shape depends on. Numbers are
compared as numbers: `0.50` and `.5E0` are one.

Whatever is unclear (a record that is missing, doubled, or points back to itself) has no digest, and is shaped anew.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from hashlib import blake2b
from pathlib import Path

from assets.ifc.shape_relations import ShapeRelations, shape_relations
from assets.ifc.step_records import Reference, StepRecords, Tokens, UnclearRecord, arguments, step_records

Digest = bytes  # of 16 bytes
PLACEMENT, REPRESENTATION = 5, 6  # attributes of every product, in every schema

# Their texts name things; those of representations, contexts and units decide how a shape is read.
_MERELY_NAMED = (b"IFCMATERIAL", b"IFCPRODUCTDEFINITIONSHAPE", b"IFCSURFACESTYLE", b"IFCPRESENTATIONSTYLE")
_HASH, _QUOTE = b"#"[0], b"'"[0]
_NUMERIC = frozenset(b"+-0123456789")


def shape_digests(path: Path, classes: Container[bytes], *, salt: bytes = b"") -> dict[int, Digest | None]:
    """Return STEP id → digest of each product of `classes` (names in capitals) that has a representation.

    `salt` is what decides shapes besides the file: kernels and their settings. None where something is unclear.
    Never raises for what is in the file.
    """
    with step_records(path) as records:
        by_class = records.by_class()
        products = [one for name, ones in by_class.items() if name in classes for one in ones]
        try:
            merkle = Merkle(records, shape_relations(records, by_class))
            everywhere = merkle.of_set(merkle.relations.everywhere)
        except (UnclearRecord, IndexError, ValueError):
            return dict.fromkeys((_number(one) for one in products), None)
        found = ((one, merkle.of_product(one, salt + everywhere)) for one in products)
        return {_number(one): digest for one, (shaped, digest) in found if shaped}


def _number(reference: Reference) -> int:
    return int(reference[1:])


class Merkle:
    """Digests of records, each worked out once."""

    def __init__(self, records: StepRecords, relations: ShapeRelations) -> None:
        self.records, self.relations = records, relations
        self._attached = relations.attached
        self._said = _Said()

    def of_product(self, product: Reference, common: bytes) -> tuple[bool, Digest | None]:
        """Return whether a product has a representation, and its digest."""
        try:
            values = arguments(self.records.tokens(product))
            if len(values) <= REPRESENTATION or values[REPRESENTATION] == [b"$"]:
                return False, None
            openings = self.relations.openings_of(product)
            parts = [
                common,
                self.records.named_tokens(product)[-1],
                self._own(values),
                self._sum(self._own(arguments(self.records.tokens(one))) for one in openings),
                *(self.of_set(some) for some in self.relations.materials_of(product)),
            ]
        except (UnclearRecord, IndexError, ValueError):
            return True, None
        return True, _hash(parts)

    def of_set(self, references: list[Reference]) -> Digest:
        """Return one digest of several records, in whatever order they come; raise UnclearRecord."""
        return self._sum(self.of(one) for one in references)

    def _own(self, values: list[Tokens]) -> Digest:
        return _hash([self._value(values[PLACEMENT]), self._value(values[REPRESENTATION])])

    def _value(self, value: Tokens) -> bytes:
        (token,) = value
        return self.of(token) if token[0] == _HASH else token

    @staticmethod
    def _sum(digests: Iterable[Digest]) -> Digest:
        return _hash(sorted(digests))

    def of(self, reference: Reference) -> Digest:
        """Return the digest of a record and all below it; raise UnclearRecord."""
        said = self._said
        open_: dict[Reference, Tokens] = {}  # from the first asked for down to where we are
        waiting = [reference]
        while waiting:
            current = waiting[-1]
            if current in open_:  # all below it is known now
                said[current] = _hash([said[token] for token in open_.pop(current)])
                waiting.pop()
            elif current in said:
                waiting.pop()
            else:
                tokens = open_[current] = self._tokens(current)
                unknown = [token for token in tokens if token[0] == _HASH and token not in said]
                if not open_.keys().isdisjoint(unknown):
                    raise UnclearRecord(current)
                waiting += unknown
        return said[reference]

    def _tokens(self, reference: Reference) -> Tokens:
        """Return class and values of a record, then those of the styles attached to it."""
        tokens = self._named(reference)
        for one in self._attached.get(reference, ()):
            tokens += [b"+", *(b"@" if token == reference else token for token in self._named(one))]
        return tokens

    def _named(self, reference: Reference) -> Tokens:
        tokens = self.records.named_tokens(reference)
        if tokens[-1].startswith(_MERELY_NAMED):
            return [token for token in tokens if token[0] != _QUOTE]
        return tokens


class _Said(dict[bytes, bytes]):
    """What stands for a token: the digest for a reference, the shortest text for a number, itself for all else."""

    def __missing__(self, token: bytes) -> bytes:
        if token[0] not in _NUMERIC:
            return token
        try:
            number = b"%r" % (float(token) + 0.0)  # minus zero is zero
        except ValueError:
            number = token
        self[token] = number
        return number


def _hash(parts: list[bytes]) -> Digest:
    return blake2b(b"\0".join(parts), digest_size=16).digest()
