import type { z } from 'zod';

/** One app and its schema of environment variables. */
export interface ConfiguredApp {
  readonly app: string;
  readonly schema: z.ZodObject;
}

interface Variable {
  readonly name: string;
  readonly description: string;
  readonly byDefault: string;
  readonly apps: string[];
}

/** The page on configuration: every variable once, with what reads it. */
export function writeConfiguration(apps: readonly ConfiguredApp[]): string {
  const variables = new Map<string, Variable>();
  for (const { app, schema } of apps) {
    for (const [name, type] of Object.entries(schema.shape)) {
      const known = variables.get(name);
      if (known) known.apps.push(app);
      else variables.set(name, { name, ...describe(type as z.ZodType), apps: [app] });
    }
  }
  const rows = [...variables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return `# Configuration

Generated from the schemas of the apps by \`npm run docs\`. Variables are read once, at the start, and all that are wrong
are reported together. An empty variable counts as not set. \`NAME_FILE\` names a file that holds the value of \`NAME\`,
for secrets. \`npm start\` needs none of them.

| variable | read by | default | meaning |
|---|---|---|---|
${rows.map(({ name, apps: readers, byDefault, description }) => `| \`${name}\` | ${readers.join(', ')} | ${byDefault} | ${description} |`).join('\n')}
`;
}

function describe(type: z.ZodType): { description: string; byDefault: string } {
  const description = type.description ?? '';
  const parsed = type.safeParse(undefined);
  if (!parsed.success) return { description, byDefault: '**required**' };
  const value = parsed.data;
  if (value === undefined) return { description, byDefault: 'not set' };
  const text = Array.isArray(value) ? value.join(',') : JSON.stringify(value).replaceAll('"', '');
  return { description, byDefault: text === '' ? 'empty' : `\`${text}\`` };
}
