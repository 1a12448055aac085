/**
 * Places a batch of taps: by stop visits first, which are few; where those leave a tap unsure, by the positions round
 * it too. Answers with each tap what is to be written of it and when to look again.
 */
import type { Look, PendingTap, VehicleHistories } from '@rukh/adapters/postgres';
import type { PlaceNeed } from '@rukh/domain/fares';
import type { Schedule } from '@rukh/domain/gtfs';
import {
  SURE,
  type StopStay,
  type TapContext,
  type TripFix,
  type TripPlan,
  findNextLook,
  isSamePlace,
  placeTap,
  supersedes,
} from '@rukh/domain/taps';
import { TripPlans } from './describe-plans.js';
import { FIXES_ROUND, STAYS_ROUND, groupByVehicle, listWindows, toFix, toStay } from './gather-histories.js';

export async function placeBatch(
  taps: readonly PendingTap[],
  histories: VehicleHistories,
  schedule: Schedule | undefined,
  nowMs: number,
  repricesOn: PlaceNeed,
): Promise<Look[]> {
  const found = await findPlaces(taps, histories, schedule);
  return taps.map((tap, i) => toLook(tap, found[i]!, nowMs, repricesOn));
}

async function findPlaces(
  taps: readonly PendingTap[],
  histories: VehicleHistories,
  schedule: Schedule | undefined,
): Promise<TapContext[]> {
  const plans = new TripPlans(schedule);
  const claimed = taps.flatMap(({ claimed: { tripId } }) => (tripId === undefined ? [] : [tripId]));
  const stayRows = await histories.listStays(listWindows(taps, STAYS_ROUND));
  const stays = mapValues(groupByVehicle(stayRows), toStay);
  const byStays = plans.collect(stayRows, [], claimed);
  const places = taps.map((tap) => place(tap, stays, new Map(), byStays));
  const unsure = taps.filter((_, i) => places[i]!.confidence < SURE);
  if (unsure.length === 0) return places;
  const fixRows = await histories.listFixes(listWindows(unsure, FIXES_ROUND));
  const fixes = mapValues(groupByVehicle(fixRows), toFix);
  const byAll = plans.collect(stayRows, fixRows, claimed);
  return taps.map((tap, i) => (places[i]!.confidence < SURE ? place(tap, stays, fixes, byAll) : places[i]!));
}

function place(
  tap: PendingTap,
  stays: ReadonlyMap<string, readonly StopStay[]>,
  fixes: ReadonlyMap<string, readonly TripFix[]>,
  plans: ReadonlyMap<string, TripPlan>,
): TapContext {
  const { atMs, kind, clockQuality, claimed, vehicleId = '' } = tap;
  return placeTap(
    { atMs, isExit: kind === 'EXIT', isTimeRough: clockQuality === 'BOUNDED', claimed },
    { stays: stays.get(vehicleId) ?? [], fixes: fixes.get(vehicleId) ?? [], plans },
  );
}

function toLook(tap: PendingTap, found: TapContext, nowMs: number, repricesOn: PlaceNeed): Look {
  const { last } = tap;
  const isSameCase = last?.vehicleId === tap.vehicleId && last?.operatorId === tap.operatorId;
  const isNew = supersedes(found, last?.context, isSameCase);
  const holds = isNew ? found : last!.context;
  const nextMs = findNextLook(holds, tap.receivedMs, nowMs);
  return {
    tap,
    ...(isNew ? { context: found } : {}),
    ...(nextMs === undefined ? {} : { nextMs }),
    reprices: isNew && maySetPrice(tap, found, isSameCase, repricesOn),
  };
}

/** Against what pricing knew before: the last context, or of a new tap what its device claimed. */
function maySetPrice(
  { last, claimed }: PendingTap,
  found: TapContext,
  isSameCase: boolean,
  repricesOn: PlaceNeed,
): boolean {
  if (last && !isSameCase) return true;
  if (repricesOn === 'never') return false;
  const known: TapContext = last?.context ?? { ...claimed, source: 'NONE', confidence: 0 };
  return repricesOn === 'route' ? known.routeId !== found.routeId : !isSamePlace(known, found);
}

function mapValues<A, B>(
  groups: ReadonlyMap<string, readonly A[]>,
  map: (value: A) => B,
): ReadonlyMap<string, B[]> {
  return new Map([...groups].map(([key, values]) => [key, values.map(map)]));
}
