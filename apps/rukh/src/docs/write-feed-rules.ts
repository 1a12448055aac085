import { RULES, type Rule } from '@rukh/domain/realtime';

/** The families of rules by the letter of their ids. */
const FAMILIES: Readonly<Record<string, string>> = {
  E: 'Errors of the reference validator',
  W: 'Warnings of the reference validator',
  S: 'Clauses of gtfs-realtime.proto (June 2026)',
  P: 'Published best practices',
};
const NEEDS = { schedule: 'GTFS', previous: 'message before' } as const;

/** The page on what a GTFS-realtime feed is checked for: every rule of the table. */
export function writeFeedRules(): string {
  return `# Rules for feeds

Generated from the table of rules by \`npm run docs\`. Each snapshot is checked by them before it is published, and
\`rukh validate\` checks anybody's feed by them. E and W are numbered as in MobilityData's gtfs-realtime-validator, whose
messages and findings the rules are compared with (\`apps/rukh/src/validate/conformance.spec.ts\`, with a table of the
counts that differ on purpose). A rule that needs the GTFS or the message before is reported as not run without it.

${Object.entries(FAMILIES).map(writeFamily).join('\n')}`;
}

function writeFamily([letter, title]: readonly [string, string]): string {
  const rows = RULES.filter(({ id }) => id.startsWith(letter)).map(writeRule);
  return `## ${title}

| rule | severity | fault | what is demanded | needs |
|---|---|---|---|---|
${rows.join('\n')}
`;
}

function writeRule({ id, severity, title, meaning, needs = [] }: Rule): string {
  const cells = [id, severity, title, meaning, needs.map((need) => NEEDS[need]).join(', ')];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
