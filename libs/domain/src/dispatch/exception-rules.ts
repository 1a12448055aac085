/**
 * What needs a dispatcher, rule by rule: when it is found, how long it must last to be raised and be over to be
 * cleared. docs/dispatch.md says the same in words. A city-wide fault of the data is one row: while it lasts, silence
 * of single vehicles and trips that seem not to start are raised no more.
 */
import type { ExceptionKind } from './exception.js';
import type { Finding, Patience } from './exception-book.js';
import { findEarly } from './rules/find-early.js';
import { findEndings } from './rules/find-endings.js';
import { findFaults } from './rules/find-faults.js';
import { findHeadways } from './rules/find-headways.js';
import { findLate } from './rules/find-late.js';
import { findNotStarted } from './rules/find-not-started.js';
import { findStrays } from './rules/find-strays.js';
import { findSilent } from './rules/find-silent.js';
import type { RuleContext } from './rules/rule-context.js';

export const PATIENCE: Readonly<Record<Exclude<ExceptionKind, 'driver_alarm'>, Patience>> = {
  not_started: { raiseSeconds: 0, clearSeconds: 20 },
  off_route: { raiseSeconds: 0, clearSeconds: 20 },
  gap: { raiseSeconds: 60, clearSeconds: 60 },
  bunch: { raiseSeconds: 180, clearSeconds: 60 },
  very_late: { raiseSeconds: 60, clearSeconds: 60 },
  no_signal: { raiseSeconds: 0, clearSeconds: 5 },
  unassigned: { raiseSeconds: 0, clearSeconds: 30 },
  early: { raiseSeconds: 0, clearSeconds: 30 },
  expiring: { raiseSeconds: 0, clearSeconds: 0 },
  feed_fault: { raiseSeconds: 30, clearSeconds: 60 },
};

const RULES: readonly ((context: RuleContext) => Iterable<Finding>)[] = [
  findNotStarted,
  findStrays,
  findHeadways,
  findLate,
  findEarly,
  findSilent,
  findEndings,
  findFaults,
];

export function findExceptions(context: RuleContext): Finding[] {
  return RULES.flatMap((rule) => [...rule(context)]);
}
