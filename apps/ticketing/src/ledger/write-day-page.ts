/** The audit of a day on one page: what was tapped, what it cost, what was booked, what was settled, and the seal. */
import type { DayLine, DayReport } from '@rukh/adapters/postgres';
import { type Cell, type Html, html, list, page, table } from './html.js';
import { TEXTS, formatMoney, formatTime } from './texts.js';
import type { PageOptions } from './write-ride-page.js';

export function writeDayPage(report: DayReport, { lang, timeZone }: PageOptions): string {
  const texts = TEXTS[lang];
  const money = (minor: number): string => formatMoney(minor, report.currency ?? 'UAH', lang);
  const names = {
    ...texts.outcomes,
    ...texts.dispositions,
    ...texts.kinds,
    ...texts.states,
    ...texts.causeNames,
  };
  const nameOf = (name: string): string =>
    name
      .split(/(, | )/)
      .map((word) => (names as Record<string, string>)[word] ?? word)
      .join('');
  const lines = (key: string, rows: readonly DayLine[], hasMoney = true): Html => {
    const cells: Cell[][] = rows.map(({ name, count, amountMinor }) => [
      nameOf(name),
      count,
      ...(hasMoney ? [money(amountMinor)] : []),
    ]);
    const sums = [texts.sum, sumOf(rows, 'count'), ...(hasMoney ? [money(sumOf(rows, 'amountMinor'))] : [])];
    const columns = [
      texts.columns['name']!,
      texts.columns['count']!,
      ...(hasMoney ? [texts.columns['amount']!] : []),
    ];
    return table(texts.day[key]!, columns, rows.length > 1 ? [...cells, sums] : cells, texts.none);
  };
  const { completeness, seal } = report;
  const content = html`<p>${report.timeZone}</p>
    <section>
      ${lines('taps', report.taps, false)}
      <h3>${texts.day['completeness']}</h3>
      ${list(Object.entries(completeness).map(([key, value]) => [texts.day[key]!, value]))}
    </section>
    <section>
      ${lines('charges', report.charges)}${list([
        [texts.day['nominalMinor']!, money(report.nominalMinor)],
        [texts.day['billedMinor']!, money(report.billedMinor)],
        [texts.day['writtenOffMinor']!, money(report.writtenOffMinor)],
      ])}${lines('funded', report.funded)}${lines('adjustments', report.adjustments)}
    </section>
    <section>
      ${lines('booked', report.booked)}${lines('movements', report.movements)}${list([
        [texts.day['zero']!, money(sumOf(report.movements, 'amountMinor'))],
      ])}
    </section>
    <section>${lines('windows', report.windows)}${lines('settlements', report.settlements)}</section>
    <section>
      <h2>${texts.day['seal']}</h2>
      ${
        seal
          ? list([
              [texts.day['hash']!, seal.hash],
              [texts.day['previousHash']!, seal.previousHash],
              [texts.day['sealedAt']!, formatTime(seal.sealedAt, lang, timeZone)],
            ])
          : html`<p>${texts.notSealed}</p>`
      }
    </section>`;
  return page(lang, texts.dayTitle(report.date), content);
}

function sumOf(rows: readonly DayLine[], column: 'count' | 'amountMinor'): number {
  return rows.reduce((sum, row) => sum + row[column], 0);
}
