import { type DispatchException, type LineView, suggestHoldMinutes } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { defineTexts } from '../../text/define-texts.js';
import { primeMinutes } from '../../text/format.js';
import { useTexts } from '../../text/use-texts.js';
import { ThingLink } from '../../ui/thing-link.js';

const TEXTS = defineTexts(
  {
    apart: (behind: string, ahead: string, value: string, planned: string) =>
      `${behind} іде через ${value} після ${ahead}; за планом ${planned}.`,
    late: (label: string, minutes: number) => `${label} запізнюється на ${minutes} хв.`,
    early: (label: string, minutes: number) => `${label} поспішає на ${minutes} хв.`,
    out: (actual: number, planned: number) => `На лінії машин: ${actual} з ${planned}.`,
    helps: 'Допоможе затримати',
    by: (minutes: number) => `на ${minutes} хв`,
  },
  {
    apart: (behind: string, ahead: string, value: string, planned: string) =>
      `${behind} runs ${value} after ${ahead}; planned ${planned}.`,
    late: (label: string, minutes: number) => `${label} is ${minutes} min late.`,
    early: (label: string, minutes: number) => `${label} is ${minutes} min early.`,
    out: (actual: number, planned: number) => `Vehicles on the line: ${actual} of ${planned}.`,
    helps: 'It helps to hold',
    by: (minutes: number) => `for ${minutes} min`,
  },
);
/** A vehicle so far off its times is a reason. */
const NOTABLE_SECONDS = 120;
const AGAIN_SECONDS = 30;

/** Why two vehicles are too far apart or too close, as far as it is known, and which of them to hold, where that helps. */
export function HeadwayCause({ exception }: { exception: DispatchException }) {
  const texts = useTexts(TEXTS);
  const { vehicles } = useLive('vehicles', 'network');
  const { kind, routeId, vehicleId, otherVehicleId, value, expected } = exception;
  const isHeadway = kind === 'gap' || kind === 'bunch';
  const path = `/dispatch/lines/${encodeURIComponent(routeId ?? '')}`;
  const line = useAsked<LineView>(isHeadway && routeId !== undefined ? path : undefined, AGAIN_SECONDS).value;
  if (!isHeadway || vehicleId === undefined || otherVehicleId === undefined) return null;
  if (value === undefined || expected === undefined) return null;
  const label = (id: string): string => vehicles.get(id)?.label ?? id;
  const offTimes = [vehicleId, otherVehicleId].flatMap((id) => {
    const seconds = vehicles.get(id)?.deviationSeconds ?? 0;
    if (Math.abs(seconds) < NOTABLE_SECONDS) return [];
    return (seconds > 0 ? texts.late : texts.early)(label(id), Math.round(Math.abs(seconds) / 60));
  });
  const { actualVehicles = Infinity, plannedVehicles = 0 } = line ?? {};
  // Of two too close the second waits; before a gap the first does.
  const held = kind === 'bunch' ? vehicleId : otherVehicleId;
  const minutes = line && suggestedOf(line, held);
  return (
    <>
      <p className="headway-cause">
        {[
          texts.apart(label(vehicleId), label(otherVehicleId), primeMinutes(value), primeMinutes(expected)),
          ...offTimes,
          ...(actualVehicles < plannedVehicles ? [texts.out(actualVehicles, plannedVehicles)] : []),
        ].join(' ')}
      </p>
      {minutes !== undefined && (
        <p>
          {texts.helps}{' '}
          <ThingLink kind="vehicle" id={held}>
            {label(held)}
          </ThingLink>{' '}
          {texts.by(minutes)}.
        </p>
      )}
    </>
  );
}

function suggestedOf({ directions }: LineView, id: string): number | undefined {
  const vehicle = directions.flatMap(({ vehicles }) => vehicles).find(({ vehicleId }) => vehicleId === id);
  return vehicle && suggestHoldMinutes(vehicle.ahead, vehicle.behind);
}
