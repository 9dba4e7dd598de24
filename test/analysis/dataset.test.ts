/** Data files as they arrive: what is read, what is refused and where, and which rows an analysis uses. */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Dataset, openDataset } from '../../analysis/dataset/dataset.ts';
import { frameSource } from '../../analysis/dataset/frames.ts';
import { gunzip } from '../../analysis/dataset/gunzip.ts';
import { inFactorOrder } from '../../analysis/dataset/levels.ts';
import type { MeasuredOutcome } from '../../analysis/dataset/outcome-values.ts';
import { openCsv } from '../../analysis/dataset/table.ts';
import type { Frame } from '../../analysis/frame.ts';
import { parseLocatedPlan } from '../../analysis/plan/parse-plan.ts';
import { describeProblem } from '../../analysis/plan/problem.ts';
import { SourceRefused } from '../../analysis/plan/source-refused.ts';
import { summarise } from '../../analysis/results/data-summary.ts';

const plain = {
  title: 'A small trial',
  arm: { column: 'arm', reference: 'control' },
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary' }],
  contrasts: 'each-against-reference',
  estimators: [{ id: 'share', method: 'proportions' }],
};

const utf8 = (text: string) => new TextEncoder().encode(text);

async function open(data: string | Uint8Array, changes: object = {}): Promise<Dataset> {
  const parsed = parseLocatedPlan(JSON.stringify({ ...plain, ...changes }));
  if (!parsed.ok) throw new Error(parsed.problems.map(describeProblem).join('\n'));
  const file = await openCsv(typeof data === 'string' ? utf8(data) : data);
  return openDataset(file, parsed.value.plan, parsed.value.located);
}

/** The frame of the plan's first outcome. */
async function frameOf(data: string | Uint8Array, changes: object = {}): Promise<Frame> {
  const dataset = await open(data, changes);
  const { rows, cluster, outcomes } = dataset.plan;
  const [outcome] = outcomes;
  const columns = cluster === undefined ? [] : [cluster].flat();
  // The plans of these tests declare no time-to-event outcome.
  return frameSource(dataset).frame(rows, columns, outcome as MeasuredOutcome);
}

async function refusal(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  );
  if (!(error instanceof SourceRefused)) throw error;
  return `${error.source}: ${error.problems.map(describeProblem).join('\n')}`;
}

const small = 'arm,voted\ncontrol,0\nletter,1\ncontrol,1\n';
const read = (frame: Frame) => ({
  arms: frame.arms,
  rows: Array.from(frame.arm, (arm, row) => [frame.arms[arm], frame.outcome[row]]),
});
const smallRead = {
  arms: ['control', 'letter'],
  rows: [
    ['control', 0],
    ['letter', 1],
    ['control', 1],
  ],
};

describe('one small table, written in every way that means the same', () => {
  const utf16 = (text: string, isLittle: boolean) =>
    Uint8Array.from(
      [...`\ufeff${text}`].flatMap((letter) => {
        const pair = [letter.charCodeAt(0) & 255, letter.charCodeAt(0) >> 8];
        return isLittle ? pair : pair.toReversed();
      }),
    );
  const members = ['arm,voted\ncontr', 'ol,0\nletter,1\n', 'control,1\n'].map((part) => gzipSync(part));

  it.each<[string, Uint8Array]>([
    ['plain', utf8(small)],
    ['with a byte order mark', utf8(`\ufeff${small}`)],
    ['with CRLF', utf8(small.replaceAll('\n', '\r\n'))],
    ['with lone CR', utf8(small.replaceAll('\n', '\r'))],
    ['without a last line break', utf8(small.trimEnd())],
    ['with empty lines', utf8(`${small.replaceAll('\n', '\n\n')}\n\n`)],
    ['all in quotation marks', utf8('"arm","voted"\n"control","0"\n"letter","1"\n"control","1"\n')],
    ['as UTF-16, little end first', utf16(small, true)],
    ['as UTF-16, big end first', utf16(small, false)],
    ['as gzip', gzipSync(small)],
    ['as gzip in several members', Buffer.concat(members)],
    ['as gzip with a byte order mark and CRLF inside', gzipSync(`\ufeff${small.replaceAll('\n', '\r\n')}`)],
    ['with true and false', utf8('arm,voted\ncontrol,FALSE\nletter,true\ncontrol,True\n')],
  ])('%s', async (_, bytes) => {
    expect(read(await frameOf(bytes))).toEqual(smallRead);
  });

  it('reads a gzip member whose content looks like the start of others', async () => {
    const content = Buffer.alloc(300, 'x');
    for (const at of [10, 100, 200]) content.set([0x1f, 0x8b, 0x08, 0x00], at);
    const stored = gzipSync(content, { level: 0 });
    const whole = Buffer.concat([stored, stored]);
    expect(Buffer.from(await gunzip(whole))).toEqual(Buffer.concat([content, content]));
  });
});

