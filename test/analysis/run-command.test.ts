/** `pledge analyse` and `pledge verify run` as a person meets them: files, sentences and exit codes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyseCommand } from '../../src/cli/commands/analyse.ts';
import { verifyRunCommand } from '../../src/cli/commands/verify-run.ts';
import { runCommand } from '../cli/run-command.ts';

const plan = {
  title: 'A small trial',
  arm: { column: 'arm', reference: 'control' },
  outcomes: [{ name: 'voted', column: 'voted', kind: 'binary' }],
  contrasts: 'each-against-reference',
  estimators: [
    { id: 'rates', method: 'proportions' },
    { id: 'model', method: 'linear' },
  ],
};
const rows = Array.from({ length: 40 }, (_, row) => `${row % 3 === 0 ? 'letter' : 'control'},${Number(row % 4 < 2)}`);
const data = `arm,voted\n${rows.join('\n')}\n`;

let folder: string;
let runs = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pledge-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const newFolder = () => join(folder, `run-${runs++}`);

async function analyse(content: string | Uint8Array = data, changes: object | string = {}, name = 'data.csv') {
  const out = newFolder();
  const planText = typeof changes === 'string' ? changes : JSON.stringify({ ...plan, ...changes }, null, 2);
  const words = ['--data', await file(name, content), '--plan', await file('plan.json', planText), '--out', out];
  return { ...(await runCommand(analyseCommand, ...words)), folder: out };
}

async function read(from: string, name: string): Promise<string> {
  return readFile(join(from, name), 'utf8');
}

describe('pledge analyse', () => {
  it('writes the six files of a run and says what it found', async () => {
    const { code, out, folder: run } = await analyse();
    expect(code).toBe(0);
    expect((await readdir(run)).sort()).toEqual(
      ['data.csv', 'manifest.json', 'plan.json', 'replicate.R', 'report.html', 'results.json'].sort(),
    );
    expect(out).toContain('40 of 40 rows used');
    expect(out).toMatch(/rates {2}voted {2}control {2}13 of 26 {2}50\.0%/);
    expect(await read(run, 'data.csv')).toBe(data);
  });

  it('writes them for their owner alone', async () => {
    const { folder: run } = await analyse();
    const modes = await Promise.all(
      (await readdir(run)).map(async (name) => (await stat(join(run, name))).mode & 0o777),
    );
    expect(modes).toEqual(Array.from({ length: 6 }, () => 0o600));
  });

  it('writes the same bytes again', async () => {
    const [one, other] = [await analyse(), await analyse()];
    for (const name of await readdir(one.folder))
      expect(await read(one.folder, name)).toBe(await read(other.folder, name));
  });

  it('prints JSON on request', async () => {
    const words = [
      '--data',
      await file('d.csv', data),
      '--plan',
      await file('p.json', JSON.stringify(plan)),
      '--out',
      newFolder(),
      '--json',
    ];
    const { code, out } = await runCommand(analyseCommand, ...words);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ rows: 40, used: 40, results: 2, notEstimable: 0 });
  });

  it('reads a compressed file, and keeps it uncompressed', async () => {
    const { code, folder: run } = await analyse(gzipSync(data), {}, 'data.csv.gz');
    expect(code).toBe(0);
    expect(await read(run, 'data.csv')).toBe(data);
    const { folder: uncompressed } = await analyse();
    expect(await read(run, 'manifest.json')).toBe(await read(uncompressed, 'manifest.json'));
    expect((await runCommand(verifyRunCommand, ...[run])).code).toBe(0);
  });

  it('replaces an earlier run, and refuses any other folder that is not empty', async () => {
    const { folder: run } = await analyse();
    const [dataFile, planFile] = [join(folder, 'data.csv'), join(folder, 'plan.json')];
    expect((await runCommand(analyseCommand, ...['--data', dataFile, '--plan', planFile, '--out', run])).code).toBe(0);
    const refused = await runCommand(analyseCommand, ...['--data', dataFile, '--plan', planFile, '--out', folder]);
    expect(refused.code).toBe(2);
    expect(refused.err).toContain('this folder is not empty and holds no earlier run');
    const notAFolder = await runCommand(analyseCommand, ...['--data', dataFile, '--plan', planFile, '--out', dataFile]);
    expect([notAFolder.code, notAFolder.err]).toEqual([2, `${dataFile}: this is a file, not a folder\n`]);
  });

  it.each<[string, string | Uint8Array, object | string, RegExp]>([
    ['a typo in the plan', data, { contrast: 'all-pairs' }, /plan\.json: line \d+, column 3: contrast: unknown key/],
    ['a plan that is empty', data, '', /plan\.json: line 1, column 1: the file is empty/],
    [
      'an interim look back in time',
      data,
      { estimators: [{ id: 'i', method: 'interim', looks: [0.5, 0.4] }] },
      /plan\.json: line \d+, column \d+: estimators\[0\]\.looks\[1\]: must be above the look before it, 0\.5, by at least 0\.0001/,
    ],
    [
      'a column the data lacks',
      'arm,vote\ncontrol,1\n',
      {},
      /plan\.json: line \d+, column \d+: outcomes\[0\]\.column: the data has no column "voted"; its columns are "arm", "vote"/,
    ],
    [
      'a cell of a wrong type',
      'arm,voted\ncontrol,yes\n',
      {},
      /data\.csv: line 2, column 9: column voted: a binary outcome must be 0 or 1/,
    ],
    ['an empty file', '', {}, /data\.csv: line 1, column 1: the file is empty/],
    ['only a header', 'arm,voted\n', {}, /data\.csv: line 2, column 1: the file has a header and no rows/],
    ['NUL bytes', 'arm,voted\ncontrol,\0\n', {}, /data\.csv: line 2, column 9: a NUL byte/],
    [
      'UTF-16 without a byte order mark',
      Buffer.from(data, 'utf16le'),
      {},
      /data\.csv: line 1, column 2: a NUL byte: this looks like UTF-16/,
    ],
  ])('%s: exit 2, the file, the line, the column and what is right', async (_, content, changes, sentence) => {
    const { code, err, folder: run } = await analyse(content, changes);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    await expect(readdir(run)).rejects.toThrow('ENOENT');
  });

  it.each<[string, string | Uint8Array]>([
    ['CRLF', data.replaceAll('\n', '\r\n')],
    ['a byte order mark', `\ufeff${data}`],
    ['UTF-16 with a byte order mark', Buffer.from(`\ufeff${data}`, 'utf16le')],
  ])('%s is read, and the run verifies', async (_, content) => {
    const { code, out, folder: run } = await analyse(content);
    expect([code, out.split('\n')[0]]).toEqual([0, '40 of 40 rows used']);
    expect((await runCommand(verifyRunCommand, ...[run])).code).toBe(0);
  });

  it.each<[string[], string]>([
    [['--data', 'nowhere.csv', '--plan', 'nowhere.json', '--out', 'x'], 'nowhere.json: there is no such file'],
    [['--plan', 'p.json', '--out', 'x'], '--data: is missing'],
    [['--data', 'd', '--plan', 'p', '--out', 'x', '--outt', 'y'], '--outt: is not an option'],
  ])('%s', async (words, sentence) => {
    const { code, err } = await runCommand(analyseCommand, ...words);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  it('reads standard input, as a process of its own with its exit code', async () => {
    const pledge = fileURLToPath(new URL('../../src/cli/pledge.ts', import.meta.url));
    const planFile = await file('stdin-plan.json', JSON.stringify(plan));
    const start = (out: string) =>
      promisify(execFile)(process.execPath, [pledge, 'analyse', '--data', '-', '--plan', planFile, '--out', out]);
    const good = start(newFolder());
    good.child.stdin?.end(gzipSync(data));
    expect((await good).stdout).toContain('40 of 40 rows used');
    const bad = start(newFolder());
    bad.child.stdin?.end('arm,voted\ncontrol,maybe\n');
    await expect(bad).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('standard input: line 2, column 9'),
    });
  });
});

describe('pledge verify run', () => {
  it('holds for a run as it was written', async () => {
    const { folder: run } = await analyse();
    const { code, out } = await runCommand(verifyRunCommand, ...[run]);
    expect([code, out]).toEqual([
      0,
      'The run holds: 5 files are those of the manifest, and results.json comes out the same again.\n',
    ]);
  });

  it.each([
    ['results.json', '"rows": 40', '"rows": 41', 'results.json: data.rows: the file says 41, computed again it is 40'],
    ['data.csv', 'control,1', 'control,0', 'data.csv: has changed: its SHA-256 is'],
    ['plan.json', '"proportions"', '"icc"', 'plan.json: has changed'],
    ['report.html', '50.0%', '51.0%', 'report.html: has changed'],
    ['replicate.R', '1e-9', '1e-1', 'replicate.R: has changed'],
  ])('exits 1 and names %s when one value of it is changed', async (name, from, to, sentence) => {
    const { folder: run } = await analyse();
    const text = await read(run, name);
    expect(text).toContain(from);
    await writeFile(join(run, name), text.replace(from, to));
    const { code, out } = await runCommand(verifyRunCommand, ...[run]);
    expect(code).toBe(1);
    expect(out).toContain(`  ${sentence}`);
    expect(out.split('\n')[1]).toContain(`  ${name}: has changed`);
  });

  it.each([
    [
      'a hash',
      (manifest: string) => manifest.replace(/("results\.json": \{\s*"sha256": ")./, '$1!'),
      1,
      'results.json: has changed',
    ],
    [
      'an entry',
      (manifest: string) => manifest.replace('"report.html"', '"other.html"'),
      1,
      'report.html: is not in the manifest',
    ],
    [
      'the engine',
      (manifest: string) => manifest.replace(/"version": "[^"]*"/, '"version": "0.0.9"'),
      1,
      'engine.version: the file says',
    ],
    [
      'the plan hash',
      (manifest: string) => manifest.replace(/("plan": \{\s*"sha256": ")./, '$1!'),
      1,
      'manifest.json: plan.sha256',
    ],
    [
      'a size',
      (manifest: string) => manifest.replace(/"bytes": \d/, '"bytes": 77'),
      1,
      'manifest.json: files.results.json.bytes: the file says 77',
    ],
    [
      'the name of the engine',
      (manifest: string) => manifest.replace('"pledge"', '"pledged"'),
      1,
      'manifest.json: engine.name',
    ],
    ['a key', (manifest: string) => manifest.replace('"engine"', '"motor"'), 2, 'unknown key'],
    ['the format', (manifest: string) => manifest.replace('manifest/1', 'manifest/9'), 2, 'must be pledge-manifest/1'],
    ['a comma', (manifest: string) => manifest.replace(',', ''), 2, 'line 3, column 3'],
  ] as const)('notices %s changed in the manifest', async (_, change, exit, sentence) => {
    const { folder: run } = await analyse();
    await writeFile(join(run, 'manifest.json'), change(await read(run, 'manifest.json')));
    const { code, out, err } = await runCommand(verifyRunCommand, ...[run]);
    expect(`${out}${err}`).toContain(sentence);
    expect(code).toBe(exit);
  });

  it('notices a change that was entered in the manifest too', async () => {
    const { folder: run } = await analyse();
    const other = await analyse(data.replace('letter,1', 'letter,0'));
    const results = (await read(run, 'results.json')).replace(/"estimate": [^,]*/, '"estimate": 0.5');
    await writeFile(join(run, 'results.json'), results);
    const { createHash } = await import('node:crypto');
    const hash = createHash('sha256').update(results).digest('hex');
    const manifest = (await read(run, 'manifest.json')).replace(
      /("results\.json": \{\s*"sha256": ")[0-9a-f]+(",\s*"bytes": )\d+/,
      `$1${hash}$2${results.length}`,
    );
    await writeFile(join(run, 'manifest.json'), manifest);
    const { code, out } = await runCommand(verifyRunCommand, ...[run]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /^The run differs\.\n {2}results\.json: results\[1\]\.estimate: the file says 0\.5, computed again it is /,
    );
    expect((await runCommand(verifyRunCommand, ...[other.folder])).code).toBe(0);
  });

  it.each([
    ['report.html', '50.0%', '51.0%'],
    ['replicate.R', '1e-9', '1e-1'],
  ])('notices %s changed and entered in the manifest too', async (name, from, to) => {
    const { folder: run } = await analyse();
    const changed = (await read(run, name)).replace(from, to);
    await writeFile(join(run, name), changed);
    const manifest = JSON.parse(await read(run, 'manifest.json'));
    const { createHash } = await import('node:crypto');
    const bytes = Buffer.from(changed);
    manifest.files[name] = { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length };
    await writeFile(join(run, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
    const { code, out } = await runCommand(verifyRunCommand, ...[run]);
    expect([code, out]).toEqual([
      1,
      `The run differs.\n  ${name}: is not what this version makes of the plan and the data\n`,
    ]);
  });

  it('says which file is missing, and which is not part of the run', async () => {
    const { folder: run } = await analyse();
    await rm(join(run, 'replicate.R'));
    await writeFile(join(run, 'notes.txt'), 'mine');
    const { code, out, err } = await runCommand(verifyRunCommand, ...[run, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(out).differences).toEqual([
      { file: 'replicate.R', message: 'is in the manifest and missing here' },
    ]);
    expect(err).toBe('Note: not part of the run: notes.txt\n');
  });

  it('refuses a folder without a manifest, and one that is not there', async () => {
    const { folder: run } = await analyse();
    await rm(join(run, 'manifest.json'));
    expect(await runCommand(verifyRunCommand, ...[run])).toMatchObject({
      code: 2,
      err: expect.stringContaining('manifest.json: is missing: this folder holds no analysis run'),
    });
    expect(await runCommand(verifyRunCommand, ...[`${run}-gone`])).toMatchObject({
      code: 2,
      err: expect.stringContaining('there is no such folder'),
    });
  });
});
