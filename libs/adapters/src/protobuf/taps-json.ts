/** The fields of a JSON object in UTF-8. `fail` throws with what is wrong, and repeats nothing of the text. */
export function readJson(
  bytes: Uint8Array,
  fail: (what: string) => never,
): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('The text is no JSON in UTF-8.');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail('The JSON is no object.');
  }
  return value as Readonly<Record<string, unknown>>;
}

export function writeJson(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}
