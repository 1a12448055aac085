import { DEFAULT_JUDGING_LIMITS, FleetJudge, type VehicleReport } from './index.js';

/**
 * A labelled adversary: two hours of 200 buses whose fixes are known to be good, and faults known to be bad
 * slipped in among them: lost fixes, jamming, short spoofs to the airport and abroad, replays, clocks gone
 * wrong, repeats. Not among them, because no rule over one vehicle can tell: a jump shorter than the vehicle
 * could drive, and a spoof that stays on one consistent track for longer than `proofSeconds`.
 */
const START = Date.UTC(2026, 10, 23, 5) / 1000;
const VEHICLES = 200;
const SECONDS = 7200;
const LIMITS = { ...DEFAULT_JUDGING_LIMITS, area: { south: 49.7, west: 23.8, north: 50, east: 24.3 } };

interface Sent {
  readonly report: VehicleReport;
  readonly receivedAtSeconds: number;
  /** Undefined: good. */
  readonly fault?: string;
}

/** Mulberry32: small, seeded, good enough to scatter faults. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** What one bus sends in two hours, by time of receipt. */
function drive(vehicleId: string, random: () => number): Sent[] {
  const sent: Sent[] = [];
  const cadence = [5, 10, 15][Math.floor(random() * 3)]!;
  // A tenth of the fleet has a clock that is minutes behind, a few have one that drifts.
  const clockError = random() < 0.1 ? random() * 600 : 0;
  const drift = random() < 0.1 ? (random() - 0.5) / 100 : 0;
  const place = { lat: 49.8 + random() * 0.08, lon: 23.95 + random() * 0.12 };
  let heading = random() * 2 * Math.PI;
  let offlineUntil = 0;
  const at = (lat: number, lon: number, timestampSeconds: number): VehicleReport => {
    return { vehicleId, timestampSeconds, lat, lon };
  };
  for (let second = random() * cadence; second < SECONDS; second += cadence) {
    const speed = random() < 0.3 ? 0 : random() * 17;
    if (random() < 0.05 || outside(place)) {
      heading = Math.atan2(24.01 - place.lon, 49.84 - place.lat) + random() - 0.5;
    }
    place.lat += (Math.cos(heading) * speed * cadence) / 111_320;
    place.lon += (Math.sin(heading) * speed * cadence) / 71_800;
    const noise = random() < 0.02 ? 60 : 8;
    const lat = place.lat + ((random() - 0.5) * noise) / 111_320;
    const lon = place.lon + ((random() - 0.5) * noise) / 71_800;
    const now = START + second;
    const timestamp = Math.round(now - clockError + drift * second);
    if (second > offlineUntil && random() < 0.0005) offlineUntil = second + 60 + random() * 500;
    const receivedAtSeconds = Math.max(now, START + offlineUntil) + 0.3 - Math.log(1 - random()) * 1.2;
    sent.push({ report: at(lat, lon, timestamp), receivedAtSeconds });
    const trouble = sent.length > 1 && second > offlineUntil && random() < 0.03;
    if (trouble) sent.push(...injectFault(sent, at, { lat, lon }, timestamp, receivedAtSeconds, random));
  }
  return markOvertaken(sent.sort((a, b) => a.receivedAtSeconds - b.receivedAtSeconds));
}

function outside({ lat, lon }: { lat: number; lon: number }): boolean {
  return lat < 49.78 || lat > 49.9 || lon < 23.92 || lon > 24.1;
}

function injectFault(
  sent: readonly Sent[],
  at: (lat: number, lon: number, timestampSeconds: number) => VehicleReport,
  place: { lat: number; lon: number },
  timestamp: number,
  received: number,
  random: () => number,
): Sent[] {
  const far = (): number => (random() < 0.5 ? -1 : 1) * (0.01 + random() * 0.06);
  const bad = (fault: string, report: VehicleReport, later = 1): Sent => {
    return { fault, report, receivedAtSeconds: received + later };
  };
  const last = sent.at(-1)!.report;
  switch (Math.floor(random() * 9)) {
    case 0:
      return [bad('no fix', at(0, 0, timestamp + 1))];
    case 1:
      return [bad('spoofed abroad', at(55.75, 37.62, timestamp + 1))];
    case 2:
      return [bad('jump', at(place.lat + far(), place.lon + far(), timestamp + 1))];
    case 3:
      // Jamming: each fix elsewhere.
      return [1, 2, 3, 4].map((i) =>
        bad('jammed', at(49.72 + random() * 0.03, 23.85 + (i % 2) * 0.3 + random() * 0.03, timestamp + i), i),
      );
    case 4:
      return [1, 2, 3].map((i) => bad('spoofed to the airport', at(49.75, 23.85, timestamp + i), i));
    case 5:
      return [bad('future', at(place.lat, place.lon, timestamp + 700 + random() * 100_000))];
    case 6:
      return [bad('replayed', { ...sent[Math.floor(random() * (sent.length - 1))]!.report })];
    case 7:
      return [bad('repeated', { ...last })];
    default:
      return [bad('no number', at(NaN, place.lon, timestamp + 1))];
  }
}

/** What the network let overtake arrives out of order: it is not good any more. */
function markOvertaken(sent: Sent[]): Sent[] {
  let newest = -Infinity;
  return sent.map((one) => {
    if (one.fault !== undefined) return one;
    const { timestampSeconds } = one.report;
    if (timestampSeconds <= newest) return { ...one, fault: 'overtaken' };
    newest = timestampSeconds;
    return one;
  });
}

describe('a labelled adversary', () => {
  const judge = new FleetJudge(LIMITS);
  const all = Array.from({ length: VEHICLES }, (_, v) => drive(`bus-${v}`, randomOf(v + 1))).flat();
  all.sort((a, b) => a.receivedAtSeconds - b.receivedAtSeconds);
  const judged = all.map(({ report, receivedAtSeconds, fault }) => {
    return { fault, rejection: judge.judge('mqtt', [report], receivedAtSeconds)[0]!.rejection };
  });
  const bad = judged.filter(({ fault }) => fault !== undefined);
  const good = judged.filter(({ fault }) => fault === undefined);

  it('gets at most one bad fix in a thousand past judging', () => {
    const passed = bad.filter(({ rejection }) => rejection === undefined);
    expect(bad.length).toBeGreaterThan(5000);
    expect(passed.length / bad.length).toBeLessThan(0.001);
  });

  it('costs less than one good fix in a thousand', () => {
    const lost = good.filter(({ rejection }) => rejection !== undefined);
    expect(good.length).toBeGreaterThan(150_000);
    expect(lost.length / good.length).toBeLessThan(0.001);
  });

  it('shows each fault under a name of its own', () => {
    const names = new Map<string, Set<string>>();
    for (const { fault, rejection } of bad) {
      if (rejection) names.set(fault!, (names.get(fault!) ?? new Set()).add(rejection));
    }
    expect(names.get('no fix')).toEqual(new Set(['null_island']));
    expect(names.get('spoofed abroad')).toEqual(new Set(['out_of_area']));
    // A jump that arrives after the next good fix is refused for its time already.
    expect(names.get('jump')).toEqual(new Set(['teleport', 'out_of_order']));
    expect(names.get('future')).toEqual(new Set(['future']));
    expect(names.get('no number')).toEqual(new Set(['malformed']));
  });
});
