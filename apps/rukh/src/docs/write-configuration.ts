import type { z } from 'zod';

/** What reads variables, and its schema of them. */
export interface ConfiguredApp {
  readonly app: string;
  readonly schema: z.ZodObject;
}

interface Reading {
  readonly app: string;
  readonly description: string;
  readonly byDefault: string;
}

/** The page on configuration: every variable once, with what reads it. */
export function writeConfiguration(apps: readonly ConfiguredApp[]): string {
  const variables = new Map<string, Reading[]>();
  for (const { app, schema } of apps) {
    for (const [name, type] of Object.entries(schema.shape)) {
      const readings = variables.get(name) ?? [];
      variables.set(name, [...readings, { app, ...describe(type as z.ZodType) }]);
    }
  }
  const rows = [...variables].sort(([a], [b]) => (a < b ? -1 : 1)).map(writeRow);
  return `# Configuration

Generated from the schemas of the apps by \`npm run docs\`. Variables are read once, at the start, and all that are wrong
are reported together. An empty variable counts as not set. \`NAME_FILE\` names a file that holds the value of \`NAME\`,
for secrets. \`npm start\` needs none of them. \`rukh up\` provides the addresses of what it starts itself to the services,
so there only the first of several defaults counts.

| variable | read by | default | meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}

function writeRow([name, readings]: readonly [string, readonly Reading[]]): string {
  const readers = readings.map(({ app }) => app).join(', ');
  const byDefault = joinDistinct(readings, ({ byDefault: text }) => text);
  const meaning = joinDistinct(readings, ({ description }) => description);
  return `| \`${name}\` | ${readers} | ${byDefault} | ${meaning} |`;
}

/** One text where all agree, else each with those who say so. */
function joinDistinct(readings: readonly Reading[], textOf: (reading: Reading) => string): string {
  const said = Map.groupBy(readings, textOf);
  if (said.size === 1) return textOf(readings[0]!);
  return [...said].map(([text, by]) => `${by.map(({ app }) => app).join(', ')}: ${text}`).join('<br>');
}

function describe(type: z.ZodType): { description: string; byDefault: string } {
  const description = type.description ?? '';
  const told = type.meta()?.['defaultText'];
  if (typeof told === 'string') return { description, byDefault: told };
  const parsed = type.safeParse(undefined);
  if (!parsed.success) return { description, byDefault: '**required**' };
  const value = parsed.data;
  if (value === undefined) return { description, byDefault: 'not set' };
  const text = Array.isArray(value) ? value.join(',') : JSON.stringify(value).replaceAll('"', '');
  return { description, byDefault: text === '' ? 'empty' : `\`${text}\`` };
}
