import { Findings } from './findings.js';
import type { ImportReport } from './import-report.js';
import type { GtfsRuleName } from './rules.js';

/** The report of an import that came to nothing for one reason, before or beside the reading of its files. */
export function refuseImport(rule: GtfsRuleName, file: string, message: string): ImportReport {
  const findings = new Findings();
  findings.add(rule, file, 0, message);
  return { accepted: false, feedVersion: '', findings: findings.list(), counts: findings.counts, rows: {} };
}
