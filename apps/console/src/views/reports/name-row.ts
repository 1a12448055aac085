/** What rows of a report are called: names in place of the ids that the API answers. */
import type { ReportColumn, ReportRow, ReportUnit } from '@rukh/domain/dispatch';
import type { City } from '../../live/city.js';
import type { Language } from '../../text/define-texts.js';
import { plainNumber } from '../../text/format.js';

export interface Namer {
  readonly language: Language;
  readonly city: City | undefined;
  readonly vehicleName: (vehicleId: string) => string;
  /** What stands where nothing is known. */
  readonly unknown: string;
}

/** A value of a column of texts. */
export function nameText(row: ReportRow, column: string, { city, vehicleName, unknown }: Namer): string {
  const value = row[column];
  if (value === null || value === undefined || value === '') return unknown;
  const text = String(value);
  switch (column) {
    case 'routeId':
      return city?.routeName(text) ?? text;
    case 'directionId':
      return city?.headsign(String(row['routeId'] ?? ''), Number(text)) || text;
    case 'stopId':
      return city?.stopName(text) ?? text;
    case 'carrierId':
      return city?.carrierName(text) ?? text;
    case 'vehicleId':
      return vehicleName(text);
    case 'serviceDate':
      return /^\d{8}$/.test(text) ? `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}` : text;
    case 'hour':
      return `${text}:00`;
    default:
      return text;
  }
}

const SIGNS: Readonly<Partial<Record<ReportUnit, string>>> = { percent: '\u00a0%' };

/** A figure; seconds, hours and kilometres are named by the column. */
export function nameFigure(
  value: ReportRow[string] | undefined,
  { unit }: ReportColumn,
  { language, unknown }: Namer,
): string {
  if (typeof value !== 'number') return unknown;
  return plainNumber(language, value) + (SIGNS[unit] ?? '');
}

/** The same for the eye: with one digit after the point, two where all of it is behind the point. */
export function nameRoundly(
  value: ReportRow[string] | undefined,
  column: ReportColumn,
  namer: Namer,
): string {
  if (typeof value !== 'number') return namer.unknown;
  const power = Math.abs(value) < 1 ? 100 : 10;
  return nameFigure(Math.round(value * power) / power, column, namer);
}

/**
 * The whole row in one line: `А32 → Шувар · 07:00`. A carrier is left out where the line says whose it is, so that
 * names stay short.
 */
export function nameRow(row: ReportRow, columns: readonly ReportColumn[], namer: Namer): string {
  const texts = columns.filter(({ unit }) => unit === 'text').map(({ name }) => name);
  const shown = texts.includes('routeId') ? texts.filter((name) => name !== 'carrierId') : texts;
  return shown
    .map((name) => (name === 'directionId' ? `→ ${nameText(row, name, namer)}` : nameText(row, name, namer)))
    .join(' · ')
    .replaceAll(' · →', ' →');
}

/** The same without the hour: what a line over the hours is of. */
export function nameSeries(row: ReportRow, columns: readonly ReportColumn[], namer: Namer): string {
  return nameRow(
    row,
    columns.filter(({ name }) => name !== 'hour'),
    namer,
  );
}
