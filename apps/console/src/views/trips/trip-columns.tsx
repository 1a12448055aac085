import type { TripListItem } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes, signedMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import type { Column } from '../../ui/long-table.js';
import { ThingLink } from '../../ui/thing-link.js';
import { TRIPS_TEXTS } from './trips-texts.js';

export interface Picking {
  readonly picked: ReadonlySet<string>;
  readonly onPick: (key: string, isPicked: boolean) => void;
}

/** Of a trip in the table. */
export function keyOfTrip({ tripId, startTime }: TripListItem): string {
  return `${tripId} ${startTime}`;
}

export function isCancellable({ state }: TripListItem): boolean {
  return state !== 'cancelled' && state !== 'done';
}

/** `picking` is of who may cancel trips. */
export function useTripColumns(picking: Picking | undefined): Column<TripListItem>[] {
  const texts = useTexts(TRIPS_TEXTS);
  const { columns } = texts;
  const states = useTexts(CITY_TEXTS).trip;
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const zone = city?.timeZone;
  const pick = ({ picked, onPick }: Picking): Column<TripListItem> => ({
    id: 'pick',
    title: columns.pick,
    cell: (trip) =>
      isCancellable(trip) && (
        <input
          type="checkbox"
          aria-label={texts.pick(
            `${city?.routeName(trip.routeId)} → ${trip.headsign} ${clockMinutes(language, trip.startAt, zone)}`,
          )}
          checked={picked.has(keyOfTrip(trip))}
          onChange={({ target }) => onPick(keyOfTrip(trip), target.checked)}
        />
      ),
  });
  return [
    {
      id: 'start',
      title: columns.start,
      cell: ({ tripId, startAt }) => (
        <ThingLink kind="trip" id={tripId}>
          {clockMinutes(language, startAt, zone)}
        </ThingLink>
      ),
      order: ({ startAt }) => startAt,
    },
    ...(picking ? [pick(picking)] : []),
    {
      id: 'end',
      title: columns.end,
      cell: ({ endAt }) => clockMinutes(language, endAt, zone),
      order: ({ endAt }) => endAt,
    },
    {
      id: 'line',
      title: columns.line,
      cell: ({ routeId }) => city?.routeName(routeId),
      order: ({ routeId }) => city?.routeName(routeId) ?? routeId,
    },
    {
      id: 'headsign',
      title: columns.headsign,
      cell: ({ headsign }) => headsign,
      order: ({ headsign }) => headsign,
    },
    {
      id: 'block',
      title: columns.block,
      cell: ({ blockId }) =>
        blockId === undefined ? (
          '—'
        ) : (
          <ThingLink kind="block" id={blockId}>
            {blockId}
          </ThingLink>
        ),
      order: ({ blockId }) => blockId ?? '',
    },
    {
      id: 'vehicle',
      title: columns.vehicle,
      cell: ({ vehicleId }) =>
        vehicleId === undefined ? (
          '—'
        ) : (
          <ThingLink kind="vehicle" id={vehicleId}>
            {vehicles.get(vehicleId)?.label ?? vehicleId}
          </ThingLink>
        ),
      order: ({ vehicleId }) =>
        vehicleId === undefined ? '' : (vehicles.get(vehicleId)?.label ?? vehicleId),
    },
    {
      id: 'state',
      title: columns.state,
      cell: ({ state }) => states[state],
      order: ({ state }) => states[state],
    },
    {
      id: 'deviation',
      title: columns.deviation,
      isNumber: true,
      cell: ({ deviationSeconds }) =>
        deviationSeconds === undefined ? '—' : signedMinutes(deviationSeconds),
      order: ({ deviationSeconds }) => deviationSeconds ?? -1e9,
    },
  ];
}
