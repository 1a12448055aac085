/** The registry as the file that the import reads: what is saved, mended in a spreadsheet and taken again. */
import type { FleetVehicleView } from '@rukh/domain/dispatch';

const COLUMNS: readonly (readonly [name: string, of: (row: FleetVehicleView) => string])[] = [
  ['vehicle_id', ({ vehicleId }) => vehicleId],
  ['carrier_id', ({ carrierId }) => carrierId],
  ['label', ({ label }) => label ?? ''],
  ['plate', ({ plate }) => plate ?? ''],
  ['low_floor', ({ isLowFloor }) => (isLowFloor === undefined ? '' : isLowFloor ? 'yes' : 'no')],
  ['capacity', ({ capacity }) => String(capacity ?? '')],
  ['valid_from', ({ validFrom }) => validFrom ?? ''],
  ['valid_to', ({ validTo }) => validTo ?? ''],
];

/** With the mark by which spreadsheets know that it is UTF-8. */
export function writeFleetCsv(rows: readonly FleetVehicleView[]): string {
  const lines = rows.map((row) => COLUMNS.map(([, of]) => quote(of(row))).join(','));
  return `\uFEFF${[COLUMNS.map(([name]) => name).join(','), ...lines].join('\r\n')}\r\n`;
}

function quote(cell: string): string {
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
