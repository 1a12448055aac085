import { RULES } from '@rukh/domain/realtime';
import type { RuleTally, Validation, Verdict } from './validation.js';

/** A validation for people, and for programs. */
export function printValidation(validation: Validation): string {
  const lines: string[] = [];
  for (const [reason, { count, text }] of validation.refusals) {
    lines.push(`unreadable  ${reason}: ${count} ${count === 1 ? 'message' : 'messages'}`, `      ${text}`);
  }
  for (const tally of sorted(validation)) {
    const found = `${tally.count} in ${tally.messages} ${tally.messages === 1 ? 'message' : 'messages'}`;
    lines.push(`${tally.severity.padEnd(7)} ${tally.ruleId}  ${tally.title}: ${found}`);
    for (const example of tally.examples) lines.push(`      ${example}`);
    if (tally.count > tally.examples.length) {
      lines.push(`      ... and ${tally.count - tally.examples.length} more`);
    }
  }
  lines.push(...printNotRun(validation.notRun), summarise(validation));
  return `${lines.join('\n')}\n`;
}

/** The same as a value for JSON. */
export function toJson(validation: Validation): Record<string, unknown> {
  const { messages, unchanged, errors, warnings, refusals, notRun } = validation;
  return {
    messages,
    unchanged,
    errors,
    warnings,
    unreadable: Object.fromEntries(refusals),
    rules: sorted(validation),
    notRun: Object.fromEntries(notRun),
  };
}

/** One line on one message, for the progress of a long run. */
export function printVerdict({ arrival, errors, warnings }: Verdict): string {
  const time = new Date(arrival.atSeconds * 1000).toISOString().slice(11, 19);
  const found = `${errors} errors, ${warnings} warnings`;
  const state = arrival.refusal
    ? `unreadable: ${arrival.refusal.text}`
    : arrival.isUnchanged
      ? `unchanged, ${found}`
      : `${arrival.message?.entity.length ?? 0} entities, ${found}`;
  return `${time} ${arrival.name}: ${state}`;
}

/** Errors before warnings, otherwise in the order of the rules. */
function sorted({ rules }: Validation): readonly RuleTally[] {
  const found = RULES.flatMap(({ id }) => rules.get(id) ?? []);
  return [
    ...found.filter(({ severity }) => severity === 'error'),
    ...found.filter(({ severity }) => severity === 'warning'),
  ];
}

function printNotRun(notRun: ReadonlyMap<string, string>): readonly string[] {
  const because = { schedule: 'no --gtfs was given', previous: 'there was no message before' };
  return Object.entries(because).flatMap(([missing, reason]) => {
    const ids = [...notRun].filter(([, lack]) => lack === missing).map(([id]) => id);
    return ids.length > 0 ? [`${ids.length} rules were not run, because ${reason}: ${ids.join(' ')}`] : [];
  });
}

function summarise({ messages, unchanged, refusals, errors, warnings }: Validation): string {
  const unreadable = [...refusals.values()].reduce((sum, { count }) => sum + count, 0);
  const counts = [`${messages} messages checked`];
  if (unchanged > 0) counts.push(`${unchanged} unchanged`);
  if (unreadable > 0) counts.push(`${unreadable} unreadable`);
  return `${counts.join(', ')}: ${errors} errors, ${warnings} warnings`;
}
