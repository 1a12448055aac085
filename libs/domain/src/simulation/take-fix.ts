import { unproject } from '../geo/index.js';
import type { City } from './city.js';
import { inSpell, slotAt } from './episodes.js';
import { FAULT_BITS, type Pathology, cityRate, rateFor } from './pathologies.js';
import { happens, mix, unit } from './random.js';
import type { Simulation } from './simulation.js';
import { count } from './tally.js';
import type { Tracker } from './tracker.js';

/**
 * Where a tracker believes to be. First the ordinary error of a fix, which wanders over a minute and does not
 * stop when the vehicle does; then, worst last, what high buildings, jamming and broken devices make of it.
 */
const NOISE_SECONDS = 60;
const CANYON_SLOT_SECONDS = 40;
const SPOOF_SLOT_SECONDS = 1800;
const SPOOF_RADIUS_METRES = 3000;
const FROZEN_SLOT_SECONDS = 180;
const TUNNEL_SQUARE_METRES = 240;

export interface Fix {
  /** Degrees. */
  lat: number;
  lon: number;
  faults: number;
  /** False where there is none, as in a tunnel. */
  found: boolean;
}

/** The tracker's fix when its vehicle is at (x, y), metres on the projection. Reuses `fix`. */
export function takeFix(
  simulation: Simulation,
  tracker: Tracker,
  x: number,
  y: number,
  atSeconds: number,
  fix: Fix,
): void {
  const { city } = simulation;
  fix.faults = 0;
  fix.found = !occurs(city, 'tunnel', fix, inTunnel(city, tracker, x, y));
  if (!fix.found) return;
  addNoise(city, tracker, atSeconds);
  let dx = tracker.noiseX;
  let dy = tracker.noiseY;
  const canyon = inCentre(city, x, y)
    ? spell(city, tracker, 'canyon_jump', atSeconds, CANYON_SLOT_SECONDS)
    : -1;
  if (canyon >= 0 && occurs(city, 'canyon_jump', fix, canyon > 0)) {
    const angle = unit(mix(canyon, 1)) * 2 * Math.PI;
    const metres = 40 + 110 * unit(mix(canyon, 2));
    dx += Math.cos(angle) * metres;
    dy += Math.sin(angle) * metres;
  }
  const { lat, lon } = unproject(city.schedule.projection, x + dx, y + dy);
  fix.lat = roundDegrees(lat);
  fix.lon = roundDegrees(lon);
  breakFix(simulation, tracker, x, y, atSeconds, fix);
}

function breakFix(
  { city, airport }: Simulation,
  tracker: Tracker,
  x: number,
  y: number,
  atSeconds: number,
  fix: Fix,
): void {
  if (occurs(city, 'gnss_spoof', fix, isSpoofed(city, x, y, atSeconds))) {
    fix.lat = roundDegrees(airport.lat + tracker.noiseX * 1e-5);
    fix.lon = roundDegrees(airport.lon + tracker.noiseY * 1e-5);
  }
  const frozen = spell(city, tracker, 'frozen_position', atSeconds, FROZEN_SLOT_SECONDS);
  if (occurs(city, 'frozen_position', fix, frozen > 0)) freeze(tracker, fix, frozen);
  if (occurs(city, 'teleport', fix, chance(city, tracker, 'teleport'))) throwAway(tracker, fix);
  if (occurs(city, 'null_island', fix, chance(city, tracker, 'null_island'))) {
    fix.lat = 0;
    fix.lon = 0;
  }
}

/** Counts an occasion, marks the fix where it is hit, and says whether. */
function occurs(city: City, pathology: Pathology, fix: Fix, hit: boolean): boolean {
  if (hit) fix.faults |= FAULT_BITS[pathology];
  return count(city.tallies[pathology], hit);
}

/** A hash of the spell that the vehicle is in, 0 where it is in none. */
function spell(
  city: City,
  tracker: Tracker,
  pathology: Pathology,
  atSeconds: number,
  slotSeconds: number,
): number {
  const owner = mix(tracker.hash, FAULT_BITS[pathology]);
  if (!inSpell(owner, atSeconds, slotSeconds, rateFor(city.rates, pathology, tracker.vehicle.duty.mode))) {
    return 0;
  }
  return (mix(owner, slotAt(owner, atSeconds, slotSeconds)) | 1) >>> 0;
}

function chance(city: City, tracker: Tracker, pathology: Pathology): boolean {
  const rate = rateFor(city.rates, pathology, tracker.vehicle.duty.mode);
  return rate > 0 && tracker.random.next() < rate;
}

/** First-order autoregressive error: keeps its variance whatever the interval between fixes. */
function addNoise(city: City, tracker: Tracker, atSeconds: number): void {
  const sigma = rateFor(city.rates, 'gps_noise', tracker.vehicle.duty.mode);
  if (sigma === 0) return;
  const kept = Math.exp(-(atSeconds - tracker.lastFixSeconds) / NOISE_SECONDS);
  const fresh = sigma * Math.sqrt(1 - kept * kept);
  tracker.noiseX = kept * tracker.noiseX + fresh * tracker.random.normal();
  tracker.noiseY = kept * tracker.noiseY + fresh * tracker.random.normal();
  tracker.lastFixSeconds = atSeconds;
}

function inCentre({ centre }: City, x: number, y: number): boolean {
  return Math.hypot(x - centre.x, y - centre.y) < centre.radiusMetres;
}

function inTunnel(city: City, tracker: Tracker, x: number, y: number): boolean {
  const rate = rateFor(city.rates, 'tunnel', tracker.vehicle.duty.mode);
  if (rate === 0 || tracker.vehicle.road === undefined) return false;
  const column = Math.floor(x / TUNNEL_SQUARE_METRES);
  const row = Math.floor(y / TUNNEL_SQUARE_METRES);
  return happens(mix(mix(mix(city.seed, 51), column), row), rate);
}

/** Whether a jammer covers the place: one district at a time, half an hour long. */
function isSpoofed(city: City, x: number, y: number, atSeconds: number): boolean {
  const owner = mix(city.seed, 52);
  if (!inSpell(owner, atSeconds, SPOOF_SLOT_SECONDS, cityRate(city.rates, 'gnss_spoof'))) return false;
  const place = mix(owner, slotAt(owner, atSeconds, SPOOF_SLOT_SECONDS));
  const angle = unit(mix(place, 1)) * 2 * Math.PI;
  const metres = unit(mix(place, 2)) * city.centre.radiusMetres;
  const dx = x - city.centre.x - Math.cos(angle) * metres;
  const dy = y - city.centre.y - Math.sin(angle) * metres;
  return dx * dx + dy * dy < SPOOF_RADIUS_METRES * SPOOF_RADIUS_METRES;
}

function freeze(tracker: Tracker, fix: Fix, slot: number): void {
  if (tracker.frozen?.slot !== slot) tracker.frozen = { lat: fix.lat, lon: fix.lon, slot };
  fix.lat = tracker.frozen.lat;
  fix.lon = tracker.frozen.lon;
}

function throwAway(tracker: Tracker, fix: Fix): void {
  const angle = tracker.random.next() * 2 * Math.PI;
  const degrees = (2 + 38 * tracker.random.next()) / 111;
  fix.lat = roundDegrees(fix.lat + degrees * Math.sin(angle));
  fix.lon = roundDegrees(fix.lon + degrees * Math.cos(angle));
}

/** Trackers send a millionth of a degree, 11 cm. */
function roundDegrees(degrees: number): number {
  return Math.round(degrees * 1e6) / 1e6;
}
