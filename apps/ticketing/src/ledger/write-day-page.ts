/** The audit of a day on one page: what was tapped, what it cost, what was booked, what was settled, and the seal. */
import type { DayLine, DayReport } from '@rukh/adapters/postgres';
import type { FineState } from '@rukh/domain/ledger';
import { findDay, formatDay } from '@rukh/domain/time';
import { FINE_TEXTS } from '../inspection/fine-texts.js';
import { type Cell, type Html, figure, html, link, list, page, table } from './html.js';
import { TEXTS, formatMoney, formatTime, nameAccount } from './texts.js';
import type { PageOptions } from './page-options.js';
import { SEAL_TEXTS } from './seal-texts.js';
import { STEP_TEXTS } from './step-texts.js';
import { listPath } from './write-rides-page.js';

type WrittenDay = DayReport & { readonly currency: string };

/** @param report with a currency, also of a day without rides */
export function writeDayPage(report: WrittenDay, options: PageOptions): string {
  const { lang } = options;
  const write = new DayWriter(report, options);
  const content = html`${[write.taps(), write.charges(), write.sales(), write.fines(), write.ledger(), write.payments(), write.seal()]}`;
  return page(lang, TEXTS[lang].dayTitle(report.date), content);
}

class DayWriter {
  readonly #texts;
  readonly #names: Readonly<Record<string, string>>;

  constructor(
    private readonly report: WrittenDay,
    private readonly options: PageOptions,
  ) {
    this.#texts = TEXTS[options.lang];
    const { outcomes, dispositions, faults, kinds, states, causeNames } = this.#texts;
    this.#names = { ...outcomes, ...dispositions, ...faults, ...kinds, ...states, ...causeNames };
  }

