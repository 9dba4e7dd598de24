/**
 * What a closing costs a client: `close-lists`, which draws, through the HTTP API of a served process on SQLite and of the
 * Worker on local D1. Ceremonies of 300 people, median and worst (to hold: at most 300 ms and 1 s); then closings of one
 * household each in one stratum, one after another: the last tenth against the first. Prints milliseconds and ratios.
 * Run: node bench/commit.ts [closings on SQLite] [closings on D1]
 */
import { median } from 'simple-statistics';
import { build } from '../src/web/build.ts';

// The app of the test's own helpers needs the built pages.
await build();
const { cohort, newham } = await import('../test/api/service.ts');
const { createClient } = await import('../test/race/client.ts');
const { openRaceTrial } = await import('../test/race/trial.ts');
const { startLocalWorker, startProcesses } = await import('../test/race/services.ts');

const [onSqlite = 1_000, onD1 = 300] = process.argv.slice(2).map(Number);
const [ceremonies, people] = [9, 300];
const slug = 'bench-commit';
const heldOn = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

type Services = Awaited<ReturnType<typeof startProcesses>>;
type Client = ReturnType<typeof createClient>;

async function listWith(client: Client, name: string, size: number): Promise<string> {
  const slot = { borough: newham, heldOn, startsAt: '10:00', venue: name };
  const { body } = await client.write('registrar', `/trials/${slug}/ceremonies`, slot);
  await client.write('registrar', `/ceremonies/${body.id}/cohort`, { attendees: cohort(name, size) });
  return String(body.id);
}

async function timeOfClosing(client: Client, ceremony: string): Promise<number> {
  const started = performance.now();
  await client.write('registrar', `/trials/${slug}/close-lists`, { ceremonies: [ceremony] });
  return performance.now() - started;
}

function report(what: string, value: string): void {
  process.stdout.write(`${what.padEnd(66)} ${value.padStart(12)}\n`);
}

const milliseconds = (time: number) => `${time.toFixed(1)} ms`;

/** @param lists how many households are drawn after the large ceremonies, each from a list of its own */
async function measure(name: string, services: Services, lists: readonly string[]): Promise<void> {
  const client = createClient(services, 1);
  const large: number[] = [];
  for (let index = 0; index <= ceremonies; index++) {
    const time = await timeOfClosing(client, await listWith(client, `hall-${index}`, people));
    // The first one compiles the statements.
    if (index > 0) large.push(time);
  }
  report(`${name}: closing a ceremony of ${people}, median of ${ceremonies}`, milliseconds(median(large)));
  report(`${name}: the same, worst`, milliseconds(Math.max(...large)));
  const times: number[] = [];
  for (const ceremony of lists) times.push(await timeOfClosing(client, ceremony));
  client.close();
  const tenth = Math.ceil(lists.length / 10);
  const [first, last] = [median(times.slice(0, tenth)), median(times.slice(-tenth))];
  report(`${name}: closing one household, median of the first ${tenth} of ${lists.length}`, milliseconds(first));
  report(`${name}: the same, median of the last ${tenth}`, milliseconds(last));
  report(`${name}: last to first`, (last / first).toFixed(2));
}

async function preparedLists(services: Services, count: number): Promise<readonly string[]> {
  const client = createClient(services, 1);
  await openRaceTrial(client, slug, { kind: 'blocks', blockSizes: [3, 6] });
  const lists: string[] = [];
  for (let index = 0; index < count; index++) lists.push(await listWith(client, `room-${index}`, 2));
  client.close();
  return lists;
}

const onNode = await startProcesses(1);
await measure('SQLite', onNode, await preparedLists(onNode, onSqlite)).finally(onNode.stop);

let lists: readonly string[] = [];
const worker = await startLocalWorker(async (services) => {
  lists = await preparedLists(services, onD1);
});
await measure('local D1', worker, lists).finally(worker.stop);