describe('quoted fields', () => {
  it('may hold commas, doubled quotation marks and line breaks', async () => {
    const frame = await frameOf('arm,voted\n"a ""quoted"", arm\r\nof two lines",1\ncontrol,0\n');
    expect(frame.arms).toEqual(['control', 'a "quoted", arm\r\nof two lines']);
  });

  it('do not move the place of what comes after', async () => {
    const text = 'note,arm,voted\n"one\ntwo",control,0\n"é",letter,5\n';
    expect(await refusal(frameOf(text))).toContain('data: line 4, column 12: column voted:');
  });

  it.each(fc.sample(fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 }), 25))(
    'give back any text (%#)',
    async (...texts) => {
      const clean = texts.flat().map((text) => text.replaceAll('\0', '?').toWellFormed());
      const lines = clean.map((text) => `"${text.replaceAll('"', '""')}",1`);
      const frame = await frameOf(`arm,voted\ncontrol,0\n${lines.join('\n')}\n`, { missing: [] });
      expect(Array.from(frame.arm.slice(1), (arm) => frame.arms[arm])).toEqual(clean);
    },
  );
});

describe('a file that cannot be analysed says where and why', () => {
  it.each<[string, string | Uint8Array, string]>([
    ['an empty file', '', 'data: line 1, column 1: the file is empty'],
    ['only a header', 'arm,voted\n', 'data: line 2, column 1: the file has a header and no rows'],
    ['only a header, no line break', 'arm,voted', 'the file has a header and no rows'],
    ['a missing column', 'arm,vote\ncontrol,1\n', 'the data has no column "voted"; its columns are "arm", "vote"'],
    ['semicolons', 'arm;voted\ncontrol;1\n', 'its fields seem to be separated by semicolons'],
    [
      'a wrong type',
      'arm,voted\ncontrol,1\nletter,yes\n',
      'data: line 3, column 8: column voted: a binary outcome must be 0 or 1',
    ],
    ['a row too short', 'arm,voted,x\ncontrol,1\n', 'data: line 2, column 10: this row has 2 fields, the header has 3'],
    ['a row too long', 'arm,voted\ncontrol,1,9\n', 'data: line 2, column 11: this row has 3 fields, the header has 2'],
    [
      'an open quotation mark',
      'arm,voted\ncontrol,"1\nletter,0\n',
      'data: line 2, column 9: this quotation mark is never closed',
    ],
    ['text after a quotation mark', 'arm,voted\n"control"x,1\n', 'data: line 2, column 10: after the closing'],
    [
      'a column named twice',
      'arm,voted,arm\ncontrol,1,x\n',
      'data: line 1, column 11: column arm: this name stands twice',
    ],
    ['a NUL byte', 'arm,voted\ncontrol,1\nletter,\0\n', 'data: line 3, column 8: a NUL byte'],
    [
      'a byte that is no UTF-8',
      Uint8Array.from([...utf8('arm,voted\ncontr'), 0xe9, ...utf8('l,1\n')]),
      'data: line 2, column 6: a byte that is not valid UTF-8',
    ],
    ['a gzip file cut short', gzipSync(small).subarray(0, 30), 'data: the gzip file is damaged or cut short'],
    [
      'no such reference arm',
      'arm,voted\nletter,1\nnone,0\n',
      'plan: line 1, column 60: arm.reference: no row of the data has the arm "control"; its arms are "letter", "none"',
    ],
  ])('%s', async (_, data, problem) => {
    expect(await refusal(frameOf(data))).toContain(problem);
  });

  it('collects the wrong cells of a column, with the place of each', async () => {
    const problems = await refusal(frameOf('arm,voted\ncontrol,1\nletter,2\ncontrol,x\n'));
    expect(problems.split('\n').map((line) => line.replace(/: a .*this is/, ''))).toEqual([
      'data: line 3, column 8: column voted "2"',
      'line 4, column 9: column voted "x"',
    ]);
  });
});

