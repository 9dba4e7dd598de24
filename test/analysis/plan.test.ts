/** Plans as people type them: what is read, what is refused, and whether the place named is the right one. */
import { describe, expect, it } from 'vitest';
import { decodeText } from '../../analysis/plan/decode-text.ts';
import { parseJson } from '../../analysis/plan/located-json.ts';
import { parsePlan } from '../../analysis/plan/parse-plan.ts';
import { describeProblem } from '../../analysis/plan/problem.ts';

const wholePlan = `{
  "title": "Turnout",
  "arm": { "column": "treatment", "reference": "Control" },
  "rows": [{ "column": "cluster", "op": "<=", "value": 200 }],
  "cluster": "hh_id",
  "outcomes": [{ "name": "voted", "column": "voted", "kind": "binary", "primary": true }],
  "contrasts": "each-against-reference",
  "multiplicity": { "method": "holm" },
  "estimators": [
    { "id": "main", "method": "linear", "errors": "CR1S" },
    { "id": "plain", "method": "linear", "errors": "HC2", "cluster": null }
  ]
}`;

function problemsOf(text: string): readonly string[] {
  const parsed = parsePlan(text);
  return parsed.ok ? [] : parsed.problems.map(describeProblem);
}

describe('a plan that is right', () => {
  it('gets the contract defaults', () => {
    const parsed = parsePlan(wholePlan);
    if (!parsed.ok) throw new Error(problemsOf(wholePlan).join('\n'));
    const plan = parsed.value;
    expect(plan.level).toBe(0.95);
    expect(plan.missing).toEqual(['', 'NA']);
    expect(plan.multiplicity).toEqual({ method: 'holm', across: 'contrasts' });
    expect(plan.estimators[0]).toEqual({
      id: 'main',
      method: 'linear',
      errors: 'CR1S',
      adjust: 'none',
      fixedEffects: [],
    });
  });

  it('reads the same with a byte order mark, with CRLF and as UTF-16', () => {
    const crlf = wholePlan.replaceAll('\n', '\r\n');
    const utf16 = Uint8Array.from(
      [...`\ufeff${wholePlan}`].flatMap((letter) => [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8]),
    );
    const decoded = decodeText(utf16);
    for (const text of [`\ufeff${wholePlan}`, crlf, decoded.ok ? decoded.value : '']) {
      expect(parsePlan(text)).toEqual(parsePlan(wholePlan));
    }
  });
});

