/**
 * The whole demo: a throw-away database, the app on it with a simulated clock and seeded chance, both trials conducted side
 * by side through the API, their files written and verified. Nothing of it survives but the files.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytesToHex } from '@noble/hashes/utils.js';
import { InputRefused } from '../../../analysis/plan/problem.ts';
import { createApp, type LogLine } from '../../app.ts';
import { openDatabase } from '../../open-database.ts';
import { addDays } from '../../trial/calendar.ts';
import { type Protocol, parseProtocol } from '../../trial/protocol.ts';
import { assumptionLines, assumptions } from './assumptions.ts';
import { byteStream, bytesOf, demoSeed } from './chance.ts';
import { createClient } from './client.ts';
import { createAgenda, simulatedClock } from './clock.ts';
import { type Conduct, conductOf, type World } from './conduct.ts';
import type { TrialFiles } from './exports.ts';
import { flowOf, primaryTableOf } from './figures.ts';
import { prepareFolder, writeInto } from './out-folder.ts';
import { type NextReference, referencesOf } from './people.ts';
import type { TrialReport } from './print.ts';
import { hireStaff } from './staff.ts';
import { milestonesOf } from './timetable.ts';
import { planTrial } from './trial-life.ts';
import { verifyTrial } from './verify.ts';

export const demoTrials = ['ceremony-offer', 'welcome-pack'] as const;

export type DemoSettings = {
  /** 64 hex digits. */
  readonly seed: string;
  readonly out: string;
  /** Weeks of ceremonies, 3 or more; 26 in a whole demo. A shorter one has a baseline phase no longer than that. */
  readonly weeks: number;
  readonly onDay: (date: string, requests: number) => void;
};

export type DemoResult = {
  readonly reports: readonly TrialReport[];
  readonly requests: number;
  /** How long each closing of a list took, in milliseconds. */
  readonly closings: readonly number[];
};

/** Runs both trials and writes their files. The folder has been found fit to write to. */
export async function runDemo(settings: DemoSettings): Promise<DemoResult> {
  const protocols = await Promise.all(demoTrials.map(readProtocol));
  await prepareFolder(settings.out, demoTrials, [
    `Seed of the demo: ${settings.seed}`,
    '',
    'What was assumed:',
    ...assumptionLines(),
  ]);
  const folder = await mkdtemp(join(tmpdir(), 'pledge-demo-'));
  try {
    return await conductAll(settings, protocols, join(folder, 'demo.sqlite'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Declared = { readonly protocol: Protocol; readonly document: string };

/** A trial's protocol with the mark on its titles. */
async function readProtocol(slug: string): Promise<Declared> {
  const path = fileURLToPath(new URL(`../../../trials/${slug}/protocol.json`, import.meta.url));
  const text = await readFile(path, 'utf8');
  const given = parseProtocol(text);
  if (!given.ok) throw new InputRefused(given.problems);
  const { title, analysis } = given.value;
  // A document that parses as a protocol is an object with these members.
  const whole: { readonly analysis: object } = JSON.parse(text);
  const marked = {
    ...whole,
    title: `SIMULATED: ${title}`,
    analysis: { ...whole.analysis, title: `SIMULATED: ${analysis.title}` },
  };
  const document = `${JSON.stringify(marked, null, 2)}\n`;
  const parsed = parseProtocol(document);
  if (!parsed.ok) throw new InputRefused(parsed.problems);
  return { protocol: parsed.value, document };
}

async function conductAll(
  settings: DemoSettings,
  declared: readonly Declared[],
  database: string,
): Promise<DemoResult> {
  const seed = demoSeed(settings.seed);
  const faults: string[] = [];
  const clock = simulatedClock(`${addDays(assumptions.firstBaselineWeek.value, -35)}T09:00:00.000Z`);
  const environment = { PLEDGE_KEY: bytesToHex(bytesOf(seed, 'service|key')) };
  const opened = await openDatabase(database, environment, { isThrowAway: true });
  const deps = {
    ...opened.deps,
    clock: clock.now,
    random: byteStream(seed, 'service|random'),
    drawSeed: (slug: string) => bytesOf(seed, slug),
  };
  try {
    const app = createApp(deps, { log: (line) => noteFault(faults, line), publicOrigin: null, contact: null });
    const client = createClient(app.fetch, 'http://demo.invalid/api/v1', clock);
    const agenda = createAgenda(clock);
    const boroughs = declared.flatMap(({ protocol }) => protocol.boroughs);
    const staff = await hireStaff(deps, [...new Map(boroughs.map((borough) => [borough.code, borough])).values()]);
    const world: World = { seed, staff, client, agenda, references: sharedReferences() };
    const longestBaseline = Math.min(settings.weeks, Math.max(...declared.map(({ protocol }) => weeksOf(protocol))));
    const trials = declared.map(({ protocol, document }) =>
      conductOf(world, protocol, document, milestonesOf(protocol, settings.weeks, longestBaseline)),
    );
    const finished = new Map<string, TrialFiles>();
    for (const trial of trials) planTrial(trial, (files) => finished.set(trial.slug, files));
    await agenda.run((date) => settings.onDay(date, client.requests()));
    const reports = [];
    for (const trial of trials) reports.push(await writeTrial(settings.out, trial, finished.get(trial.slug)));
    return { reports, requests: client.requests(), closings: client.millisecondsOf('/close-lists') };
  } catch (error) {
    throw faults.length === 0 ? error : new Error(`The service made a mistake: ${faults[0]}`, { cause: error });
  } finally {
    opened.close();
  }
}

async function writeTrial(out: string, conduct: Conduct, files: TrialFiles | undefined): Promise<TrialReport> {
  const { slug, protocol } = conduct;
  if (files === undefined) throw new Error(`The trial ${slug} was not brought to its end.`);
  for (const [name, content] of [...files.files, ...files.pack]) await writeInto(join(out, slug), name, content);
  return {
    slug,
    title: protocol.title,
    unit: protocol.unit,
    flow: await flowOf(conduct, files),
    primary: primaryTableOf(conduct, files),
    checks: await verifyTrial(join(out, slug), files.head),
  };
}

/** One count of references for each borough, whichever trial asks: nobody is in both. */
function sharedReferences(): (borough: string) => NextReference {
  const counts = new Map<string, NextReference>();
  return (borough) => {
    const known = counts.get(borough) ?? referencesOf(borough);
    counts.set(borough, known);
    return known;
  };
}

function weeksOf({ baseline }: Protocol): number {
  return baseline?.weeks ?? 0;
}

/** Keeps what the service logs of its own mistakes; the line of an ordinary request is passed over. */
function noteFault(faults: string[], line: LogLine): void {
  if (line.level === 'error') faults.push(String(line.error));
}