describe('which rows are used', () => {
  const table =
    'arm,voted,age,when,city,turf,people\ncontrol,0,30,2020-01-05,A,1,2\nletter,1,9,2020-01-20,A,1,3\nletter,0,NA,2020-02-01,B,1,0\n,1,50,2020-02-02,B,2,1\ncontrol,NA,60,,B,11,4\n';
  const used = async (rows: object[], changes: object = {}) => {
    const frame = await frameOf(table, { rows, ...changes });
    return read(frame).rows.length;
  };

  it.each<[string, object, number]>([
    ['=', { column: 'city', op: '=', value: 'A' }, 2],
    ['= with a number', { column: 'turf', op: '=', value: 1 }, 3],
    ['!= leaves out the missing', { column: 'age', op: '!=', value: 30 }, 1],
    ['<', { column: 'age', op: '<', value: 30 }, 1],
    ['<=', { column: 'age', op: '<=', value: 30 }, 2],
    ['>', { column: 'age', op: '>', value: 9 }, 1],
    ['>= with a date', { column: 'when', op: '>=', value: '2020-01-20' }, 2],
    ['in', { column: 'city', op: 'in', value: ['B', 'C'] }, 1],
    ['notMissing', { column: 'age', op: 'notMissing' }, 2],
  ])('%s', async (_, filter, rows) => {
    expect(await used([filter])).toBe(rows);
  });

  it('refuses to compare a word with a number', async () => {
    expect(await refusal(used([{ column: 'city', op: '<', value: 3 }]))).toContain(
      'data: line 2, column 25: column city: the plan compares',
    );
  });

  it('counts every row once, under the first reason that applies', async () => {
    const dataset = await open(table, {
      weight: 'people',
      cluster: ['city', 'turf'],
      rows: [{ column: 'age', op: '!=', value: 30 }],
    });
    const summary = summarise(dataset, frameSource(dataset));
    expect(summary).toEqual({
      rows: 5,
      used: 1,
      imputations: null,
      excluded: [
        { reason: 'row-filter', path: 'rows[0]', column: 'age', rows: 2 },
        { reason: 'missing-arm', column: 'arm', rows: 1 },
        { reason: 'missing-outcome', outcomes: ['voted'], rows: 1 },
      ],
      arms: [
        { arm: 'control', n: 0, clusters: 0 },
        { arm: 'letter', n: 3, clusters: 1 },
      ],
    });
  });

  it('keeps a pair of columns apart that would read the same joined', async () => {
    const frame = await frameOf('arm,voted,a,b\ncontrol,0,1,11\nletter,1,11,1\ncontrol,1,1,11\n', {
      cluster: ['a', 'b'],
    });
    expect([...(frame.cluster ?? [])]).toEqual([0, 1, 0]);
    expect(frame.clusterCount).toBe(2);
  });

  it('numbers clusters without gaps after rows were left out', async () => {
    const frame = await frameOf('arm,voted,c\ncontrol,NA,x\nletter,1,y\ncontrol,1,z\nletter,0,y\n', { cluster: 'c' });
    expect([...(frame.cluster ?? [])]).toEqual([0, 1, 0]);
    expect(frame.clusterCount).toBe(2);
  });
});

describe('outcomes and weights', () => {
  it.each<[string, object, readonly number[]]>([
    ['a success in words', { kind: 'binary', success: 'yes' }, [1, 0, 0]],
    ['a success as a number', { kind: 'binary', success: 2 }, [0, 1, 0]],
  ])('%s', async (_, outcome, expected) => {
    const frame = await frameOf('arm,o\ncontrol,yes\nletter,2.0\ncontrol,no\n', {
      outcomes: [{ name: 'o', column: 'o', ...outcome }],
    });
    expect([...frame.outcome]).toEqual(expected);
  });

  it.each<[string, string, string]>([
    ['a count with a fraction', 'count', 'a count must be a whole number, 0 or more; this is "1.5"'],
    ['a word where a number should be', 'continuous', 'a continuous outcome must be a number; this is "much"'],
    ['infinity', 'ordinal', 'an ordinal outcome must be a number; this is "Inf"'],
  ])('refuses %s', async (_, kind, problem) => {
    const cells = { count: '1.5', continuous: 'much', ordinal: 'Inf' }[kind];
    const work = frameOf(`arm,o\ncontrol,1\nletter,${cells}\n`, { outcomes: [{ name: 'o', column: 'o', kind }] });
    expect(await refusal(work)).toContain(problem);
  });

  it('leaves out a row that stands for nobody', async () => {
    const frame = await frameOf('arm,voted,n\ncontrol,0,5\nletter,1,0\nletter,0,2\n', { weight: 'n' });
    expect([...(frame.weight ?? [])]).toEqual([5, 2]);
  });

  it.each(['1.5', '-1', '', 'many', '9007199254740993'])('refuses the weight "%s"', async (weight) => {
    const work = frameOf(`arm,voted,n\ncontrol,0,5\nletter,1,${weight}\n`, { weight: 'n' });
    expect(await refusal(work)).toContain(
      'data: line 3, column 10: column n: a frequency weight must be a whole number',
    );
  });
});

describe('the order of levels', () => {
  it('is by size for numbers and by character for texts, as factor() has it in the C locale', () => {
    expect(inFactorOrder(['10', '9', '1e1', '-2'])).toEqual(['-2', '9', '10', '1e1']);
    expect(inFactorOrder(['b', 'B', 'a', 'é', '\u{1f5f3}', '\uffee', '10', '9'])).toEqual([
      '10',
      '9',
      'B',
      'a',
      'b',
      'é',
      '\uffee',
      '\u{1f5f3}',
    ]);
  });
});