describe('a plan that is wrong names the line, the column and what is right', () => {
  const cases: readonly (readonly [situation: string, from: string, to: string, problem: string])[] = [
    [
      'a typo in a key',
      '"contrasts"',
      '"contrast"',
      'line 7, column 3: contrast: unknown key; the known ones here are title, exploratory, arm, rows,',
    ],
    [
      'a typo in a nested key',
      '"errors": "CR1S"',
      '"error": "CR1S"',
      'line 10, column 41: estimators[0].error: unknown key',
    ],
    ['a key that is missing', '"title": "Turnout",', '', 'line 1, column 1: title: is missing'],
    [
      'a wrong type',
      '"title": "Turnout"',
      '"title": 7',
      'line 2, column 12: title: must be a text in quotation marks, not 7',
    ],
    [
      'an unknown method',
      '"linear", "errors": "HC2"',
      '"lineal", "errors": "HC2"',
      'line 11, column 32: estimators[1].method: must be one of proportions,',
    ],
    ['an unknown option', '"HC2"', '"HC9"', 'line 11, column 52: estimators[1].errors: must be one of classical, HC0,'],
    [
      'an id used twice',
      '"id": "plain"',
      '"id": "main"',
      'line 11, column 13: estimators[1].id: the estimator "main" is given twice',
    ],
    [
      'a level in per cent',
      '"multiplicity"',
      '"level": 95, "multiplicity"',
      'line 8, column 12: level: must lie between 0.01 and 1, such as 0.95',
    ],
    [
      'a level so small that no interval has it',
      '"multiplicity"',
      '"level": 1e-300, "multiplicity"',
      'line 8, column 12: level: must lie between 0.01 and 1, such as 0.95',
    ],
    ['a number written as text', '"value": 200', '"value": "200"', 'line 4, column 56: rows[0].value: "200" is a text'],
    [
      'an arm against itself',
      '"each-against-reference"',
      '[["A", "A"]]',
      'line 7, column 17: contrasts[0]: compares "A" with itself',
    ],
    [
      'clustered errors without a cluster',
      '"errors": "HC2"',
      '"errors": "CR0"',
      'line 11, column 52: estimators[1].errors: CR0 needs a cluster',
    ],
    [
      'covariates of an estimator that does not adjust',
      '"cluster": null',
      '"covariates": ["age"]',
      'line 11, column 73: estimators[1].covariates: this estimator has covariates of its own, and "adjust" is "none"',
    ],
    [
      'covariates of a method that takes none',
      '"linear", "errors": "HC2", "cluster": null',
      '"chi-squared", "covariates": ["age"]',
      'line 11, column 61: estimators[1].covariates: the method "chi-squared" takes no covariates',
    ],
    [
      'an outcome nobody declared',
      '"cluster": null',
      '"outcomes": ["vote"]',
      'line 11, column 72: estimators[1].outcomes[0]: no outcome is named "vote"; the plan has "voted"',
    ],
    ['a comma too many', '"CR1S" },', '"CR1S" },,', 'line 10, column 60: a value was expected, found ","'],
    [
      'a key given twice',
      '"title": "Turnout"',
      '"title": "Turnout", "title": "x"',
      'line 2, column 23: the key "title" is given twice',
    ],
    ['single quotation marks', '"Turnout"', "'Turnout'", 'line 2, column 12: a value was expected, found "\'"'],
  ];

  it.each(cases)('%s', (_, from, to, problem) => {
    expect(wholePlan).toContain(from);
    expect(problemsOf(wholePlan.replace(from, to)).join('\n')).toContain(problem);
  });

  it('collects every problem at once', () => {
    const text = wholePlan.replace('"title"', '"titel"').replace('"HC2"', '"HC9"').replace('"binary"', '"bin"');
    expect(problemsOf(text).length).toBe(4);
  });

  it('counts a column in characters, whatever stands before it', () => {
    expect(problemsOf('{ "title": "\u{1f5f3}é", "titel": 1 }').join('\n')).toContain(
      'line 1, column 18: titel: unknown key',
    );
  });
});

describe('text that is no plan', () => {
  it.each([
    ['an empty file', '', 'line 1, column 1: the file is empty'],
    ['a file of spaces', ' \n ', 'the file is empty'],
    ['a file cut short', '{ "title": "Turnout', 'line 1, column 12: this text has no closing quotation mark'],
    ['brackets never closed', '{\n "arm": { "column": "x"', 'line 2, column 9: this { is never closed'],
    ['a list', '[]', 'line 1, column 1: must be an object in { }, not a list'],
    ['too deep a nest', '['.repeat(100_000), 'nested more than 200 deep'],
    ['two documents', '{} {}', 'line 1, column 4: nothing may follow the end of the JSON'],
    ['a number too large', '{ "level": 1e999 }', 'line 1, column 12: the number 1e999 is too large'],
    ['half a surrogate pair', '{ "title": "\\ud800" }', 'half of a surrogate pair'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text).join('\n')).toContain(problem);
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const text = '{"a":[1,-0.5e3,true,false,null,"\\u00e9\\n\\"\\\\\\/"],"":{"b":{}},"c":[]}';
    const parsed = parseJson(text);
    expect(parsed.ok && parsed.value.value).toEqual(JSON.parse(text));
  });
});

describe('bytes that are no text', () => {
  const placed = (bytes: readonly number[]) => {
    const decoded = decodeText(Uint8Array.from(bytes));
    return decoded.ok ? decoded.value : decoded.problems.map(describeProblem).join('\n');
  };

  it('points at a NUL byte', () => {
    expect(placed([0x7b, 0x0a, 0x22, 0x00, 0x22])).toContain('line 2, column 2: a NUL byte');
  });

  it('says so when NUL bytes look like UTF-16 without a byte order mark', () => {
    expect(placed([0x7b, 0, 0x22, 0, 0x61, 0])).toContain('this looks like UTF-16 without a byte order mark');
  });

  it('points at a byte that is not UTF-8', () => {
    expect(placed([0x7b, 0x0d, 0x0a, 0x61, 0xe9, 0x7d])).toContain('line 2, column 2: a byte that is not valid UTF-8');
  });

  it('reads UTF-16, little and big end first', () => {
    expect(placed([0xff, 0xfe, 0x7b, 0, 0xe9, 0])).toBe('{é');
    expect(placed([0xfe, 0xff, 0, 0x7b, 0, 0xe9])).toBe('{é');
  });
});
