"""
Draws a trial again without Pledge: a second implementation of docs/randomisation.md, written from that page. Standard
library only, and one file on purpose, so that it can be carried anywhere.

    python3 redraw.py draw PROTOCOL UNITS_CSV SEED [BEACON_OUTPUT]     allocations on standard output
    python3 redraw.py rows < CASES                                   allocations of cases as JSON (see `draw_cases`)
    python3 redraw.py vectors                                        the test vectors, as JSON
"""

import hashlib
import hmac
import json
import math
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
        self.outcome = None

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

    # Section 9
    def big_stick(self, stratum, position, counts):
        open_arms = [arm for arm, count in enumerate(counts) if count - min(counts) < self.scheme["limit"]]
        numbers = self.stream(f"stratum={stratum}|position={position}")
        return open_arms[below(len(open_arms), numbers)]

    # Section 10
    def minimised_place(self, stratum, position, levels):
        """levels: for each factor its weight and the counts of the places at this unit's level."""
        numbers = self.stream(f"stratum={stratum}|position={position}")
        if next(numbers) < self.scheme["randomShare"]:
            return below(self.sum, numbers)
        imbalances = []
        for place in range(self.sum):
            imbalance = 0
            for weight, counts in levels:
                counts = [count + (c == place) for c, count in enumerate(counts)]
                if self.scheme.get("imbalance", "range") == "range":
                    imbalance += weight * (max(counts) - min(counts))
                else:
                    imbalance += weight * (self.sum * sum(n * n for n in counts) - sum(counts) ** 2)
            imbalances.append(imbalance)
        candidates = [place for place, imbalance in enumerate(imbalances) if imbalance == min(imbalances)]
        return candidates[below(len(candidates), numbers)]

    # Section 11
    def rerandomised(self, strata, values):
        """strata: each unit's stratum key in list order; values: each unit's covariates. Arms of the units, in order."""
        sizes = {}
        for stratum in strata:
            sizes[stratum] = sizes.get(stratum, 0) + 1
        criterion = self.scheme.get("criterion", "mahalanobis")
        columns = standard_columns(columns_of(self.scheme["covariates"], values, criterion), criterion)
        names = [name for name, _ in self.arms]
        best = None
        for number in range(self.scheme.get("maximumTries", 10_000)):
            queues = {
                stratum: self.whole_list(f"stratum={stratum}|try={number}", size) for stratum, size in sizes.items()
            }
            arms = [queues[stratum].pop(0) for stratum in strata]
            imbalance = imbalance_of(columns, [names.index(arm) for arm in arms], len(names), criterion)
            if best is None or imbalance < best[0]:
                best = imbalance, arms
            is_met = imbalance <= self.scheme["threshold"]
            self.outcome = {"tries": number + 1, "imbalance": best[0], "isMet": is_met}
            if is_met:
                return arms
        return best[1]

    def draw(self, rows):
        """
        rows: (unit, list id, stratum key, household or None, values) in list order, the values those of the scheme's factors
        or covariates in its order; gives (unit, stratum key, position or None, arm).
        """
        begun = set()
        leaders = []
        for row in rows:
            household = row[3]
            if household is None or household not in begun:
                leaders.append(row)
            begun.add(household)
        drawn = {unit: (position, arm) for unit, position, arm in self.draw_leaders(leaders)}
        arms_of_households = {}
        for unit, _, stratum, household, _ in rows:
            position, arm = drawn[unit] if unit in drawn else (None, arms_of_households[household])
            arms_of_households[household] = arm
            yield unit, stratum, position, arm

    def draw_leaders(self, rows):
        """The units that are drawn, in list order: (unit, position, arm)."""
        kind = self.scheme["kind"]
        positions, queues, sizes, counts = {}, {}, {}, {}
        for _, listed, stratum, _, _ in rows:
            sizes[listed, stratum] = sizes.get((listed, stratum), 0) + 1
            sizes[stratum] = sizes.get(stratum, 0) + 1
        if kind == "rerandomised":
            whole = self.rerandomised([row[2] for row in rows], [row[4] for row in rows])
        for index, (unit, listed, stratum, _, values) in enumerate(rows):
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
                    queues[stratum] = self.whole_list(f"stratum={stratum}|list", sizes[stratum])
                arm = queues[stratum].pop(0)
            elif kind == "cohort":
                at = (listed, stratum)
                if at not in queues:
                    queues[at] = self.whole_list(f"stratum={stratum}|list={listed}", sizes[at])
                arm = queues[at].pop(0)
            elif kind == "big-stick":
                count = counts.setdefault(stratum, [0] * len(self.arms))
                chosen = self.big_stick(stratum, position, count)
                count[chosen] += 1
                arm = self.arms[chosen][0]
            elif kind == "minimisation":
                levels = []
                for factor, level in zip(self.scheme["factors"], values, strict=True):
                    name, weight = (factor, 1) if isinstance(factor, str) else (factor["name"], factor["weight"])
                    levels.append((weight, counts.setdefault((stratum, name, level), [0] * self.sum)))
                place = self.minimised_place(stratum, position, levels)
                for _, count in levels:
                    count[place] += 1
                arm = self.expanded(1)[place]
            elif kind == "rerandomised":
                arm = whole[index]
            else:
                raise SystemExit(f"no engine draws by {kind}")
            yield unit, position, arm

    def columns(self):
        """The columns of a units file that the scheme reads beside unit, lists, household and strata."""
        named = self.scheme.get("factors", self.scheme.get("covariates", []))
        return [one if isinstance(one, str) else one.get("name", one.get("column")) for one in named]


