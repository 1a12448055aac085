import { unproject } from '../geo/index.js';
import type { VehicleReport } from '../vehicle/index.js';
import type { City } from './city.js';
import { FAULT_BITS, cityRate } from './pathologies.js';
import { RandomStream, mix } from './random.js';
import type { Ghost } from './ghost.js';
import type { Simulation } from './simulation.js';

const REPORT_SECONDS = 60;
const MONTH_SECONDS = 30 * 86_400;

/** The stale vehicles of a fleet of `fleetSize`, at the city's bases, as they are from an instant on. */
export function createGhosts(city: City, fleetSize: number, atSeconds: number): Ghost[] {
  const hours = numberOf(city, 'stale_vehicle', fleetSize);
  const months = numberOf(city, 'month_stale_vehicle', fleetSize);
  const random = new RandomStream(mix(city.seed, 71));
  return Array.from({ length: hours + months }, (_, i) => {
    const isMonth = i >= hours;
    const ageSeconds = isMonth ? MONTH_SECONDS + 86_400 * random.next() : 3600 * (1 + 16 * random.next());
    const faults = isMonth ? FAULT_BITS.month_stale_vehicle : FAULT_BITS.stale_vehicle;
    return createGhost(city, random, i, Math.floor(atSeconds - ageSeconds), faults);
  });
}

/** Posts the reports of the ghosts that are due in a second. */
export function reportGhosts({ ghosts, mailbox }: Simulation, atSeconds: number): void {
  for (const { report, truth, phase } of ghosts) {
    if ((atSeconds + phase) % REPORT_SECONDS !== 0) continue;
    mailbox.post({ report, arrivesAtSeconds: atSeconds + 0.3, truth: { ...truth, atSeconds } });
  }
}

function numberOf(city: City, pathology: 'stale_vehicle' | 'month_stale_vehicle', fleetSize: number): number {
  const hits = Math.round(cityRate(city.rates, pathology) * fleetSize);
  city.tallies[pathology].hits += hits;
  city.tallies[pathology].of += fleetSize;
  return hits;
}

function createGhost(
  city: City,
  random: RandomStream,
  index: number,
  timestampSeconds: number,
  faults: number,
): Ghost {
  const bases = city.bases.flat();
  const base = bases[Math.floor(random.next() * bases.length)] ?? { x: 0, y: 0 };
  const x = base.x + 80 * random.normal();
  const y = base.y + 80 * random.normal();
  const { lat, lon } = unproject(city.schedule.projection, x, y);
  const report: VehicleReport = {
    vehicleId: `9${String(index + 1).padStart(4, '0')}`,
    timestampSeconds,
    lat: Math.round(lat * 1e6) / 1e6,
    lon: Math.round(lon * 1e6) / 1e6,
    bearing: Math.floor(random.next() * 360),
    speedMetresPerSecond: 0,
    label: `9${String(index + 1).padStart(3, '0')}`,
  };
  return {
    report,
    truth: { phase: 'AT_BASE', lat, lon, faults },
    phase: Math.floor(random.next() * REPORT_SECONDS),
  };
}
