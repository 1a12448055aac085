import { importGtfs } from '@rukh/adapters/gtfs-files';
import type { Schedule } from '@rukh/domain/gtfs';
import { PATHOLOGY_NAMES, type Simulation, createSimulation } from '@rukh/domain/simulation';
import { ServiceDays, serviceDateAt } from '@rukh/domain/time';
import type { BrokerEndpoint } from '@rukh/service';
import { RidingValidators } from './riding-validators.js';
import type { SimulateFlags } from './simulate-flags.js';
import { type LiveState, simulateLive } from './simulate-live.js';
import { simulateOffline } from './simulate-offline.js';

/** Runs the command: reads the GTFS, builds the city, and plays it where it is wanted. Throws what went wrong. */
const FIRST_HOUR_OFFLINE = 4;
const LAST_HOUR_OFFLINE = 28;

export async function runSimulation(flags: SimulateFlags): Promise<void> {
  say(`reading ${flags.gtfs} ...`);
  const schedule = await loadSchedule(flags.gtfs);
  const { startSeconds, untilSeconds } = chooseTimes(flags, schedule, Date.now() / 1000);
  const { seed, preset, rate, interval, hints, vehicles, airport } = flags;
  const simulation = createSimulation(schedule, {
    seed,
    startSeconds,
    preset,
    rates: rate,
    intervalSeconds: interval,
    hints,
    ...(vehicles === undefined ? {} : { vehicles }),
    ...(airport === undefined ? {} : { airport }),
  });
  const { trackers, waiting } = simulation;
  say(`${schedule.feedVersion}: ${trackers.length} vehicles are out at ${clock(schedule, startSeconds)}`);
  if (trackers.length === 0 && waiting.length === 0) say('the GTFS has no trips on this day or the next');
  if (flags.broker) await playLive(flags, flags.broker, schedule, simulation, untilSeconds);
  else await writeOffline(flags, flags.out!, schedule, simulation, untilSeconds);
}

/** When to begin and to end, epoch seconds. */
export function chooseTimes(
  { out, date, from, hours }: Pick<SimulateFlags, 'out' | 'date' | 'from' | 'hours'>,
  schedule: Pick<Schedule, 'timeZone'>,
  nowSeconds: number,
): { startSeconds: number; untilSeconds: number } {
  const days = new ServiceDays(schedule.timeZone);
  const dayStart = days.startSeconds(date ?? serviceDateAt(nowSeconds, schedule.timeZone));
  const offline = out !== undefined;
  const first = from ?? (offline || date !== undefined ? FIRST_HOUR_OFFLINE * 3600 : undefined);
  const startSeconds = first === undefined ? Math.floor(nowSeconds) : dayStart + first;
  const end = offline ? dayStart + LAST_HOUR_OFFLINE * 3600 : Infinity;
  return { startSeconds, untilSeconds: hours === undefined ? end : startSeconds + Math.round(hours * 3600) };
}

async function playLive(
  flags: SimulateFlags,
  broker: BrokerEndpoint,
  schedule: Schedule,
  simulation: Simulation,
  untilSeconds: number,
): Promise<void> {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const { agency, speed, connections, qos } = flags;
  const validators = findValidators(flags, schedule);
  validators?.register(simulation.city.fleet.list());
  const sent = await simulateLive(simulation, {
    ...(validators && { onServed: (served) => validators.live(served) }),
    broker,
    agency,
    speed,
    connections,
    qos,
    untilSeconds,
    signal: stop.signal,
    progress: createProgress(schedule, connections),
  });
  await validators?.close();
  const taps = validators === undefined ? '' : `, ${validators.made} taps made`;
  say(`\n${sent} reports sent${taps}`);
}

/** Those who let riders tap, where that is wanted. Throws an Error where they may not. */
function findValidators(
  { tapsTo, tapsHome, seed }: SimulateFlags,
  schedule: Schedule,
): RidingValidators | undefined {
  if (tapsTo === undefined) return undefined;
  const adminToken = process.env['RUKH_ADMIN_TOKEN'] ?? '';
  if (adminToken === '') throw new Error('--taps-to needs the administration token in RUKH_ADMIN_TOKEN');
  return new RidingValidators(schedule, { url: tapsTo, adminToken, home: tapsHome, seed, onError: say });
}

async function writeOffline(
  flags: SimulateFlags,
  out: string,
  schedule: Schedule,
  simulation: Simulation,
  untilSeconds: number,
): Promise<void> {
  const started = performance.now();
  const files = { out, ...(flags.truth === undefined ? {} : { truth: flags.truth }) };
  const rows = await simulateOffline(schedule, simulation, untilSeconds, files, (atSeconds, reports) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${clock(schedule, atSeconds)}  ${reports} reports `);
  });
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  say(`\r${rows} reports until ${clock(schedule, untilSeconds)} in ${seconds} s: ${out}`);
  say(`what went wrong: ${describeTallies(simulation)}`);
}

/** On a terminal one line that changes; in a log a line a minute. */
function createProgress(schedule: Schedule, connections: number): (state: LiveState) => void {
  let told = 0;
  return ({ atSeconds, vehicles, sent, kept, connected, trouble }) => {
    const why = trouble === undefined ? '' : `: ${trouble}`;
    const away =
      connected === connections ? '' : `, ${connected} of ${connections} connections${why}, ${kept} kept`;
    const line = `${clock(schedule, atSeconds)}  ${vehicles} vehicles, ${sent} reports sent${away}`;
    if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${line}`);
    else if (Date.now() - told > 60_000) {
      told = Date.now();
      say(line);
    }
  };
}

/** The realised rate of everything that happened. */
function describeTallies({ city: { tallies } }: Simulation): string {
  const happened = PATHOLOGY_NAMES.filter((name) => tallies[name].hits > 0);
  const parts = happened.map((name) => `${name} ${tallies[name].hits} of ${tallies[name].of}`);
  return parts.length === 0 ? 'nothing' : parts.join(', ');
}

/** Throws an Error that says what is wrong with the GTFS. */
async function loadSchedule(path: string): Promise<Schedule> {
  const { schedule, report } = await importGtfs(path);
  if (schedule) return schedule;
  const [first] = report.findings.filter(({ severity }) => severity === 'error');
  throw new Error(
    `${path} is refused: ${first?.message ?? 'no schedule in it'}; see rukh import --dry-run ${path}`,
  );
}

function clock({ timeZone }: Schedule, atSeconds: number): string {
  const at = Temporal.Instant.fromEpochMilliseconds(Math.floor(atSeconds) * 1000).toZonedDateTimeISO(
    timeZone,
  );
  return at.toPlainDateTime().toString().replace('T', ' ');
}

function say(text: string): void {
  process.stderr.write(`${text}\n`);
}