# Section 11, columns and arithmetic. Sums are loops: sum() of later Pythons compensates for rounding, and the page does not.


def add_up(terms):
    total = 0.0
    for term in terms:
        total = total + term
    return total


def columns_of(covariates, values, criterion):
    columns = []
    for index, covariate in enumerate(covariates):
        texts = [row[index] for row in values]
        if isinstance(covariate, str) or covariate.get("as", "number") == "number":
            columns.append([number_of(text) for text in texts])
            continue
        levels = sorted(set(texts), key=lambda text: text.encode())
        for level in levels[1:] if criterion == "mahalanobis" else levels:
            columns.append([1.0 if text == level else 0.0 for text in texts])
    return columns


def number_of(text):
    if len(text) > 40 or not re.fullmatch(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?", text):
        raise SystemExit(f"{text!r} is no number")
    if abs(float(text)) > 1e50:
        raise SystemExit(f"{text} is too large")
    return float(text)


def standard_columns(columns, criterion):
    n = len(columns[0])
    centred = []
    for column in columns:
        if all(value == column[0] for value in column):
            continue
        mean = add_up(column) / n
        centred.append([value - mean for value in column])

    def covariance(a, b):
        return add_up(x * y for x, y in zip(a, b, strict=True)) / (n - 1)

    if criterion == "standardised-difference":
        deviations = [math.sqrt(covariance(d, d)) for d in centred]
        return [[x / sd for x in d] for d, sd in zip(centred, deviations, strict=True) if sd != 0]

    kept = []
    for d in centred:
        row = []
        for b, other in enumerate(kept):
            rest = covariance(d, other["d"])
            for k in range(b):
                rest = rest - row[k] * other["L"][k]
            row.append(rest / other["L"][b])
        variance = covariance(d, d)
        pivot = variance
        for entry in row:
            pivot = pivot - entry * entry
        if pivot <= 1e-9 * variance:
            continue
        row.append(math.sqrt(pivot))
        z = []
        for unit in range(n):
            rest = d[unit]
            for k, other in enumerate(kept):
                rest = rest - row[k] * other["z"][unit]
            z.append(rest / row[-1])
        kept.append({"d": d, "L": row, "z": z})
    return [column["z"] for column in kept]


def imbalance_of(columns, arms, count, criterion):
    sizes = [arms.count(arm) for arm in range(count)]
    means = [
        [add_up(x for x, own in zip(z, arms, strict=True) if own == arm) / sizes[arm] if sizes[arm] else 0 for z in columns]
        for arm in range(count)
    ]
    largest = 0.0
    for i in range(count):
        for j in range(i + 1, count):
            if sizes[i] == 0 or sizes[j] == 0:
                continue
            differences = [a - b for a, b in zip(means[i], means[j], strict=True)]
            if criterion == "mahalanobis":
                q = add_up(difference * difference for difference in differences)
                found = ((sizes[i] * sizes[j]) / (sizes[i] + sizes[j])) * q
            else:
                found = max([abs(difference) for difference in differences], default=0.0)
            largest = max(largest, found)
    return largest


# Files, as section 1 and section 5 have them read and written


def text_of(path):
    with open(path, "rb") as file:
        content = file.read()
    marks = {b"\xef\xbb\xbf": "utf-8", b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
    for mark, encoding in marks.items():
        if content.startswith(mark):
            return content[len(mark) :].decode(encoding)
    return content.decode("utf-8")


VALUE = re.compile(r'"((?:[^"]|"")*)"|([^,\r\n]*)')
END = re.compile(r",|\r\n|\r|\n|\Z")


def rows_of(text):
    """The values of each line, the header first; below it lines with nothing in them are passed over."""
    at, row, is_started = 0, [], False
    while at < len(text):
        if is_started and not row and text[at] in "\r\n":
            at += 1
            continue
        value = VALUE.match(text, at)
        end = END.match(text, value.end())
        if end is None:
            raise SystemExit(f"{text[at : at + 20]!r} goes on behind its quotation mark, or never ends")
        row.append(value[2] if value[1] is None else value[1].replace('""', '"'))
        at = end.end()
        if end[0] == "," and at < len(text):
            continue
        if end[0] == ",":
            row.append("")
        yield row
        row, is_started = [], True


def table_of(text):
    header, *rows = rows_of(text)
    return [dict(zip(header, row, strict=True)) for row in rows]


def written(value):
    return '"' + value.replace('"', '""') + '"' if re.search(r'[",\r\n]', value) else value


def draw_files(protocol, units, seed, output=None):
    trial = Trial(json.loads(text_of(protocol)), seed, output)
    table = table_of(text_of(units))
    listed = "list" if trial.unit == "ceremony" else "ceremony"
    rows = [
        (
            row["unit"],
            row[listed] if trial.scheme["kind"] == "cohort" else "",
            stratum_key([row[name] for name in trial.strata]),
            row["household"] if trial.unit == "attendee" else None,
            [row[name] for name in trial.columns()],
        )
        for row in table
    ]
    lines = ["unit,stratum,position,arm\n"]
    for unit, stratum, position, arm in trial.draw(rows):
        lines.append(f"{written(unit)},{written(stratum)},{'' if position is None else position},{written(arm)}\n")
    sys.stdout.buffer.write("".join(lines).encode())


def draw_cases(cases):
    """cases: [{"document", "seed", "rows": [[unit, list, stratum key, household or null, values], …]}, …]"""
    for case in cases:
        trial = Trial(case["document"], case["seed"])
        allocations = list(trial.draw(case["rows"]))
        yield {"allocations": allocations, "rerandomised": trial.outcome}


# Section 15

SEED = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
DOCUMENT = {"slug": "vectors", "b": [1, 0.05, 1e21, "é\n"], "a": {"\u20ac": None, "\r": True, "1": -0.5}}


def vectors():
    output = "f00d" * 16
    arms = [{"name": "standard", "ratio": 1}, {"name": "volunteering", "ratio": 1}, {"name": "behavioural", "ratio": 1}]
    unequal = [{"name": "a", "ratio": 2}, {"name": "b", "ratio": 1}]

    def document(scheme, unit="ceremony", drawn=arms, **more):
        return {"arms": drawn, "scheme": scheme, "strata": ["borough"], "unit": unit} | more

    two = [{"name": "a", "ratio": 1}, {"name": "b", "ratio": 1}]
    four = [{"name": "a", "ratio": 1}, {"name": "b", "ratio": 2}, {"name": "c", "ratio": 1}]

    def case(declared, rows):
        """rows: unit, list, stratum key, then, where there is more to say, the household or None and the values."""
        trial = Trial(declared, SEED, output)
        whole = [(*row[:3], row[3] if len(row) > 3 else None, row[4:]) for row in rows]
        allocations = [list(drawn) for drawn in trial.draw(whole)]
        return {
            "document": declared,
            "protocolHash": trial.hash,
            "rows": [list(row) for row in rows],
            "allocations": allocations,
        } | ({} if trial.outcome is None else {"rerandomised": trial.outcome})

    def units(count, stratum, ceremony="c1"):
        return [(f"{ceremony}-{stratum}-{n}", ceremony, stratum) for n in range(count)]

    def valued(rows, *values):
        """values: for each factor or covariate a function of the unit's number in the list."""
        return [(*row, None, *(value(n) for value in values)) for n, row in enumerate(rows)]

    def people(count, ceremony, stratum, size):
        """People of households whose sizes go 1, 2, … size, 1, 2, …; their rows do not stand together."""
        homes = [home for home in range(count) for _ in range(home % size + 1)][:count]
        order = sorted(range(count), key=lambda n: (n * 7) % count)
        return [(f"{ceremony}-{n}", ceremony, stratum, f"home {homes[n]}") for n in order]

    def hall(n):
        return ["Civic Centre", "", "0", "Å\u00a0hall", "false"][(n * 3) % 5]

    def size(n):
        return ["1", "2", "3-plus"][(n * n) % 3]

    def booked(n):
        return str(20 + (n * 7) % 31)

    def share(n):
        return ["-0.5", "1.2e1", ".25", "+7", "3.", "1E-2", "0.1"][(n * 5) % 7]

    def constant(_):
        return "0.1"

    def doubled(n):
        return str(2 * (20 + (n * 7) % 31) + 1)

    category = {"as": "category", "column": "hall"}

    def minimisation(factors, share, **more):
        return {"kind": "minimisation", "factors": factors, "randomShare": share, **more}

    def rerandomised(covariates, threshold, **more):
        return {"kind": "rerandomised", "covariates": covariates, "threshold": threshold, **more}

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
            "cohort of ceremonies": case(
                document({"kind": "cohort"}),
                units(4, "E09000005", "spring") + units(2, "E09000030", "spring") + units(5, "E09000005", "summer"),
            ),
            "big stick, two arms": case(
                document({"kind": "big-stick", "limit": 3}, drawn=two), units(20, "E09000005") + units(8, "E09000030")
            ),
            "big stick, three arms": case(document({"kind": "big-stick", "limit": 2}), units(24, "E09000005")),
            "big stick, one arm stopped": case(
                document({"kind": "big-stick", "limit": 1}, stoppedArms=["standard"]), units(10, "E09000005")
            ),
            "minimisation, range, stratified": case(
                document(minimisation(["hall", {"name": "group_size", "weight": 2}], 0.2)),
                valued(units(24, "E09000005") + units(9, "E09000030"), hall, size),
            ),
            "minimisation, variance, two arms": case(
                document(minimisation(["hall", "group_size"], 0.3, imbalance="variance"), drawn=two, strata=[]),
                valued(units(24, ""), hall, size),
            ),
            "minimisation 2:1": case(
                document(minimisation(["hall"], 0.2), drawn=unequal), valued(units(24, "E09000005"), hall)
            ),
            "minimisation 1:2:1, variance": case(
                document(
                    minimisation(["group_size", {"name": "hall", "weight": 3}], 0.1, imbalance="variance"), drawn=four
                ),
                valued(units(24, "E09000005"), size, hall),
            ),
            "minimisation without a random share": case(
                document(minimisation(["hall", "group_size"], 0)), valued(units(18, "E09000005"), hall, size)
            ),
            "minimisation, one arm stopped": case(
                document(minimisation(["hall"], 0.2), drawn=four, stoppedArms=["a"]),
                valued(units(18, "E09000005"), hall),
            ),
            "rerandomised, two arms, a number": case(
                document(rerandomised(["booked"], 0.01), drawn=two, strata=[]), valued(units(15, ""), booked)
            ),
            "rerandomised, stratified, numbers and a category": case(
                document(rerandomised(["booked", "share", category], 2)),
                valued(units(14, "E09000005") + units(9, "E09000030"), booked, share, hall),
            ),
            "rerandomised 2:1": case(
                document(rerandomised(["booked", "share"], 0.1), drawn=unequal),
                valued(units(11, "E09000005") + units(7, "E09000030"), booked, share),
            ),
            "rerandomised by standardised differences": case(
                document(rerandomised(["share", category], 0.5, criterion="standardised-difference")),
                valued(units(20, "E09000005"), share, hall),
            ),
            "rerandomised, criterion not met": case(
                document(rerandomised(["booked", "share"], 1e-6, maximumTries=7), drawn=two),
                valued(units(12, "E09000005"), booked, share),
            ),
            "rerandomised, a constant and a collinear covariate": case(
                document(rerandomised(["constant", "booked", "doubled", "share"], 0.5), drawn=two),
                valued(units(16, "E09000005"), constant, booked, doubled, share),
            ),
            "rerandomised, one arm stopped": case(
                document(rerandomised([category], 0.8), drawn=four, stoppedArms=["c"]),
                valued(units(13, "E09000005"), hall),
            ),
            "cohort of attendees": case(
                document({"kind": "cohort"}, unit="attendee"),
                people(12, "c1", "E09000005", 3) + people(10, "c2", "E09000005", 4),
            ),
            "blocks of attendees": case(
                document({"kind": "blocks", "blockSizes": [3, 6]}, unit="attendee"),
                people(9, "c1", "E09000005", 3) + people(14, "c2", "E09000030", 3),
            ),
            "minimisation of attendees": case(
                document(minimisation(["group_size"], 0.2), unit="attendee"),
                [(*row, size(n)) for n, row in enumerate(people(20, "c1", "E09000005", 2))],
            ),
            "rerandomised attendees": case(
                document(rerandomised(["booked"], 0.5), unit="attendee", drawn=unequal),
                [(*row, booked(n)) for n, row in enumerate(people(20, "c1", "E09000005", 3))],
            ),
        },
    }


if __name__ == "__main__":
    if sys.argv[1:] == ["vectors"]:
        text = json.dumps(vectors(), indent=1, ensure_ascii=False)
        print(re.sub(r"\[\s+([^][{}]*?)\s+\]", lambda rows: f"[{re.sub(chr(10) + ' +', ' ', rows[1])}]", text))
    elif sys.argv[1:] == ["rows"]:
        json.dump(list(draw_cases(json.load(sys.stdin))), sys.stdout)
    elif len(sys.argv) in (5, 6) and sys.argv[1] == "draw":
        draw_files(*sys.argv[2:])
    else:
        raise SystemExit(__doc__)
