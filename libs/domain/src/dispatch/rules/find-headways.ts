/**
 * Gaps and bunches: the time since the vehicle before passed the same place, against the planned headway. Of lines by
 * headway, and of lines by schedule so frequent that riders do not look at the timetable. What the timetable itself has
 * so is nobody's to mend: of two vehicles that it sends one right after the other, and of the pause it has after them,
 * nothing is told. Nor can those who are out make up for those who are not: the gaps of a line that is short of vehicles
 * are measured against what it has.
 */
import { countOut, stretchOf } from '../count-out.js';
import type { Finding } from '../exception-book.js';
import { LEAST_EXCESS_SECONDS, excessToTell, judgeHeadway, keepsBunch } from '../judge-headway.js';
import { FREQUENT_SECONDS, type LineRule } from '../line-rules.js';
import { type WatchedVehicle, isUnderWay } from '../watched-vehicle.js';
import { type RuleContext, aboutVehicle, ruleFor } from './rule-context.js';

/** What was raised is kept while they are closer than the timetable has them by this share of what raised it. */
const KEPT_SHARE = 0.5;
const GAP_KEPT_SHARE = 0.6;

export function* findHeadways(context: RuleContext): Iterable<Finding> {
  const bunches: Finding[] = [];
  const out = countOut(context.watch, context.now);
  for (const vehicle of context.watch.vehicles.values()) {
    const rule = ruleFor(context, vehicle);
    const { plannedHeadwaySeconds: planned = Infinity } = vehicle;
    if (!rule || !isUnderWay(vehicle) || (rule.mode === 'schedule' && planned > FREQUENT_SECONDS)) continue;
    const pair = findPair(context, vehicle);
    if (!pair) continue;
    const route = context.watch.schedule.trips.route[vehicle.assignment!.instance.trip]!;
    const gap = findGap(context, pair, rule, stretchOf(out.get(route)));
    if (gap) yield gap;
    const bunch = findBunch(context, pair, rule);
    if (bunch) bunches.push(bunch);
  }
  yield* leadersOf(bunches);
}

function findGap(context: RuleContext, pair: Pair, rule: LineRule, stretch: number): Finding | undefined {
  const { vehicle, value, about } = pair;
  const expected = stretch * pair.expected;
  if (value - expected < GAP_KEPT_SHARE * excessToTell(expected, rule.thresholds)) return undefined;
  const planned = Math.max(expected, context.watch.planned.pauseBefore(vehicle.assignment!.instance) ?? 0);
  const told = excessToTell(planned, rule.thresholds);
  if (value - planned < GAP_KEPT_SHARE * told) return undefined;
  const isStrong = value - planned >= told && isHeard(context, vehicle);
  return { key: `gap ${vehicle.vehicleId} ${about.tripId ?? ''}`, kind: 'gap', isStrong, about };
}

function findBunch(context: RuleContext, pair: Pair, rule: LineRule): Finding | undefined {
  const { vehicle, value, expected, timetabled, about } = pair;
  if (!isTogether(context, vehicle)) return undefined;
  const closer = (timetabled < expected ? timetabled : expected) - value;
  const isKept = keepsBunch(value, expected, rule.thresholds) && closer >= KEPT_SHARE * LEAST_EXCESS_SECONDS;
  if (!isKept) return undefined;
  const isStrong =
    judgeHeadway(value, expected, rule.thresholds) === 'bunch' &&
    closer >= LEAST_EXCESS_SECONDS &&
    isHeard(context, vehicle);
  return { key: `bunch ${vehicle.vehicleId} ${about.tripId ?? ''}`, kind: 'bunch', isStrong, about };
}

/** Of three or more in a row the first two are told: who sees to them sees the others. */
function leadersOf(bunches: readonly Finding[]): Finding[] {
  const followers = new Set(bunches.map(({ about }) => about.vehicleId));
  return bunches.map((bunch) =>
    followers.has(bunch.about.otherVehicleId) ? { ...bunch, isStrong: false } : bunch,
  );
}

interface Pair {
  readonly vehicle: WatchedVehicle;
  readonly value: number;
  readonly expected: number;
  readonly timetabled: number;
  readonly about: Finding['about'];
}

/** A vehicle and the one ahead, where both are known. */
function findPair(context: RuleContext, vehicle: WatchedVehicle): Pair | undefined {
  const { headwaySeconds: value, plannedHeadwaySeconds: expected, aheadId } = vehicle;
  if (value === undefined || expected === undefined || aheadId === undefined) return undefined;
  const about = { ...aboutVehicle(context, vehicle), otherVehicleId: aheadId, value, expected };
  return { vehicle, value, expected, timetabled: vehicle.timetableHeadwaySeconds, about };
}

function isHeard(context: RuleContext, vehicle: WatchedVehicle): boolean {
  const { state } = vehicle;
  return state !== 'no_signal' && state !== 'off_route' && isBetweenTermini(context, vehicle);
}

/** At the ends of a line vehicles come and go together. */
const TERMINUS_SECONDS = 90;

function isBetweenTermini({ watch }: RuleContext, { place, assignment }: WatchedVehicle): boolean {
  const { lengthSeconds } = watch.scales.ofTrip(assignment!.instance.trip).direction;
  return place !== undefined && place > TERMINUS_SECONDS && place < lengthSeconds - TERMINUS_SECONDS;
}

/** Both under way in the same direction: who has arrived already is no company. */
function isTogether({ watch }: RuleContext, { aheadId, assignment }: WatchedVehicle): boolean {
  const ahead = watch.vehicles.get(aheadId!);
  if (!ahead || !isUnderWay(ahead) || ahead.state === 'no_signal') return false;
  const own = watch.scales.ofTrip(assignment!.instance.trip).direction.key;
  return watch.scales.ofTrip(ahead.assignment!.instance.trip).direction.key === own;
}
