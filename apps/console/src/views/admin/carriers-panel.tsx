import { useState } from 'react';
import type { CarrierView, FleetVehicleView } from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';
import { useAsked } from '../../live/use-asked.js';
import { useTexts } from '../../text/use-texts.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { showToast } from '../../ui/toasts.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { Field } from './field.js';
import type { Sent } from '../../ui/form-dialog.js';
import { AdminDialog } from './admin-dialog.js';
import { FRESH_SECONDS, noticeChange } from './office.js';
import { useCarriers } from './use-carriers.js';

/** Whose vehicles there are. */
export function CarriersPanel() {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.carriers;
  const { carriers, error } = useCarriers();
  const { value } = useAsked<{ readonly vehicles: readonly FleetVehicleView[] }>(
    '/fleet',
    FRESH_SECONDS,
    'office',
  );
  const [open, setOpen] = useState<CarrierView | 'new'>();
  const counts = new Map<string, number>();
  for (const { carrierId } of value?.vehicles ?? []) counts.set(carrierId, (counts.get(carrierId) ?? 0) + 1);
  const columns: Column<CarrierView>[] = [
    {
      id: 'id',
      title: texts.id,
      cell: (carrier) => (
        <button type="button" className="link" onClick={() => setOpen(carrier)}>
          {carrier.carrierId}
        </button>
      ),
      order: ({ carrierId }) => carrierId,
    },
    { id: 'name', title: texts.name, cell: ({ name }) => name, order: ({ name }) => name },
    {
      id: 'vehicles',
      title: texts.vehicles,
      isNumber: true,
      cell: ({ carrierId }) => counts.get(carrierId) ?? 0,
      order: ({ carrierId }) => counts.get(carrierId) ?? 0,
    },
  ];
  return (
    <>
      <div className="filters">
        <button type="button" className="primary" onClick={() => setOpen('new')}>
          {texts.add}
        </button>
      </div>
      {error !== undefined && <p role="status">{all.failed}</p>}
      <LongTable
        label={all.tabs.carriers}
        columns={columns}
        rows={carriers}
        keyOf={({ carrierId }) => carrierId}
        isChosen={() => false}
      />
      {open !== undefined && (
        <CarrierDialog carrier={open === 'new' ? undefined : open} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
}

function CarrierDialog({ carrier, onClose }: { carrier: CarrierView | undefined; onClose: () => void }) {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.carriers;
  const [carrierId, setCarrierId] = useState(carrier?.carrierId ?? '');
  const [name, setName] = useState(carrier?.name ?? '');
  const send = async (): Promise<Sent> => {
    const carriers = [{ carrierId: carrierId.trim(), name: name.trim() }];
    await ask('/carriers', { method: 'PUT', body: { carriers } });
    showToast(all.saved);
    noticeChange();
    return {};
  };
  return (
    <AdminDialog
      title={carrier ? texts.change(carrier.carrierId) : texts.add}
      action={all.save}
      onSend={send}
      onClose={onClose}
    >
      {!carrier && (
        <Field
          label={texts.id}
          hint={texts.hint}
          required
          maxLength={64}
          value={carrierId}
          onChange={setCarrierId}
        />
      )}
      <Field label={texts.name} required maxLength={200} value={name} onChange={setName} />
    </AdminDialog>
  );
}
