import { useLive, useNow } from '../../live/use-live.js';
import type { VehiclesView as VehiclesAnswer } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { type Vehicle, shownState } from '../../live/vehicle.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { useChosenLines } from '../../lines/chosen-lines.js';
import { LinesChoice } from '../../lines/lines-choice.js';
import { CarrierChoice } from '../../ui/city-choices.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { LongTable } from '../../ui/long-table.js';
import { usePageState } from '../../url/use-page-state.js';
import { useSelectedVehicle } from '../map/selected-vehicle.js';
import { VEHICLE_SHAPES } from '../map/vehicle-shapes.js';
import { type More, useVehicleColumns } from './vehicle-columns.js';
import { VEHICLES_TEXTS } from './vehicles-texts.js';

/** All vehicles as a table: every fact of the map, for who does not see it. */
export default function VehiclesView() {
  const texts = useTexts(VEHICLES_TEXTS);
  const words = useTexts(CITY_TEXTS);
  const { filters } = usePageState();
  const { rows, moreOf } = useRows();
  const columns = useVehicleColumns(moreOf);
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

function useRows(): { rows: Vehicle[]; moreOf: (vehicleId: string) => More } {
  const store = useLive('vehicles', 'network');
  const now = useNow(5);
  const { filters } = usePageState();
  const chosen = useChosenLines();
  const asked = useAsked<VehiclesAnswer>('/dispatch/vehicles', 60);
  const known = new Map(asked.value?.vehicles.map((vehicle) => [vehicle.vehicleId, vehicle]));
  const moreOf = (vehicleId: string): More => known.get(vehicleId) ?? {};
  const { q = '', vstate, carrier } = filters;
  const wanted = q.trim().toLowerCase();
  const fits = (vehicle: Vehicle): boolean =>
    (wanted === '' ||
      `${vehicle.label} ${vehicle.vehicleId} ${moreOf(vehicle.vehicleId).licensePlate ?? ''}`
        .toLowerCase()
        .includes(wanted)) &&
    (vstate === undefined || shownState(vehicle, now) === vstate) &&
    (carrier === undefined || vehicle.carrierId === carrier) &&
    (chosen?.has(vehicle.routeId ?? '') ?? true);
  return { rows: [...store.vehicles.values()].filter(fits), moreOf };
}
