// A fleet as a spreadsheet has it. Everything that is wrong is said at once, by line and column, and nothing is taken
// while anything is wrong: half a fleet would show a company another's vehicles.
import type { Carrier, FleetVehicle } from '@rukh/adapters/postgres';
import type { BothLanguages, FleetFault } from '@rukh/domain/dispatch';
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

const ID: BothLanguages = {
  uk: 'від 1 до 64 знаків без пропусків, ком і лапок',
  en: 'must be 1 to 64 characters without spaces, commas and quotes',
};
const DAY: BothLanguages = { uk: 'має бути днем, як 2026-11-29', en: 'must be a day, such as 2026-11-29' };
/** What a column holds. */
const WANTED: Readonly<Record<string, BothLanguages>> = {
  vehicle_id: ID,
  carrier_id: ID,
  label: { uk: 'не довше 32 знаків', en: 'must be no longer than 32 characters' },
  plate: { uk: 'не довше 16 знаків', en: 'must be no longer than 16 characters' },
  low_floor: {
    uk: `має бути одним із: ${YES.concat(NO).join(', ')}`,
    en: `must be one of ${YES.concat(NO).join(', ')}`,
  },
  capacity: { uk: 'має бути цілим числом від 1 до 1000', en: 'must be a whole number from 1 to 1000' },
  valid_from: DAY,
  valid_to: { uk: `${DAY.uk}, не раніше valid_from`, en: `${DAY.en}, and not before valid_from` },
};

/** A row, and the line of the file that it ends in. */
export interface FleetLine {
  readonly line: number;
  readonly vehicle: FleetVehicle;
}

export interface ReadFleet {
  readonly rows: readonly FleetLine[];
  /** Carriers that rows name. */
  readonly carriers: readonly Carrier[];
  /** What is wrong; then nothing may be taken. */
  readonly faults: readonly FleetFault[];
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
    const { message, lines: line } = error as Error & { lines?: number };
    const words = {
      uk: `Це не CSV із рядком заголовків: ${message}`,
      en: `This is no CSV with a header: ${message}`,
    };
    return refuse([{ ...(line === undefined ? {} : { line }), words }]);
  }
  const columns = Object.keys(lines[0]?.record ?? {});
  const faults = findHeaderFaults(columns, lines.length);
  return faults.length > 0 ? refuse(faults) : readLines(lines);
}

/** A fault as the command line prints it. */
export function printFault({ line, column, words }: FleetFault): string {
  const place = line === undefined ? '' : `Line ${line}: `;
  return `${place}${column === undefined ? '' : `${column} `}${words.en}`;
}

function refuse(faults: readonly FleetFault[]): ReadFleet {
  return { rows: [], carriers: [], faults };
}

function findHeaderFaults(columns: readonly string[], rows: number): FleetFault[] {
  if (rows === 0) return [{ words: { uk: 'Рядків немає.', en: 'There are no rows.' } }];
  if (rows > LONGEST_ROWS) {
    const words = {
      uk: `Рядків ${rows}, а береться щонайбільше ${LONGEST_ROWS}.`,
      en: `There are ${rows} rows; at most ${LONGEST_ROWS} are taken.`,
    };
    return [{ words }];
  }
  const missing = REQUIRED.filter((column) => !columns.includes(column));
  const unknown = columns.filter((column) => !KNOWN.includes(column));
  const known = KNOWN.join(', ');
  return [
    ...missing.map((column) => ({
      line: 1,
      words: { uk: `Немає стовпця ${column}.`, en: `The column ${column} is missing.` },
    })),
    ...unknown.map((column) => ({
      line: 1,
      words: {
        uk: `Стовпець «${column}» невідомий; є такі: ${known}.`,
        en: `The column "${column}" is not known; there are: ${known}.`,
      },
    })),
  ];
}

function readLines(lines: readonly Line[]): ReadFleet {
  const faults: FleetFault[] = [];
  const rows: FleetLine[] = [];
  const carriers = new Map<string, Carrier>();
  const seen = new Map<string, number>();
  for (const { record, info } of lines) {
    const { lines: line } = info;
    const parsed = fleetVehicle.safeParse(toRow(record));
    const wrong = (parsed.error?.issues ?? []).map(({ path }) => String(path[0]));
    for (const field of new Set(wrong)) {
      const column = COLUMN_OF[field] ?? field;
      faults.push({ line, column, words: WANTED[column]! });
    }
    if (!parsed.success) continue;
    const { vehicleId, validFrom = '', carrierId } = parsed.data;
    const before = seen.get(`${vehicleId} ${validFrom}`);
    if (before !== undefined) faults.push({ line, words: sayTwice(vehicleId, before) });
    seen.set(`${vehicleId} ${validFrom}`, line);
    rows.push({ line, vehicle: parsed.data });
    const name = (record['carrier_name'] ?? '').slice(0, 200);
    const known = carriers.get(carrierId);
    if (known && name !== '' && known.name !== name) faults.push({ line, words: sayOtherName(known) });
    if (name !== '') carriers.set(carrierId, { carrierId, name });
  }
  return { rows, carriers: [...carriers.values()], faults };
}

function sayTwice(vehicleId: string, line: number): BothLanguages {
  return {
    uk: `машина ${vehicleId} уже є в рядку ${line}`,
    en: `the vehicle ${vehicleId} is in line ${line} already`,
  };
}

function sayOtherName({ carrierId, name }: Carrier): BothLanguages {
  return {
    uk: `перевізник ${carrierId} вище зветься «${name}»`,
    en: `carrier ${carrierId} is "${name}" in a line before`,
  };
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
