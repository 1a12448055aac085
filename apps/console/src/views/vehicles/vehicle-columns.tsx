import type { VehicleListItem } from '@rukh/domain/dispatch';
import { useLive, useNow } from '../../live/use-live.js';
import { type Vehicle, shownState } from '../../live/vehicle.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { duration, percent, primeMinutes, signedMinutes } from '../../text/format.js';
import { sayLoad } from '../../text/say-load.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import type { Column } from '../../ui/long-table.js';
import { StateSign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { VEHICLES_TEXTS } from './vehicles-texts.js';

/** What is not live: it is asked for once a minute. */
export type More = Partial<Pick<VehicleListItem, 'licensePlate' | 'chargePercent' | 'validators'>>;

export function useVehicleColumns(moreOf: (vehicleId: string) => More): Column<Vehicle>[] {
  const { columns, validators: sayValidators } = useTexts(VEHICLES_TEXTS);
  const words = useTexts(CITY_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const now = useNow();
  // What service is watched by stands first: on a narrow screen the rest is a scroll away, and the name stays.
  return [
    {
      id: 'label',
      title: columns.label,
      cell: ({ vehicleId, label }) => (
        <ThingLink kind="vehicle" id={vehicleId}>
          {label}
        </ThingLink>
      ),
      order: ({ label }) => label,
    },
    {
      id: 'line',
      title: columns.line,
      cell: ({ routeId, directionId }) =>
        routeId === null
          ? '—'
          : `${city?.routeName(routeId) ?? routeId} → ${city?.headsign(routeId, directionId) ?? ''}`,
      order: ({ routeId }) => city?.routeName(routeId) ?? '',
    },
    {
      id: 'state',
      title: columns.state,
      cell: (vehicle) => {
        const state = shownState(vehicle, now);
        return (
          <>
            <StateSign state={state} /> {words.states[state]}
          </>
        );
      },
      order: ({ state }) => words.states[state],
    },
    {
      id: 'deviation',
      title: columns.deviation,
      isNumber: true,
      cell: ({ deviationSeconds }) => (deviationSeconds === null ? '—' : signedMinutes(deviationSeconds)),
      order: ({ deviationSeconds }) => deviationSeconds ?? -1e9,
    },
    {
      id: 'headway',
      title: columns.headway,
      isNumber: true,
      cell: ({ headwaySeconds }) => (headwaySeconds === null ? '—' : primeMinutes(headwaySeconds)),
      order: ({ headwaySeconds }) => headwaySeconds ?? -1,
    },
    {
      id: 'fix',
      title: columns.fix,
      isNumber: true,
      cell: ({ fixAt }) => duration(language, now - fixAt),
      order: ({ fixAt }) => -fixAt,
    },
    {
      id: 'occupancy',
      title: columns.occupancy,
      cell: ({ occupancyStatus, persons }) =>
        occupancyStatus === null ? '—' : sayLoad(occupancyStatus, persons, words),
      // By people where they are known; within one word they differ.
      order: ({ occupancyStatus, persons }) => 1000 * (occupancyStatus ?? -1) + (persons ?? 0),
    },
    {
      id: 'block',
      title: columns.block,
      cell: ({ blockId }) => blockId ?? '—',
      order: ({ blockId }) => blockId ?? '',
    },
    {
      id: 'carrier',
      title: columns.carrier,
      cell: ({ carrierId }) => city?.carrierName(carrierId) ?? '',
      order: ({ carrierId }) => carrierId ?? '',
    },
    {
      id: 'plate',
      title: columns.plate,
      cell: ({ vehicleId }) => moreOf(vehicleId).licensePlate ?? '',
      order: ({ vehicleId }) => moreOf(vehicleId).licensePlate ?? '',
    },
    {
      id: 'charge',
      title: columns.charge,
      isNumber: true,
      cell: ({ vehicleId }) => {
        const { chargePercent } = moreOf(vehicleId);
        return chargePercent === undefined ? '—' : percent(language, chargePercent / 100);
      },
      order: ({ vehicleId }) => moreOf(vehicleId).chargePercent ?? 101,
    },
    {
      id: 'validators',
      title: columns.validators,
      cell: ({ vehicleId }) => {
        const { validators } = moreOf(vehicleId);
        return validators ? sayValidators(validators.count, validators.quiet, validators.unsentTaps) : '—';
      },
      // What has trouble comes first.
      order: ({ vehicleId }) => {
        const { validators } = moreOf(vehicleId);
        return validators ? -1000 * validators.quiet - validators.unsentTaps : 1;
      },
    },
    {
      id: 'software',
      title: columns.software,
      cell: ({ vehicleId }) => moreOf(vehicleId).validators?.softwareVersions.join(', ') || '—',
      order: ({ vehicleId }) => moreOf(vehicleId).validators?.softwareVersions[0] ?? '',
    },
  ];
}
