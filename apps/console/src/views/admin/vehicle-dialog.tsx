import { useState } from 'react';
import type { CarrierView, FleetVehicleView } from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';
import { sayProblem } from '../../text/say-problem.js';
import { useTexts } from '../../text/use-texts.js';
import { DayField } from '../../ui/time-fields.js';
import { showToast } from '../../ui/toasts.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { Field, SelectField } from './field.js';
import type { Sent } from '../../ui/form-dialog.js';
import { AdminDialog } from './admin-dialog.js';
import { noticeChange } from './office.js';

/** As it stands in the form: what was emptied is undefined, or an empty text. */
type Row = { readonly [Key in keyof FleetVehicleView]: FleetVehicleView[Key] | undefined } & Pick<
  FleetVehicleView,
  'vehicleId' | 'carrierId'
>;

/** A row of the registry. Vehicle and first day name it; what has another first day is another row. */
export function VehicleDialog({
  vehicle,
  carriers,
  onClose,
}: {
  vehicle: FleetVehicleView | undefined;
  carriers: readonly CarrierView[];
  onClose: () => void;
}) {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.fleet;
  const [row, setRow] = useState<Row>(vehicle ?? { vehicleId: '', carrierId: '' });
  const put = (part: Partial<Row>): void => setRow((before) => ({ ...before, ...part }));
  const send = async (): Promise<Sent> => {
    await putRows([row]);
    showToast(all.saved);
    noticeChange();
    return {};
  };
  return (
    <AdminDialog
      title={vehicle ? texts.change(vehicle.label ?? vehicle.vehicleId) : texts.add}
      action={all.save}
      onSend={send}
      onClose={onClose}
    >
      <div className="field-row">
        <Field
          label={texts.vehicle}
          required
          pattern={'[^\\s,;"]+'}
          maxLength={64}
          disabled={vehicle !== undefined}
          value={row.vehicleId}
          onChange={(vehicleId) => put({ vehicleId })}
        />
        <SelectField
          label={texts.carrier}
          required
          value={row.carrierId}
          options={[['', texts.choose], ...carriers.map(({ carrierId, name }) => [carrierId, name] as const)]}
          onChange={(carrierId) => put({ carrierId })}
        />
      </div>
      <div className="field-row">
        <Field
          label={texts.label}
          maxLength={32}
          value={row.label ?? ''}
          onChange={(label) => put({ label })}
        />
        <Field
          label={texts.plate}
          maxLength={16}
          value={row.plate ?? ''}
          onChange={(plate) => put({ plate })}
        />
      </div>
      <div className="field-row">
        <SelectField
          label={texts.lowFloor}
          value={row.isLowFloor === undefined ? '' : String(row.isLowFloor)}
          options={[
            ['', texts.unknown],
            ['true', texts.yes],
            ['false', texts.no],
          ]}
          onChange={(value) => put({ isLowFloor: value === '' ? undefined : value === 'true' })}
        />
        <Field
          label={texts.capacity}
          type="number"
          min={1}
          max={1000}
          value={row.capacity === undefined ? '' : String(row.capacity)}
          onChange={(value) => put({ capacity: value === '' ? undefined : Number(value) })}
        />
      </div>
      <div className="field-row">
        <DayField
          className="field"
          label={texts.from}
          isDisabled={vehicle !== undefined}
          value={row.validFrom ?? ''}
          onChange={(validFrom) => put({ validFrom })}
        />
        <DayField
          className="field"
          label={texts.to}
          value={row.validTo ?? ''}
          onChange={(validTo) => put({ validTo })}
        />
      </div>
      {vehicle && <RemoveButton vehicle={vehicle} onClose={onClose} />}
    </AdminDialog>
  );
}

function RemoveButton({ vehicle, onClose }: { vehicle: FleetVehicleView; onClose: () => void }) {
  const all = useTexts(ADMIN_TEXTS);
  const fail = (error: unknown): void => void showToast(sayProblem(error), { isFailure: true });
  const bringBack = (): void => {
    putRows([vehicle]).then(() => {
      showToast(all.undone);
      noticeChange();
    }, fail);
  };
  const remove = (): void => {
    const { vehicleId, validFrom } = vehicle;
    const day = validFrom === undefined ? '' : `?validFrom=${validFrom}`;
    ask(`/fleet/${encodeURIComponent(vehicleId)}${day}`, { method: 'DELETE' }).then(() => {
      showToast(all.fleet.removed(vehicle.label ?? vehicleId), { undo: bringBack });
      noticeChange();
      onClose();
    }, fail);
  };
  return (
    <div className="order-buttons">
      <button type="button" onClick={remove}>
        {all.fleet.remove}
      </button>
    </div>
  );
}

/** What was left empty is not there. */
function putRows(rows: readonly Row[]): Promise<unknown> {
  const vehicles = rows.map((row) =>
    Object.fromEntries(Object.entries(row).filter(([, value]) => value !== '' && value !== undefined)),
  );
  return ask('/fleet', { method: 'PUT', body: { vehicles } });
}
