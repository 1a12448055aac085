/** Rides of a fare day to choose one from; each leads to its own page, and to the other rides of its account. */
import type { ListedRide } from '@rukh/adapters/postgres';
import { type Cell, type Html, figure, html, link, page, table } from './html.js';
import type { Language } from './money-requests.js';
import { TEXTS, formatMoney, formatTime } from './texts.js';
import type { PageOptions } from './page-options.js';

export interface RideList {
  readonly rides: readonly ListedRide[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
  readonly wish: {
    readonly day: string;
    readonly accountId?: string | undefined;
    readonly disposition?: string | undefined;
    readonly operatorId?: string | undefined;
    readonly fundingBodyId?: string | undefined;
  };
}

const COLUMNS = [
  ...['time', 'ride', 'account', 'media', 'operator', 'disposition', 'revision'],
  ...['nominal', 'amount', 'billed', 'funded'],
] as const;

export function writeRidesPage({ rides, next, wish }: RideList, options: PageOptions): string {
  const { lang, timeZone, nameParty } = options;
  const texts = TEXTS[lang];
  const rows = rides.map((ride): Cell[] => [
    formatTime(ride.tappedAt, lang, timeZone),
    link(`rides/${ride.rideRef}`, ride.rideRef),
    ride.accountId === ''
      ? null
      : link(listPath({ day: ride.fareDate, accountId: ride.accountId }), ride.accountId),
    texts.codes[ride.mediaType ?? ''] ?? ride.mediaType,
    ride.operatorId && nameParty(ride.operatorId),
    texts.dispositions[ride.disposition] ?? ride.disposition,
    ride.revision,
    ...[ride.nominalMinor, ride.amountMinor, ride.billedMinor, ride.fundedMinor].map((minor) =>
      figure(formatMoney(minor, ride.currency, lang)),
    ),
  ]);
  const names = COLUMNS.map((name) => texts.columns[name]!);
  const title = texts.ridesTitle(wish.day);
  const content = html`<p>${link(`ledger/days/${wish.day}`, texts.dayTitle(wish.day))}</p>
    <section>${table(describe(wish, options), names, rows, texts.none)}${more(next, wish, lang)}</section>`;
  return page(lang, title, content);
}

/** Address of such a list. */
export function listPath(wish: Readonly<Record<string, string | undefined>>): string {
  const given = Object.entries(wish).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return `rides?${new URLSearchParams(given).toString()}`;
}

function more(
  next: string | null,
  { day, accountId, disposition, operatorId, fundingBodyId }: RideList['wish'],
  lang: Language,
): Html {
  if (next === null) return html``;
  const path = listPath({ day, accountId, disposition, operatorId, fundingBodyId, after: next });
  return html`<p>${link(path, TEXTS[lang].next)}</p>`;
}

/** Which rides these are. */
function describe(
  { accountId, disposition, operatorId, fundingBodyId }: RideList['wish'],
  { lang, nameParty }: PageOptions,
): string {
  const { columns, dispositions, allRides } = TEXTS[lang];
  const told = [
    ...(accountId === undefined ? [] : [`${columns['account']!} ${accountId}`]),
    ...(disposition === undefined ? [] : [dispositions[disposition] ?? disposition]),
    ...(operatorId === undefined ? [] : [`${columns['operator']!} ${nameParty(operatorId)}`]),
    ...(fundingBodyId === undefined ? [] : [`${columns['fundedBy']!} ${nameParty(fundingBodyId)}`]),
  ];
  return told.length === 0 ? allRides : told.join(', ');
}
