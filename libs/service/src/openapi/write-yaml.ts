/**
 * A document as YAML 1.2, for the two API descriptions: block style for what has members, JSON for the rest,
 * single quotes where they do. What cannot be JSON is left out, as JSON leaves it out.
 */
export function writeYaml(document: unknown): string {
  return writeBlock(JSON.parse(JSON.stringify(document)), '');
}

function writeBlock(value: unknown, indent: string): string {
  if (Array.isArray(value) && value.length > 0) {
    return value.map((item) => `${indent}- ${writeBlock(item, `${indent}  `).trimStart()}`).join('\n');
  }
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 0) {
    return Object.entries(value)
      .map(([key, member]) => `${indent}${writeKey(key)}:${writeMember(member, indent)}`)
      .join('\n');
  }
  return writeScalar(value);
}

function writeMember(member: unknown, indent: string): string {
  const hasMembers = typeof member === 'object' && member !== null && Object.keys(member).length > 0;
  return hasMembers ? `\n${writeBlock(member, `${indent}  `)}` : ` ${writeScalar(member)}`;
}

function writeKey(key: string): string {
  return /^[A-Za-z][\w-]*$/.test(key) ? key : writeScalar(key);
}

function writeScalar(value: unknown): string {
  const json = JSON.stringify(value);
  return typeof value === 'string' && !/['\\]/.test(json) ? `'${value}'` : json;
}
