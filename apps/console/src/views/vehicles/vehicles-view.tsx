import { useLive, useNow } from '../../live/use-live.js';
import type { VehiclesView as VehiclesAnswer } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { type Vehicle, shownState } from '../../live/vehicle.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { defineTexts } from '../../text/define-texts.js';
import { duration, primeMinutes, signedMinutes } from '../../text/format.js';
import { plural } from '../../text/plural.js';
import { sayLoad } from '../../text/say-load.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { useChosenLines } from '../../lines/chosen-lines.js';
import { LinesChoice } from '../../lines/lines-choice.js';
import { CarrierChoice } from '../../ui/city-choices.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { StateSign } from '../../ui/sign.js';
import { ThingLink } from '../../ui/thing-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { useSelectedVehicle } from '../map/selected-vehicle.js';
import { VEHICLE_SHAPES } from '../map/vehicle-shapes.js';

const TEXTS = defineTexts(
  {
    title: 'Машини',
    count: (n: number) => plural('uk', n, { one: 'машина', few: 'машини', many: 'машин', other: 'машини' }),
    find: 'Номер або знак',
    state: 'Стан',
    all: 'усі',
    columns: {
      label: 'Машина',
      plate: 'Знак',
      line: 'Лінія',
      state: 'Стан',
      deviation: 'Відхилення, хв',
      headway: 'Інтервал',
      block: 'Випуск',
      carrier: 'Перевізник',
      occupancy: 'Наповнення',
      fix: 'Дані, вік',
    },
  },
  {
    title: 'Vehicles',
    count: (n: number) => plural('en', n, { one: 'vehicle', other: 'vehicles' }),
    find: 'Number or plate',
    state: 'State',
    all: 'all',
    columns: {
      label: 'Vehicle',
      plate: 'Plate',
      line: 'Line',
      state: 'State',
      deviation: 'Deviation, min',
      headway: 'Headway',
      block: 'Block',
      carrier: 'Carrier',
      occupancy: 'Occupancy',
      fix: 'Data, age',
    },
  },
);

/** All vehicles as a table: every fact of the map, for who does not see it. */
export default function VehiclesView() {
  const texts = useTexts(TEXTS);
  const words = useTexts(CITY_TEXTS);
  const { filters } = usePageState();
  const { rows, plateOf } = useRows();
  const columns = useColumns(plateOf);
  const selected = useSelectedVehicle();
  return (
    <div className="table-view">
      <h1>
        {texts.title} <span className="quiet">({texts.count(rows.length)})</span>
      </h1>
      <div className="filters">
        <label className="choice">
          <span>{texts.find}</span>
          <input
            type="search"
            maxLength={40}
            value={filters['q'] ?? ''}
            onChange={(event) => setFilter(filters, 'q', event.target.value)}
          />
        </label>
        <Choice
          name="vstate"
          label={texts.state}
          options={[
            ['', texts.all],
            ...Object.keys(VEHICLE_SHAPES).map((s) => [s, words.states[s as Vehicle['state']]] as const),
          ]}
        />
        <LinesChoice />
        <CarrierChoice />
      </div>
      <LongTable
        label={texts.title}
        columns={columns}
        rows={rows}
        keyOf={({ vehicleId }) => vehicleId}
        isChosen={({ vehicleId }) => vehicleId === selected}
        sortedBy="label"
      />
    </div>
  );
}

function useRows(): { rows: Vehicle[]; plateOf: (vehicleId: string) => string } {
  const store = useLive('vehicles', 'network');
  const now = useNow(5);
  const { filters } = usePageState();
  const chosen = useChosenLines();
  const asked = useAsked<VehiclesAnswer>('/dispatch/vehicles', 60);
  const plates = new Map(
    asked.value?.vehicles.map(({ vehicleId, licensePlate }) => [vehicleId, licensePlate ?? '']),
  );
  const plateOf = (vehicleId: string): string => plates.get(vehicleId) ?? '';
  const { q = '', vstate, carrier } = filters;
  const wanted = q.trim().toLowerCase();
  const fits = (vehicle: Vehicle): boolean =>
    (wanted === '' ||
      `${vehicle.label} ${vehicle.vehicleId} ${plateOf(vehicle.vehicleId)}`.toLowerCase().includes(wanted)) &&
    (vstate === undefined || shownState(vehicle, now) === vstate) &&
    (carrier === undefined || vehicle.carrierId === carrier) &&
    (chosen?.has(vehicle.routeId ?? '') ?? true);
  return { rows: [...store.vehicles.values()].filter(fits), plateOf };
}

function useColumns(plateOf: (vehicleId: string) => string): Column<Vehicle>[] {
  const { columns } = useTexts(TEXTS);
  const words = useTexts(CITY_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const now = useNow();
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
      id: 'plate',
      title: columns.plate,
      cell: ({ vehicleId }) => plateOf(vehicleId),
      order: ({ vehicleId }) => plateOf(vehicleId),
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
      id: 'occupancy',
      title: columns.occupancy,
      cell: ({ occupancyStatus, persons }) =>
        occupancyStatus === null ? '—' : sayLoad(occupancyStatus, persons, words),
      // By people where they are known; within one word they differ.
      order: ({ occupancyStatus, persons }) => 1000 * (occupancyStatus ?? -1) + (persons ?? 0),
    },
    {
      id: 'fix',
      title: columns.fix,
      isNumber: true,
      cell: ({ fixAt }) => duration(language, now - fixAt),
      order: ({ fixAt }) => -fixAt,
    },
  ];
}
