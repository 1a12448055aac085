/** What carriers have of a ride: its journey's charge divided, by which rule, and where that stands in the ledger. */
import type { RideShares } from '../reports/share-ride.js';
import { type Cell, type Html, figure, html, link, list, table } from './html.js';
import type { PageOptions } from './page-options.js';
import { TEXTS, formatKilometres, formatMoney, formatTime } from './texts.js';

export function writeShares(
  { run, rule, rides, sold }: RideShares,
  { lang, timeZone, nameParty }: PageOptions,
): Html {
  const { steps, columns, clearing, none, shares } = TEXTS[lang];
  const { words, rules, nobody } = clearing;
  const money = (minor: number, currency: string): Html => figure(formatMoney(minor, currency, lang));
  const basis = rule.map(({ basis: by, share }) => `${rules[by] ?? by} ${share / 100} %`).join(', ');
  const rows = rides.map((ride): Cell[] => [
    link(`rides/${ride.rideRef}`, ride.rideRef),
    ride.operatorId === '' ? nobody : nameParty(ride.operatorId),
    ride.persons,
    ride.metres == null ? undefined : figure(formatKilometres(ride.metres, lang)),
    money(ride.amountMinor, ride.currency),
    money(ride.apportionedMinor, ride.currency),
    money(ride.fundedMinor, ride.currency),
  ]);
  const heads = [
    ...[columns['ride']!, words['carrier']!, words['persons']!, words['kilometres']!],
    ...[columns['amount']!, words['apportioned']!, words['funded']!],
  ];
  const state = run?.bookedAt
    ? clearing.booked(formatTime(run.bookedAt, lang, timeZone))
    : clearing.notBooked;
  const pairs: (readonly [string, Cell])[] = [
    [
      words['run']!,
      run
        ? link(`reports/clearing/runs/${run.runId}`, `${run.runId}: ${run.fromDay} – ${run.toDay}`)
        : shares.notCleared,
    ],
    [words['state']!, run ? state : clearing.notBooked],
    [words['rule']!, basis],
    ...(sold
      ? [
          [
            shares.sold(sold.productId, sold.operatorId === '' ? nobody : nameParty(sold.operatorId)),
            shares.soldOver(formatMoney(sold.soldMinor, sold.currency, lang), sold.coveredRides),
          ] as const,
        ]
      : []),
  ];
  return html`<section>
    <h2>${steps.shares}</h2>
    ${list(pairs)}${table(shares.journey, heads, rows, none)}
  </section>`;
}
