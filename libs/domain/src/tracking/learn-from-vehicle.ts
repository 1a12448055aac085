import type { Verdict } from './choose-trip.js';
import type { LearnedTracking } from './dump-tracking.js';
import { isNameKnown } from './hints.js';
import type { Fix } from './hypothesis.js';
import type { LearnedPunctuality } from './learned-punctuality.js';
import { SURE } from './seeding-interval.js';
import type { RunTrip } from './service-day-runs.js';
import type { Timetable } from './timetable.js';
import type { VehicleState } from './vehicle-state.js';
import { departureOff, recentWait } from './weigh-departure.js';

/** A vehicle has surely begun another trip than `begunBefore`: when it had left for it is worth learning. */
export function learnDeparture(
  punctuality: LearnedPunctuality,
  timetable: Timetable,
  { begun, waited, at }: VehicleState,
  begunBefore: RunTrip | undefined,
): void {
  if (!begun || begun === begunBefore) return;
  const off = departureOff(punctuality.parameters, timetable, begun, recentWait(waited, at));
  if (off !== undefined) punctuality.observeDeparture(timetable.schedule.trips.route[begun.trip]!, off);
}

/** What was published with more is worth learning from. */
export const LEARNED = 0.6;

/**
 * Learns of the network from a vehicle that is likely enough on a trip of the timetable; `metresBefore`, how far along its
 * trip it was when it was weighed last.
 */
export function learnFromVehicle(
  { punctuality, habits, passed, naming }: LearnedTracking,
  timetable: Timetable,
  { trip: before, halts, naming: own }: VehicleState,
  { chosen, confidence }: Verdict,
  metresBefore: number | undefined,
  fix: Fix,
): void {
  if (chosen?.phase !== 'IN_PROGRESS' || chosen.trip.headway || confidence <= LEARNED) return;
  const { trips, patterns } = timetable.schedule;
  const { trip, metres, deviationSeconds, driftSeconds, driftSeen } = chosen;
  punctuality.observe(trips.route[trip.trip]!, deviationSeconds, fix.elapsed, confidence);
  if (confidence <= SURE) return;
  punctuality.observePace(driftSeconds, driftSeen * fix.elapsed);
  const pattern = patterns[trip.pattern]!;
  const isWellOn = timetable.metresPastStart(trip, metres) > punctuality.parameters.begunMetres;
  if (isWellOn && isNameKnown(timetable.schedule, fix)) {
    naming.observe(own, fix.tripId === trips.ids[trip.trip], fix.elapsed, fix.at);
  }
  if (fix.standing < 60) habits.observe(pattern, metres, fix.speed);
  if (trip === before && metresBefore !== undefined) passed.observe(pattern, metresBefore, metres, halts);
}
