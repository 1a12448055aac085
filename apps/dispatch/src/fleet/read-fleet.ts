// A fleet as a spreadsheet has it. Everything that is wrong is said at once, by line and column, and nothing is taken
// while anything is wrong: half a fleet would show a company another's vehicles.
import type { Carrier, FleetVehicle } from '@rukh/adapters/postgres';
import { parse } from 'csv-parse/sync';
import { fleetVehicle } from './describe-fleet.js';

const REQUIRED = ['vehicle_id', 'carrier_id'];
const KNOWN = [
  ...REQUIRED,
  'carrier_name',
  'label',
  'plate',
  'low_floor',
  'capacity',
  'valid_from',
  'valid_to',
];
const YES = ['1', 'true', 'yes', 'так'];
const NO = ['0', 'false', 'no', 'ні'];
const LONGEST_ROWS = 20_000;

const COLUMN_OF: Readonly<Record<string, string>> = {
  vehicleId: 'vehicle_id',
  carrierId: 'carrier_id',
  isLowFloor: 'low_floor',
  validFrom: 'valid_from',
  validTo: 'valid_to',
};

export interface ReadFleet {
  readonly vehicles: readonly FleetVehicle[];
  /** Carriers that rows name. */
  readonly carriers: readonly Carrier[];
  /** What is wrong, a sentence each; then nothing may be taken. */
  readonly errors: readonly string[];
}

interface Line {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

/** Reads a CSV with a header. Columns: vehicle_id, carrier_id; optional those of `KNOWN`. */
export function readFleet(text: string): ReadFleet {
  let lines: Line[];
  try {
    const options = { columns: true, bom: true, trim: true, skip_empty_lines: true, info: true } as const;
    lines = parse(text, options) as unknown as Line[];
  } catch (error) {
    return {
      vehicles: [],
      carriers: [],
      errors: [`This is no CSV with a header: ${(error as Error).message}`],
    };
  }
  const columns = Object.keys(lines[0]?.record ?? {});
  const errors = findHeaderErrors(columns, lines.length);
  if (errors.length > 0) return { vehicles: [], carriers: [], errors };
  return readLines(lines);
}

function findHeaderErrors(columns: readonly string[], rows: number): string[] {
  if (rows === 0) return ['There are no rows.'];
  if (rows > LONGEST_ROWS) return [`There are ${rows} rows; at most ${LONGEST_ROWS} are taken.`];
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  const unknown = columns.filter((column) => !KNOWN.includes(column));
  return [
    ...missing.map((column) => `The column ${column} is missing.`),
    ...unknown.map((column) => `The column "${column}" is not known; there are: ${KNOWN.join(', ')}.`),
  ];
}

function readLines(lines: readonly Line[]): ReadFleet {
  const errors: string[] = [];
  const vehicles: FleetVehicle[] = [];
  const carriers = new Map<string, Carrier>();
  const seen = new Map<string, number>();
  for (const { record, info } of lines) {
    const say = (what: string): unknown => errors.push(`Line ${info.lines}: ${what}`);
    const parsed = fleetVehicle.safeParse(toRow(record));
    for (const { path, message } of parsed.error?.issues ?? []) {
      const field = String(path[0]);
      say(`${COLUMN_OF[field] ?? field} ${message}`);
    }
    if (!parsed.success) continue;
    const key = `${parsed.data.vehicleId} ${parsed.data.validFrom ?? ''}`;
    const before = seen.get(key);
    if (before !== undefined) say(`the vehicle ${parsed.data.vehicleId} is in line ${before} already`);
    seen.set(key, info.lines);
    vehicles.push(parsed.data);
    const { carrierId } = parsed.data;
    const name = record['carrier_name'] ?? '';
    const known = carriers.get(carrierId);
    if (known && known.name !== name) say(`carrier ${carrierId} is "${known.name}" in a line before`);
    if (name !== '') carriers.set(carrierId, { carrierId, name: name.slice(0, 200) });
  }
  return { vehicles, carriers: [...carriers.values()], errors };
}

/** Empty cells are not there; a text that is no yes or no stays one, to be refused by the schema. */
function toRow(record: Readonly<Record<string, string>>): object {
  const cell = (column: string): string | undefined => (record[column] === '' ? undefined : record[column]);
  const row = {
    vehicleId: cell('vehicle_id') ?? '',
    carrierId: cell('carrier_id') ?? '',
    label: cell('label'),
    plate: cell('plate'),
    isLowFloor: readFlag(cell('low_floor')),
    capacity: cell('capacity') === undefined ? undefined : Number(cell('capacity')),
    validFrom: cell('valid_from'),
    validTo: cell('valid_to'),
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

function readFlag(text: string | undefined): boolean | string | undefined {
  const word = text?.toLowerCase();
  if (word !== undefined && YES.includes(word)) return true;
  return word !== undefined && NO.includes(word) ? false : text;
}
