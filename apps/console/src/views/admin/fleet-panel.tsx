import { useState } from 'react';
import type { FleetVehicleView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useTexts } from '../../text/use-texts.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { usePageState } from '../../url/use-page-state.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { FleetFileDialog } from './fleet-file-dialog.js';
import { FRESH_SECONDS } from './office.js';
import { VehicleDialog } from './vehicle-dialog.js';
import { useCarriers } from './use-carriers.js';
import { writeFleetCsv } from './write-fleet-csv.js';

/** The registry of vehicles: whose each is and was, its number, plate and floor. */
export function FleetPanel() {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.fleet;
  const { filters } = usePageState();
  const { value, error } = useAsked<{ readonly vehicles: readonly FleetVehicleView[] }>(
    '/fleet',
    FRESH_SECONDS,
    'office',
  );
  const carriers = useCarriers();
  const [open, setOpen] = useState<FleetVehicleView | 'new' | 'file'>();
  const { q = '', owner } = filters;
  const wanted = q.trim().toLocaleLowerCase();
  const everything = value?.vehicles ?? [];
  const rows = everything.filter(
    ({ vehicleId, label = '', plate = '', carrierId }) =>
      `${vehicleId} ${label} ${plate}`.toLocaleLowerCase().includes(wanted) &&
      (owner === undefined || carrierId === owner),
  );
  const columns = useColumns(carriers.nameOf, setOpen);
  return (
    <>
      <div className="filters">
        <button type="button" className="primary" onClick={() => setOpen('new')}>
          {texts.add}
        </button>
        <button type="button" onClick={() => setOpen('file')}>
          {texts.import}
        </button>
        <button type="button" onClick={() => saveFile(writeFleetCsv(rows))}>
          {texts.export}
        </button>
        <label className="choice">
          <span>{all.find}</span>
          <input
            type="search"
            maxLength={64}
            value={q}
            onChange={({ target }) => setFilter(filters, 'q', target.value)}
          />
        </label>
        <Choice
          name="owner"
          label={texts.carrier}
          options={[
            ['', all.users.allCarriers],
            ...carriers.carriers.map(({ carrierId, name }) => [carrierId, name] as const),
          ]}
        />
        <span className="quiet">{texts.count(rows.length)}</span>
      </div>
      {error !== undefined && <p role="status">{all.failed}</p>}
      <LongTable
        label={all.tabs.fleet}
        columns={columns}
        rows={rows}
        keyOf={({ vehicleId, validFrom }) => `${vehicleId} ${validFrom ?? ''}`}
        isChosen={() => false}
      />
      {open === 'file' && <FleetFileDialog onClose={() => setOpen(undefined)} />}
      {open !== undefined && open !== 'file' && (
        <VehicleDialog
          vehicle={open === 'new' ? undefined : open}
          carriers={carriers.carriers}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

function saveFile(text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'fleet.csv';
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

function useColumns(
  carrierName: (carrierId: string) => string,
  open: (vehicle: FleetVehicleView) => void,
): Column<FleetVehicleView>[] {
  const texts = useTexts(ADMIN_TEXTS).fleet;
  const floorOf = ({ isLowFloor }: FleetVehicleView): string =>
    isLowFloor === undefined ? texts.unknown : isLowFloor ? texts.yes : texts.no;
  return [
    {
      id: 'vehicle',
      title: texts.vehicle,
      cell: (vehicle) => (
        <button type="button" className="link" onClick={() => open(vehicle)}>
          {vehicle.vehicleId}
        </button>
      ),
      order: ({ vehicleId }) => vehicleId,
    },
    { id: 'label', title: texts.label, cell: ({ label }) => label, order: ({ label = '' }) => label },
    { id: 'plate', title: texts.plate, cell: ({ plate }) => plate, order: ({ plate = '' }) => plate },
    {
      id: 'carrier',
      title: texts.carrier,
      cell: ({ carrierId }) => carrierName(carrierId),
      order: ({ carrierId }) => carrierName(carrierId),
    },
    { id: 'floor', title: texts.lowFloor, cell: floorOf, order: floorOf },
    {
      id: 'capacity',
      title: texts.capacity,
      isNumber: true,
      cell: ({ capacity }) => capacity,
      order: ({ capacity = 0 }) => capacity,
    },
    {
      id: 'from',
      title: texts.from,
      cell: ({ validFrom }) => validFrom,
      order: ({ validFrom = '' }) => validFrom,
    },
    { id: 'to', title: texts.to, cell: ({ validTo }) => validTo, order: ({ validTo = '' }) => validTo },
  ];
}