  taps(): Html {
    const { taps, completeness, timeZone } = this.report;
    const figures = Object.entries(completeness).map(([key, value]) => [this.#word(key), value] as const);
    return html`<section>
      <p>${this.#neighbour('← ', -1)} · ${timeZone} · ${this.#neighbour('→ ', 1)}</p>
      ${this.#counts('taps', taps)}
      <h2>${this.#word('completeness')}</h2>
      ${list([[this.#word('closing'), this.#closing()], ...figures])}
    </section>`;
  }

  /** From when on taps of the fare day are late. */
  #closing(): string {
    const { closing } = this.report;
    const { closings, notClosed } = this.#texts;
    if (!closing) return notClosed;
    const { lang, timeZone } = this.options;
    return `${formatTime(closing.closesAt, lang, timeZone)} (${closings[closing.reason]})`;
  }

  charges(): Html {
    const { charges, losses, funded, adjustments, date } = this.report;
    return html`<section>
      ${this.#sums('charges', charges, (disposition) => link(listPath({ day: date, disposition }), this.#name(disposition)))}
      <p>${link(listPath({ day: date }), this.#texts.allRides)}</p>
      ${this.#fromFullPrice()}${losses.length > 0 ? this.#sums('losses', losses) : html``}${this.#sums('funded', funded, this.options.nameParty)}${this.#sums('adjustments', adjustments)}
    </section>`;
  }

  /** Where the full price of a day's rides went, down to what is to be paid. */
  #fromFullPrice(): Html {
    const { nominalMinor, steps, writtenOffMinor, lostMinor, billedMinor } = this.report;
    const stepNames = STEP_TEXTS[this.options.lang];
    const line = (name: string, count: Cell, minor: number): Cell[] => [
      name,
      count,
      figure(this.#money(minor)),
    ];
    const rows = [
      line(this.#word('nominalMinor'), '', nominalMinor),
      ...steps.map(({ name, count, amountMinor }) => line(stepNames[name] ?? name, count, amountMinor)),
      line(this.#word('writtenOffMinor'), '', 0 - writtenOffMinor),
      ...(lostMinor > 0 ? [line(this.#word('lostMinor'), '', 0 - lostMinor)] : []),
      line(this.#word('billedMinor'), '', billedMinor),
    ];
    return table(stepNames['title']!, this.#sumHeads(), rows, '');
  }

  sales(): Html {
    const { sales, passRefunds } = this.report;
    return html`<section>${this.#sums('sales', sales)}${this.#sums('passRefunds', passRefunds)}</section>`;
  }

  fines(): Html {
    const { states, words } = FINE_TEXTS[this.options.lang];
    const name = (state: string): Cell => link(`fines?state=${state}`, states[state as FineState]);
    return html`<section>${this.#sumsOf(words['day']!, this.report.fines, name)}</section>`;
  }

  ledger(): Html {
    const { booked, movements } = this.report;
    const zero = list([[this.#word('zero'), this.#money(sumOf(movements, 'amountMinor'))]]);
    return html`<section>
      ${this.#sums('booked', booked)}${this.#sums('movements', movements, (account) => nameAccount(account, this.options.lang, this.options.nameParty))}${zero}
    </section>`;
  }

  payments(): Html {
    const { windows, settlements } = this.report;
    return html`<section>${this.#sums('windows', windows)}${this.#settlements(settlements)}</section>`;
  }

  /** Summed is what was settled: the rest has not moved any money, or never will. */
  #settlements(lines: readonly DayLine[]): Html {
    const settled = lines.filter(({ name }) => name.endsWith(' SETTLED'));
    const total: Cell[][] = lines.length > 0 ? [this.#total(this.#word('settled'), settled)] : [];
    const rows = lines.map((line) => this.#line(line, this.#name(line.name)));
    return table(this.#word('settlements'), this.#sumHeads(), [...rows, ...total], this.#texts.none);
  }

  seal(): Html {
    const { seal } = this.report;
    const title = html`<h2>${this.#word('seal')}</h2>`;
    if (!seal) {
      return html`<section>
        ${title}
        <p>${this.#texts.notSealed}</p>
      </section>`;
    }
    const { lang, timeZone } = this.options;
    return html`<section>
      ${title}${list([
        [this.#word('hash'), seal.hash],
        [this.#word('previousHash'), seal.previousHash],
        [this.#word('sealedAt'), formatTime(seal.sealedAt, lang, timeZone)],
      ])}
      <p>${link(`ledger/days/${this.report.date}/seal`, SEAL_TEXTS[lang].ask)}</p>
    </section>`;
  }

  /** The day before, or after. */
  #neighbour(arrow: string, days: number): Html {
    const date = formatDay(findDay(this.report.date)! + days);
    return link(`ledger/days/${date}`, `${arrow}${date}`);
  }

  #counts(key: string, lines: readonly DayLine[]): Html {
    const { columns, none, sum } = this.#texts;
    const rows = lines.map(({ name, count }): Cell[] => [this.#name(name), count]);
    const total: Cell[][] = lines.length > 1 ? [[sum, sumOf(lines, 'count')]] : [];
    return table(this.#word(key), [columns['name']!, columns['count']!], [...rows, ...total], none);
  }

  #sums(key: string, lines: readonly DayLine[], name = (codes: string): Cell => this.#name(codes)): Html {
    return this.#sumsOf(this.#word(key), lines, name);
  }

  #sumsOf(caption: string, lines: readonly DayLine[], name: (codes: string) => Cell): Html {
    const { none, sum } = this.#texts;
    const rows = lines.map((line) => this.#line(line, name(line.name)));
    const total: Cell[][] = lines.length > 1 ? [this.#total(sum, lines)] : [];
    return table(caption, this.#sumHeads(), [...rows, ...total], none);
  }

  #sumHeads(): string[] {
    return ['name', 'count', 'amount'].map((column) => this.#texts.columns[column]!);
  }

  #line({ count, amountMinor }: DayLine, name: Cell): Cell[] {
    return [name, count, figure(this.#money(amountMinor))];
  }

  #total(name: string, lines: readonly DayLine[]): Cell[] {
    return this.#line({ name, count: sumOf(lines, 'count'), amountMinor: sumOf(lines, 'amountMinor') }, name);
  }

  /** Of one code, or of several in a row. */
  #name(codes: string): string {
    const words = codes.split(/(, | )/);
    return words.map((word) => this.#names[word] ?? this.#names[word.toUpperCase()] ?? word).join('');
  }

  #word(key: string): string {
    return this.#texts.day[key]!;
  }

  #money(minor: number): string {
    return formatMoney(minor, this.report.currency, this.options.lang);
  }
}

function sumOf(rows: readonly DayLine[], column: 'count' | 'amountMinor'): number {
  return rows.reduce((sum, row) => sum + row[column], 0);
}
