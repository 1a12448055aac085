import type { Schedule } from '../gtfs/index.js';
import { lineLength } from '../geo/index.js';
import type { Mode } from './modes.js';
import { type Road, SAMPLE_METRES } from './road.js';
import type { StreetCells } from './street-cells.js';

/**
 * The usual moving speed of each street, worked out from what all timetables over it allow. What a vehicle does
 * not spend moving (doors and passengers, lights, braking and starting) is taken off first; windows of 1.4 km
 * even out timetables that are rounded to minutes.
 */
const WINDOW_METRES = 700;
/** Mean seconds lost at a stop (dwell, braking, starting) and at a light, as the model below turns out. */
const STOP_SECONDS: Readonly<Record<Mode, number>> = { tram: 33, trolleybus: 31, bus: 26 };
const LIGHT_SECONDS = 12;
const SLOWEST = 2.2;
const FASTEST = 25;

/** Mean planned seconds of each leg (arrival to arrival) of each pattern over all its trips. */
export function meanLegSeconds(schedule: Schedule): Float64Array[] {
  const sums = schedule.patterns.map((pattern) => new Float64Array(pattern.stops.length));
  const trips = new Int32Array(schedule.patterns.length);
  const { arrivalSeconds } = schedule.stopTimes;
  for (let trip = 0; trip < schedule.trips.ids.length; trip++) {
    const pattern = schedule.trips.pattern[trip]!;
    const first = schedule.trips.firstStopTime[trip]!;
    const sum = sums[pattern]!;
    trips[pattern]!++;
    for (let i = 1; i < sum.length; i++) {
      sum[i]! += arrivalSeconds[first + i]! - arrivalSeconds[first + i - 1]!;
    }
  }
  return sums.map((sum, pattern) => sum.map((seconds) => seconds / Math.max(1, trips[pattern]!)));
}

/** Metres a second by street cell; 0 where no pattern passes. */
export function usualSpeeds(
  schedule: Schedule,
  roads: readonly Road[],
  modes: readonly Mode[],
  legSeconds: readonly Float64Array[],
  cells: StreetCells,
): Float32Array {
  const seconds = new Float64Array(cells.count);
  const metres = new Float64Array(cells.count);
  const tripsOf = countTrips(schedule);
  schedule.patterns.forEach((pattern, index) => {
    const weight = tripsOf[index]!;
    if (weight === 0 || pattern.stops.length < 2) return;
    const road = roads[index]!;
    const moving = movingSeconds(
      pattern.stopMetres,
      legSeconds[index]!,
      road,
      STOP_SECONDS[modes[pattern.route]!],
    );
    const end = lineLength(pattern.line);
    for (let sample = 0; sample < road.cells.length; sample++) {
      const from = Math.max(pattern.stopMetres[0]!, sample * SAMPLE_METRES - WINDOW_METRES);
      const to = Math.min(end, pattern.stopMetres.at(-1)!, sample * SAMPLE_METRES + WINDOW_METRES);
      if (to - from < 50) continue;
      const took =
        interpolate(pattern.stopMetres, moving, to) - interpolate(pattern.stopMetres, moving, from);
      seconds[road.cells[sample]!]! += weight * took;
      metres[road.cells[sample]!]! += weight * (to - from);
    }
  });
  return Float32Array.from(metres, (m, i) => (m > 0 ? clampSpeed(m / Math.max(1e-6, seconds[i]!)) : 0));
}

function countTrips(schedule: Schedule): Int32Array {
  const counts = new Int32Array(schedule.patterns.length);
  for (const pattern of schedule.trips.pattern) counts[pattern]!++;
  return counts;
}

/** Seconds spent moving from the first stop to each stop. */
function movingSeconds(
  stopMetres: Float64Array,
  legs: Float64Array,
  road: Road,
  stopSeconds: number,
): Float64Array {
  const moving = new Float64Array(stopMetres.length);
  let light = 0;
  for (let i = 1; i < stopMetres.length; i++) {
    let lights = 0;
    for (; light < road.lightMetres.length && road.lightMetres[light]! < stopMetres[i]!; light++) lights++;
    const metres = stopMetres[i]! - stopMetres[i - 1]!;
    const left = legs[i]! - stopSeconds - lights * LIGHT_SECONDS;
    moving[i] = moving[i - 1]! + Math.min(metres / SLOWEST, Math.max(metres / FASTEST, left));
  }
  return moving;
}

/** The value at a distance, between those given at the stops; `metres` rises. */
function interpolate(metres: Float64Array, values: Float64Array, at: number): number {
  let i = 1;
  while (i < metres.length - 1 && metres[i]! < at) i++;
  const span = metres[i]! - metres[i - 1]!;
  const t = span > 0 ? (at - metres[i - 1]!) / span : 0;
  return values[i - 1]! + Math.min(1, Math.max(0, t)) * (values[i]! - values[i - 1]!);
}

function clampSpeed(speed: number): number {
  return Math.min(FASTEST, Math.max(SLOWEST, speed));
}
