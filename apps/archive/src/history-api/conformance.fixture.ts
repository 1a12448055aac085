/**
 * What a row of CSV lacks to fit a schema of TIDES (a Frictionless Table Schema, https://specs.frictionlessdata.io),
 * as far as TIDES uses it: types, required, enum, minimum, maximum, unique, primary key.
 */
export interface TableSchema {
  readonly fields: readonly Field[];
  readonly primaryKey: string | readonly string[];
  readonly missingValues: readonly string[];
}

interface Field {
  readonly name: string;
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';
  readonly constraints?: {
    readonly required?: boolean;
    readonly unique?: boolean;
    readonly enum?: readonly (string | number)[];
    readonly minimum?: number;
    readonly maximum?: number;
  };
}

const FORMS: Readonly<Record<Field['type'], RegExp>> = {
  string: /./,
  integer: /^-?\d+$/,
  number: /^-?\d+(\.\d+)?(e-?\d+)?$/,
  boolean: /^(true|false)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  datetime: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/,
};

/** One sentence a fault; empty where all rows fit. */
export function listFaults(schema: TableSchema, rows: readonly Readonly<Record<string, string>>[]): string[] {
  const faults = rows.flatMap((row) =>
    schema.fields.flatMap((field) => faultsOf(schema, field, row[field.name])),
  );
  const key = [schema.primaryKey].flat();
  const unique = [
    key,
    ...schema.fields.filter(({ constraints }) => constraints?.unique).map(({ name }) => [name]),
  ];
  for (const names of unique) {
    const keys = new Set(rows.map((row) => names.map((name) => row[name]).join('|')));
    if (keys.size < rows.length) faults.push(`${names.join(', ')} is not unique`);
  }
  return faults;
}

function faultsOf({ missingValues }: TableSchema, field: Field, value: string | undefined): string[] {
  const { name, type, constraints } = field;
  if (value === undefined) return [`${name} has no column`];
  if (missingValues.includes(value)) return constraints?.required ? [`${name} is required`] : [];
  if (!FORMS[type].test(value)) return [`${name} is no ${type}: ${value}`];
  const { enum: words, minimum = -Infinity, maximum = Infinity } = constraints ?? {};
  if (words && !words.map(String).includes(value)) return [`${name} is none of its words: ${value}`];
  const isNumber = type === 'integer' || type === 'number';
  return isNumber && (Number(value) < minimum || Number(value) > maximum)
    ? [`${name} out of range: ${value}`]
    : [];
}
