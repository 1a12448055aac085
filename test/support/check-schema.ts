/** What of JSON Schema our OpenAPI document uses, checked; enough to hold examples and answers against it. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly nullable?: boolean;
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: Array.isArray,
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

/** One sentence a fault, with its place; empty where the value fits. `document` is what `$ref` points into. */
export function listSchemaFaults(
  document: unknown,
  schema: JsonSchema,
  value: unknown,
  place = '$',
): readonly string[] {
  if (schema.$ref !== undefined) {
    return listSchemaFaults(document, resolveRef(document, schema.$ref), value, place);
  }
  if (value === null && schema.nullable === true) return [];
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices && !choices.some((choice) => listSchemaFaults(document, choice, value).length === 0)) {
    return [`${place} fits none of its forms`];
  }
  if (schema.type !== undefined && TYPES[schema.type]?.(value) !== true) {
    return [`${place} is no ${schema.type}`];
  }
  if (schema.enum && !schema.enum.includes(value)) return [`${place} is none of its words`];
  if (schema.pattern !== undefined && !new RegExp(schema.pattern).test(String(value))) {
    return [`${place} is not of the form ${schema.pattern}`];
  }
  if (Array.isArray(value)) {
    const { items = {} } = schema;
    return value.flatMap((item, i) => listSchemaFaults(document, items, item, `${place}[${i}]`));
  }
  return typeof value === 'object' && value !== null ? faultsOfMembers(document, schema, value, place) : [];
}

/** The part of the document that `#/a/b` points to. Throws where there is none. */
export function resolveRef(document: unknown, ref: string): JsonSchema {
  const found = ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], document);
  if (found === undefined) throw new Error(`${ref} points to nothing`);
  return found as JsonSchema;
}

function faultsOfMembers(document: unknown, schema: JsonSchema, value: object, place: string): string[] {
  const { required = [], properties = {}, additionalProperties = true } = schema;
  const missing = required.filter((name) => !(name in value)).map((name) => `${place}.${name} is missing`);
  const members = Object.entries(value).flatMap(([name, member]) => {
    const known = properties[name] ?? additionalProperties;
    if (known === false) return [`${place}.${name} is not known`];
    return known === true ? [] : listSchemaFaults(document, known, member, `${place}.${name}`);
  });
  return [...missing, ...members];
}
