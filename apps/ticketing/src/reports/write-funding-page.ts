/** What funding bodies owe for a period, and what each sum is made of: carriers, rules, days, and from there rides. */
import type {
  FundingBodyDue,
  FundingDay,
  FundingLine,
  FundingSum,
  FundingPeriod,
} from '@rukh/adapters/postgres';
import { type TariffHistory, findName } from '@rukh/domain/fares';
import { type Cell, type Html, figure, html, link, page, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, formatMoney } from '../ledger/texts.js';
import { listPath } from '../ledger/write-rides-page.js';
import { FUNDING_TEXTS } from './funding-texts.js';
import { type FundingAccountShown, writeFundingAccount } from './write-funding-payments.js';

export interface FundingPageOptions extends PageOptions {
  /** For the names that tariffs give to things. */
  readonly tariffs?: TariffHistory | undefined;
}

export interface FundingDetail {
  readonly fundingBodyId: string;
  readonly lines: readonly FundingLine[];
  readonly days: readonly FundingDay[];
  readonly account: FundingAccountShown;
}

const bodyPath = (fundingBodyId: string, { fromDay, toDay }: FundingPeriod): string =>
  `reports/funding/${fundingBodyId}?fromDay=${fromDay}&toDay=${toDay}`;

export function writeFundingPage(
  bodies: readonly FundingBodyDue[],
  period: FundingPeriod,
  options: FundingPageOptions,
): string {
  const { lang, nameParty } = options;
  const texts = FUNDING_TEXTS[lang];
  const rows = bodies.map((body): Cell[] => [
    link(bodyPath(body.fundingBodyId, period), nameParty(body.fundingBodyId)),
    ...sums(body, options),
    ...[body.owedMinor, body.receivedMinor, body.outstandingMinor].map((minor) =>
      money(minor, body.currency, options),
    ),
  ]);
  const names = ['body', 'rides', 'riders', 'paid', 'funded', 'owed', 'received', 'outstanding'];
  const heads = names.map((name) => texts.words[name]!);
  const { fromDay, toDay } = period;
  const content = html`<section>${table(texts.bodies, heads, rows, TEXTS[lang].none)}</section>
    <p class="actions">
      <button
        type="button"
        data-save="reports/funding?fromDay=${fromDay}&toDay=${toDay}&format=csv&lang=${lang}"
        data-as="funding-${fromDay}-${toDay}.csv"
      >
        ${texts.words['allCsv']}
      </button>
    </p>`;
  return page(lang, texts.title(period.fromDay, period.toDay), content);
}

export function writeFundingBodyPage(
  detail: FundingDetail,
  period: FundingPeriod,
  options: FundingPageOptions,
): string {
  const { lang, nameParty } = options;
  const texts = FUNDING_TEXTS[lang];
  const { fromDay, toDay } = period;
  const content = html`<p>${link(`reports/funding?fromDay=${fromDay}&toDay=${toDay}`, texts.all)}</p>
    <section>${writeFundingAccount(detail.account, options)}</section>
    <section>${writeDays(detail, options)}${writeEvidence(detail, options)}</section>
    <section>${writeLines(detail, options)}</section>`;
  return page(lang, texts.bodyTitle(nameParty(detail.fundingBodyId), fromDay, toDay), content);
}

function writeLines({ lines }: FundingDetail, options: FundingPageOptions): Html {
  const { words, lines: caption } = FUNDING_TEXTS[options.lang];
  const rows = lines.map((line): Cell[] => [
    line.operatorId === null ? words['nobody'] : options.nameParty(line.operatorId),
    nameCategory(line, options),
    line.ruleId,
    line.tariffVersion,
    line.eachMinor === 0 ? words['nothing'] : money(line.eachMinor, line.currency, options),
    ...sums(line, options),
  ]);
  const heads = ['carrier', 'category', 'rule', 'tariff', 'each', 'rides', 'riders', 'paid', 'funded'];
  return table(
    caption,
    heads.map((head) => words[head]!),
    [...rows, ...total(lines, 4, options)],
    TEXTS[options.lang].none,
  );
}

function writeDays({ fundingBodyId, days }: FundingDetail, options: FundingPageOptions): Html {
  const { words, days: caption } = FUNDING_TEXTS[options.lang];
  const rows = days.map((sum): Cell[] => [
    link(listPath({ day: sum.day, fundingBodyId }), sum.day),
    ...sums(sum, options),
  ]);
  const heads = ['day', 'rides', 'riders', 'paid', 'funded'].map((head) => words[head]!);
  return table(caption, heads, [...rows, ...total(days, 0, options)], TEXTS[options.lang].none);
}

/** What is proved is proved by month. */
function writeEvidence({ fundingBodyId, days }: FundingDetail, { lang }: FundingPageOptions): Html {
  const months = [...new Set(days.map(({ day }) => day.slice(0, 7)))];
  const buttons = months.map((month) => {
    const query = new URLSearchParams({ month, fundingBodyId }).toString();
    return html`<button
      type="button"
      data-save="reports/concessions/evidence?${query}"
      data-as="concessions-${fundingBodyId}-${month}.zip"
    >
      ${FUNDING_TEXTS[lang].evidence(month)}
    </button>`;
  });
  return html`<p class="actions">${buttons}</p>`;
}

/** Riders of several rows may be the same, and are not added up. */
function total(rows: readonly FundingSum[], blanks: number, options: FundingPageOptions): Cell[][] {
  const currencies = Map.groupBy(rows, ({ currency }) => currency);
  if (rows.length === currencies.size) return [];
  return [...currencies].map(([currency, parts]): Cell[] => {
    const add = (of: (part: FundingSum) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
    return [
      TEXTS[options.lang].sum,
      ...Array.from({ length: blanks }, () => ''),
      add(({ rides }) => rides),
      '',
      money(
        add(({ paidMinor }) => paidMinor),
        currency,
        options,
      ),
      money(
        add(({ fundedMinor }) => fundedMinor),
        currency,
        options,
      ),
    ];
  });
}

function nameCategory({ riderCategoryId, tariffVersion }: FundingLine, options: FundingPageOptions): string {
  const tariff = options.tariffs?.versions.find(({ version }) => version === tariffVersion);
  return findName(tariff, 'rider_categories', riderCategoryId, options.lang);
}

function sums({ rides, riders, paidMinor, fundedMinor, currency }: FundingSum, options: PageOptions): Cell[] {
  return [rides, riders, money(paidMinor, currency, options), money(fundedMinor, currency, options)];
}

function money(minor: number, currency: string, { lang }: PageOptions): Cell {
  return figure(formatMoney(minor, currency, lang));
}
