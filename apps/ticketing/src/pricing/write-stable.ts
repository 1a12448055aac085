/** JSON with the members of each object in order, so that equal values are equal texts. */
export function writeStable(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeStable).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${writeStable(member)}`).join(',')}}`;
}
