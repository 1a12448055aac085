import { GTFS_RULES, type Severity } from '@rukh/domain/gtfs';

const SECTIONS: readonly (readonly [Severity, string, string])[] = [
  ['error', 'Errors', 'The import is refused; the version in force stays.'],
  ['warning', 'Warnings', 'The feed is imported, with what the line says repaired or left out.'],
  ['note', 'Notes', 'Nothing was changed; the author of the feed may want to know.'],
];

/** The page on what an import of a GTFS can find: every rule of the table. */
export function writeGtfsRules(): string {
  return `# What an import of a GTFS finds

Generated from the table of rules by \`npm run docs\`. \`rukh import\` prints each finding with its file and line; the
report is kept with the version. Of each rule the first twenty findings are told and all are counted.

${SECTIONS.map(writeSection).join('\n')}`;
}

function writeSection([severity, title, meaning]: readonly [Severity, string, string]): string {
  const rows = Object.entries(GTFS_RULES)
    .filter(([, rule]) => rule.severity === severity)
    .map(([name, rule]) => `| \`${name}\` | ${rule.meaning} |`);
  return `## ${title}

${meaning}

| rule | meaning |
|---|---|
${rows.join('\n')}
`;
}
