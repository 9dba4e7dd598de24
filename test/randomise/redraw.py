"""
Draws a trial again without Pledge: a second implementation of docs/randomisation.md, written from that page. Standard
library only.

    python3 redraw.py draw PROTOCOL UNITS_CSV SEED [BEACON_OUTPUT]     allocations on standard output
    python3 redraw.py vectors                                        the test vectors, as JSON
"""

import csv
import hashlib
import hmac
import json
import re
import sys

# Section 1: RFC 8785


def canonical(value):
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(canonical(key) + ":" + canonical(value[key]) for key in keys) + "}"
    if isinstance(value, list):
        return "[" + ",".join(canonical(entry) for entry in value) + "]"
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    return canonical_number(value)


def canonical_number(value):
    """ECMAScript's Number::toString: the shortest digits, an exponent from 1e21 and below 1e-6."""
    number = float(value)
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = repr(abs(number)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    if len(digits) <= point <= 21:
        return sign + digits + "0" * (point - len(digits))
    if 0 < point <= 21:
        return sign + digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return sign + "0." + "0" * -point + digits
    power = point - 1
    head = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
    return f"{sign}{head}e{'+' if power > 0 else '-'}{abs(power)}"


def protocol_hash(document):
    return hashlib.sha256(canonical(document).encode()).hexdigest()


# Sections 2 and 3


def commitment_of(seed):
    return hashlib.sha256(seed.encode("ascii")).hexdigest()


def key_of(seed, beacon_round=None, output=None):
    key = bytes.fromhex(seed)
    if beacon_round is None:
        return key
    written = beacon_round if isinstance(beacon_round, str) else canonical_number(beacon_round)
    return hmac.new(key, f"{written}|{output}".encode(), hashlib.sha256).digest()


# Section 4


def stream(key, document_hash, label):
    message = f"pledge-1|{document_hash}|{label}".encode()
    codes = hmac.new(key, message, hashlib.sha256).hexdigest().encode("ascii")
    state = list(range(256))
    j = 0
    for i in range(256):
        j = (j + state[i] + codes[i % 64]) % 256
        state[i], state[j] = state[j], state[i]

    def bytes_of_arc4():
        i = j = 0
        while True:
            i = (i + 1) % 256
            j = (j + state[i]) % 256
            state[i], state[j] = state[j], state[i]
            yield state[(state[i] + state[j]) % 256]

    source = bytes_of_arc4()
    for _ in range(256):
        next(source)
    while True:
        n, d, x = 0, 2**48, 0
        for _ in range(6):
            n = n * 256 + next(source)
        while n < 2**52:
            n, d, x = (n + x) * 256, d * 256, next(source)
        while n >= 2**53:
            n, d, x = n // 2, d // 2, x // 2
        yield (n + x) / d


def below(k, numbers):
    return int(next(numbers) * k)


def shuffled(entries, numbers):
    for i in range(len(entries) - 1, 0, -1):
        j = below(i + 1, numbers)
        entries[i], entries[j] = entries[j], entries[i]
    return entries


# Section 5


def stratum_key(values):
    plain = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
    return "/".join("".join(chr(b) if b in plain else f"%{b:02X}" for b in value.encode()) for value in values)


class Trial:
    def __init__(self, document, seed, output=None):
        stopped = document.get("stoppedArms", [])
        beacon = document.get("beacon")
        self.hash = protocol_hash(document)
        self.key = key_of(seed, *([beacon["round"], output] if beacon else []))
        self.scheme = document["scheme"]
        self.unit = document["unit"]
        self.strata = document.get("strata", [])
        self.arms = [(arm["name"], arm["ratio"]) for arm in document["arms"] if arm["name"] not in stopped]
        self.declared = sum(arm["ratio"] for arm in document["arms"])
        self.sum = sum(ratio for _, ratio in self.arms)

    def stream(self, label):
        return stream(self.key, self.hash, label)

    def expanded(self, times):
        return [name for name, ratio in self.arms for _ in range(ratio * times)]

    # Section 6
    def simple(self, unit):
        drawn = below(self.sum, self.stream(f"unit={unit}"))
        reached = 0
        for name, ratio in self.arms:
            reached += ratio
            if reached > drawn:
                return name

    # Section 7
    def block(self, stratum, number):
        numbers = self.stream(f"stratum={stratum}|block={number}")
        sizes = self.scheme["blockSizes"]
        size = sizes[below(len(sizes), numbers)]
        return shuffled(self.expanded(size // self.declared), numbers)

    # Section 8
    def whole_list(self, label, units):
        numbers = self.stream(label)
        leftovers = shuffled(self.expanded(1), numbers)[: units % self.sum]
        return shuffled(self.expanded(units // self.sum) + leftovers, numbers)

    def draw(self, rows):
        """rows: (unit, ceremony, stratum key) in list order; gives (unit, stratum key, position, arm)."""
        kind = self.scheme["kind"]
        positions = {}
        queues = {}
        counts = {}
        for _, ceremony, stratum in rows:
            counts[ceremony, stratum] = counts.get((ceremony, stratum), 0) + 1
            counts[stratum] = counts.get(stratum, 0) + 1
        for unit, ceremony, stratum in rows:
            position = positions.get(stratum, 0)
            positions[stratum] = position + 1
            if kind == "simple":
                arm = self.simple(unit)
            elif kind == "blocks":
                queue, number = queues.get(stratum, ([], 0))
                if not queue:
                    queue, number = self.block(stratum, number), number + 1
                arm, queues[stratum] = queue[0], (queue[1:], number)
            elif kind == "complete":
                if stratum not in queues:
                    queues[stratum] = self.whole_list(f"stratum={stratum}|list", counts[stratum])
                arm = queues[stratum].pop(0)
            elif kind == "cohort":
                at = (ceremony, stratum)
                if at not in queues:
                    queues[at] = self.whole_list(f"stratum={stratum}|list={ceremony}", counts[at])
                arm = queues[at].pop(0)
            else:
                raise SystemExit(f"no engine draws by {kind}")
            yield unit, stratum, position, arm


def draw_files(protocol, units, seed, output=None):
    with open(protocol, encoding="utf-8-sig") as file:
        trial = Trial(json.load(file), seed, output)
    with open(units, encoding="utf-8-sig", newline="") as file:
        table = list(csv.DictReader(file))
    rows = [
        (row["unit"], row["ceremony"] if trial.unit != "ceremony" else "", stratum_key([row[s] for s in trial.strata]))
        for row in table
    ]
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(["unit", "stratum", "position", "arm"])
    writer.writerows(trial.draw(rows))


# Section 12

SEED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
DOCUMENT = {"slug": "vectors", "b": [1, 0.05, 1e21, "é\n"], "a": {"\u20ac": None, "\r": True, "1": -0.5}}


def vectors():
    output = "f00d" * 16
    arms = [{"name": "standard", "ratio": 1}, {"name": "volunteering", "ratio": 1}, {"name": "behavioural", "ratio": 1}]
    unequal = [{"name": "a", "ratio": 2}, {"name": "b", "ratio": 1}]

    def document(scheme, unit="ceremony", drawn=arms, **more):
        return {"arms": drawn, "scheme": scheme, "strata": ["borough"], "unit": unit, **more}

    def case(declared, rows):
        trial = Trial(declared, SEED, output)
        return {
            "document": declared,
            "protocolHash": trial.hash,
            "rows": [list(row) for row in rows],
            "allocations": [list(drawn) for drawn in trial.draw(rows)],
        }

    def units(count, stratum, ceremony="c1"):
        return [(f"{ceremony}-{stratum}-{n}", ceremony, stratum) for n in range(count)]

    first = stream(key_of(SEED), "0" * 64, "stratum=E09000005|block=0")
    beacon = {"source": "drand", "round": 123}
    return {
        "algorithm": "pledge-1",
        "canonical": {"document": DOCUMENT, "text": canonical(DOCUMENT), "hash": protocol_hash(DOCUMENT)},
        "seed": SEED,
        "commitment": commitment_of(SEED),
        "beacon": {"round": "123", "output": output, "key": key_of(SEED, 123, output).hex()},
        "stream": {
            "protocolHash": "0" * 64,
            "label": "stratum=E09000005|block=0",
            "numbers": [next(first) for _ in range(12)],
        },
        "strata": [
            {"values": values, "key": stratum_key(values)}
            for values in ([], [""], ["E09000005", "3-plus"], ["a/b", "c"], ["a", "b/c"], ["Å 0~%", "false"])
        ],
        "draws": {
            "simple": case(document({"kind": "simple"}), units(12, "E09000005")),
            "simple 2:1": case(document({"kind": "simple"}, drawn=unequal), units(12, "E09000005")),
            "blocks of 27": case(
                document({"kind": "blocks", "blockSizes": [27]}), units(30, "E09000005") + units(3, "E09000030")
            ),
            "blocks of 3, 6, 9": case(document({"kind": "blocks", "blockSizes": [3, 6, 9]}), units(40, "E09000005")),
            "blocks of 27, one arm stopped": case(
                document({"kind": "blocks", "blockSizes": [27]}, stoppedArms=["volunteering"]), units(20, "E09000005")
            ),
            "blocks with a beacon": case(
                document({"kind": "blocks", "blockSizes": [6]}, beacon=beacon), units(12, "E09000005")
            ),
            "complete": case(
                document({"kind": "complete"}, unit="household"), units(14, "E09000005") + units(9, "E09000030")
            ),
            "cohort": case(
                document({"kind": "cohort"}, unit="household"),
                units(7, "E09000005/1") + units(2, "E09000005/2") + units(8, "E09000005/1", "c2"),
            ),
            "cohort 2:1": case(document({"kind": "cohort"}, unit="household", drawn=unequal), units(8, "E09000005")),
        },
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["vectors"]:
        text = json.dumps(vectors(), indent=1, ensure_ascii=False)
        print(re.sub(r"\[\s+([^][{}]*?)\s+\]", lambda rows: f"[{re.sub(chr(10) + ' +', ' ', rows[1])}]", text))
    elif len(sys.argv) in (5, 6) and sys.argv[1] == "draw":
        draw_files(*sys.argv[2:])
    else:
        raise SystemExit(__doc__)
