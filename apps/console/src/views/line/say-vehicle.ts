/** A vehicle of a line in words: what its sign, its place and the bar before it show. */
import type { LineMode, LineVehicleView } from '@rukh/domain/dispatch';
import type { CITY_TEXTS } from '../../text/city-texts.js';
import { primeMinutes, signedMinutes } from '../../text/format.js';
import { gradeHeadway } from './grade-headway.js';
import type { LINE_TEXTS } from './line-texts.js';

/** Beside the sign: which it is, and of lines by schedule how far off. */
export function labelOf({ label, deviationSeconds }: LineVehicleView, mode: LineMode): string {
  if (mode !== 'schedule' || deviationSeconds === undefined) return label;
  return `${label} ${signedMinutes(deviationSeconds)}`;
}

export interface Words {
  readonly texts: (typeof LINE_TEXTS)['uk'];
  readonly states: (typeof CITY_TEXTS)['uk']['states'];
  readonly stopName: (stopId: string) => string;
  readonly vehicleLabel: (vehicleId: string) => string;
}

export function sayVehicle(
  vehicle: LineVehicleView,
  { texts, states, stopName, vehicleLabel }: Words,
): string {
  const { label, state, deviationSeconds, nextStopId, ahead } = vehicle;
  // What stands beside the sign comes first, as it stands there.
  const deviation = deviationSeconds === undefined ? '' : ` ${signedMinutes(deviationSeconds)}`;
  const parts = [texts.vehicle(`${label}${deviation}`), states[state], texts.toStop(stopName(nextStopId))];
  if (ahead) {
    const headway = primeMinutes(ahead.headwaySeconds);
    const { aheadVehicleId, plannedSeconds } = ahead;
    parts.push(
      aheadVehicleId === undefined
        ? texts.headwayPlain(headway)
        : texts.headway(headway, vehicleLabel(aheadVehicleId)),
    );
    if (plannedSeconds !== undefined) parts.push(texts.plan(primeMinutes(plannedSeconds)));
    parts.push(texts.grades[gradeHeadway(ahead)]);
  }
  return parts.filter((part) => part !== '').join(', ');
}
