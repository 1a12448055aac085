import type { MetricDescription } from '@rukh/service';

/** Parts of the system by how their metrics begin. */
const PARTS = [
  ['rukh_http_', 'Every process', 'HTTP of whatever the process serves.'],
  ['rukh_ingest_', 'Ingest', 'From messages to judged positions. `adapter` is the form of the message.'],
  ['rukh_tracking_', 'Tracking', 'From positions to trips, stop visits and predictions.'],
  ['rukh_feed_', 'Feeds', 'From updates to published snapshots, and the serving of them.'],
  ['rukh_archive_', 'Archive', 'From both streams to rows of history.'],
  [
    'rukh_prediction_',
    'Scores of predictions',
    'How right predictions were, hour by hour, worked out by the archive. `horizon` is minutes before the arrival.',
  ],
  ['rukh_taps_', 'Taps', 'From batches of devices to rows, and what is missing. Part of the e-ticket.'],
  ['rukh_ticketing_', 'Taps in context', 'From taps to trips and stops, and how full vehicles are.'],
  ['rukh_deny_list_', 'The deny list', 'From a reason to refuse to the validators that do.'],
  ['rukh_check_', 'Online checks', 'What validators with a network are told before they open.'],
  ['rukh_ticket_', 'Signed tickets', 'Copies of them, as far as taps tell.'],
  ['rukh_rider_', 'The rider’s page', 'Logins, money put in, and what is forgotten.'],
  ['rukh_pricing_', 'Prices', 'From accepted taps to charges and what is booked for them.'],
  ['rukh_payments_', 'Payments', 'Pay windows and the payment gateway.'],
  ['rukh_ledger_', 'The ledger', 'Sealing of its days.'],
  [
    'rukh_dispatch_',
    'The dispatchers’ side',
    'What they watch, what needs them, and the consoles that follow.',
  ],
  ['rukh_access_', 'The door of the dispatchers’ side', 'Who signed in, and who did not.'],
  ['rukh_gtfs_', 'Timetables', 'Imports by HTTP; they run in the archive.'],
] as const;

/**
 * The page on metrics, from those that a running process of all services has declared.
 * Throws where one belongs to no part: then a line is missing above.
 */
export function writeMetrics(metrics: readonly MetricDescription[]): string {
  const astray = metrics.filter(({ name }) => !PARTS.some(([prefix]) => name.startsWith(prefix)));
  if (astray.length > 0) throw new Error(`of no part: ${astray.map(({ name }) => name).join(', ')}`);
  return `# Metrics

Generated from the running services by \`npm run docs\`. Each process answers \`/metrics\` in Prometheus text form; all
services in one process answer once for all. Beside these there are the metrics of the process and of Node
(\`process_*\`, \`nodejs_*\`). A histogram is three series: \`_bucket\`, \`_sum\` and \`_count\`. What the values of
\`reason\` mean is in [rejections.md](rejections.md).

${PARTS.map((part) => writePart(part, metrics)).join('\n')}`;
}

function writePart(
  [prefix, title, what]: (typeof PARTS)[number],
  metrics: readonly MetricDescription[],
): string {
  const rows = metrics
    .filter(({ name }) => name.startsWith(prefix))
    .map(({ name, type, help, labels }) => {
      const names = labels.map((label) => `\`${label}\``).join(', ');
      return `| \`${name}\` | ${type} | ${names} | ${help.replaceAll('|', '\\|')} |`;
    });
  return `## ${title}

${what}

| metric | type | labels | meaning |
|---|---|---|---|
${rows.join('\n')}
`;
}
