import type { Draft, ServiceDraft } from './draft.js';
import type { RowReader } from './row-reader.js';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/** calendar.txt: the weekdays on which a service runs, between two dates. */
export function collectCalendar(draft: Draft, row: RowReader): () => void {
  const id = row.column('service_id');
  const days = WEEKDAYS.map((name) => ({ name, column: row.column(name) }));
  const start = row.column('start_date');
  const end = row.column('end_date');
  return () => {
    const serviceId = row.required(id, 'service_id');
    if (serviceId === undefined) return;
    if (draft.serviceIndexOf.has(serviceId)) {
      row.report('duplicate_id', `service_id "${serviceId}" is there twice`);
      return;
    }
    const service = addService(draft, row, serviceId);
    for (const [day, { name, column }] of days.entries()) {
      if (row.integer(column, name, 0, 1) === 1) service.weekdays |= 1 << day;
    }
    service.startDate = row.date(start, 'start_date') ?? '';
    service.endDate = row.date(end, 'end_date') ?? '';
    if (service.endDate < service.startDate) {
      row.report('calendar_backwards', `service ${serviceId} ends ${service.endDate}, before it starts`);
    }
  };
}

/** calendar_dates.txt: days added to services and taken from them; a service may have nothing else. */
export function collectCalendarDates(draft: Draft, row: RowReader): () => void {
  const id = row.column('service_id');
  const dateColumn = row.column('date');
  const exception = row.column('exception_type');
  return () => {
    const serviceId = row.required(id, 'service_id');
    const date = row.date(dateColumn, 'date');
    const type = row.integer(exception, 'exception_type', 1, 2);
    if (serviceId === undefined || date === undefined || type === undefined) return;
    const known = draft.serviceIndexOf.get(serviceId);
    const service = known === undefined ? addService(draft, row, serviceId) : draft.services[known]!;
    if (service.addedDates.has(date) || service.removedDates.has(date)) {
      row.report('duplicate_id', `service ${serviceId} has two exceptions on ${date}`);
      return;
    }
    (type === 1 ? service.addedDates : service.removedDates).add(date);
  };
}

function addService(draft: Draft, row: RowReader, serviceId: string): ServiceDraft {
  const service: ServiceDraft = {
    serviceId,
    line: row.line,
    file: row.table.file,
    weekdays: 0,
    startDate: '',
    endDate: '',
    addedDates: new Set(),
    removedDates: new Set(),
  };
  draft.serviceIndexOf.set(serviceId, draft.services.length);
  draft.services.push(service);
  return service;
}
