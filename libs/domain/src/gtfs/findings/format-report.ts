import type { Finding } from './findings.js';
import type { ImportReport, ScheduleSummary } from './import-report.js';
import { GTFS_RULES, type GtfsRuleName } from './rules.js';

/** A report as lines for a terminal: every finding with its place, then how many of its kind were left out. */
export function formatReport(report: ImportReport): string {
  const lines: string[] = [];
  for (const severity of ['error', 'warning', 'note'] as const) {
    const findings = report.findings.filter((finding) => finding.severity === severity);
    for (const [rule, group] of Map.groupBy(findings, (finding) => finding.rule)) {
      lines.push(...group.map(formatFinding), ...formatRest(report, rule, group.length));
    }
  }
  if (report.summary) lines.push(...formatSummary(report.feedVersion, report.summary));
  lines.push(formatVerdict(report));
  return lines.join('\n');
}

function formatFinding({ severity, file, line, rule, message }: Finding): string {
  const place = file === '' ? 'archive' : line > 0 ? `${file}:${line}` : file;
  return `${place}  ${severity}  ${rule}  ${message}`;
}

function formatRest({ counts }: ImportReport, rule: GtfsRuleName, shown: number): string[] {
  const rest = (counts[rule] ?? 0) - shown;
  return rest > 0 ? [`  and ${rest} more of ${rule}`] : [];
}

function formatSummary(feedVersion: string, summary: ScheduleSummary): string[] {
  const { routes, stops, trips, stopTimes, blocks, firstDate, lastDate, timeZone } = summary;
  return [
    `version ${feedVersion}, service from ${firstDate || 'never'} to ${lastDate || 'never'}, ${timeZone}`,
    `${routes} routes, ${stops} stops, ${trips} trips, ${stopTimes} stop times, ${blocks} blocks`,
  ];
}

function formatVerdict({ accepted, counts }: ImportReport): string {
  const total = { error: 0, warning: 0, note: 0 };
  for (const [rule, count] of Object.entries(counts)) {
    total[GTFS_RULES[rule as GtfsRuleName].severity] += count;
  }
  const verdict = accepted ? 'accepted' : 'refused';
  return `${verdict}: ${total.error} errors, ${total.warning} warnings, ${total.note} notes`;
}
