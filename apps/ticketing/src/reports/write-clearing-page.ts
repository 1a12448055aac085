/** A run of clearing on one page: a chart, what carriers are due, passes and tickets, and the rule. */
import type { ClearingRun } from '@rukh/adapters/postgres';
import { DueBook, type OperatorDue, dueOf } from '@rukh/domain/fares';
import { type Cell, type Html, figure, html, list, page, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, formatKilometres, formatMoney, formatTime } from '../ledger/texts.js';
import { drawDues } from './draw-dues.js';

export function writeClearingPage(run: ClearingRun, options: PageOptions): string {
  const write = new ClearingWriter(run, options);
  const content = html`${[write.state(), write.chart(), write.dues(), write.sales(), write.rules()]}`;
  return page(options.lang, TEXTS[options.lang].clearing.title(run.fromDay, run.toDay), content);
}

class ClearingWriter {
  readonly #all;
  readonly #texts;

  constructor(
    private readonly run: ClearingRun,
    private readonly options: PageOptions,
  ) {
    this.#all = TEXTS[options.lang];
    this.#texts = this.#all.clearing;
  }

  state(): Html {
    const { runId, rule, charges, inputSha256, madeAt, bookedAt, isEarly, supersededBy } = this.run;
    const { words, rules, booked, notBooked, superseded, early } = this.#texts;
    const state =
      supersededBy === null
        ? bookedAt
          ? booked(formatTime(bookedAt, this.options.lang, this.options.timeZone))
          : notBooked
        : superseded(supersededBy);
    return html`<section>
      ${list([
        [words['run']!, runId],
        [words['rule']!, rules[rule]],
        [words['rides']!, charges],
        [words['made']!, formatTime(madeAt, this.options.lang, this.options.timeZone)],
        [words['state']!, state],
        [words['input']!, inputSha256],
      ])}
      ${isEarly ? html`<p><strong>${early}</strong></p>` : []}
      <p
        class="actions"
        data-run="${runId}"
        data-booked="${bookedAt ? 'yes' : 'no'}"
        data-early="${isEarly ? 'yes' : 'no'}"
      ></p>
    </section>`;
  }

  chart(): Html {
    const currencies = [...new Set(this.run.lines.map(({ currency }) => currency))];
    const { words, chart } = this.#texts;
    return html`<section>
      ${currencies.map((currency) =>
        drawDues(
          this.run.lines
            .filter((line) => line.currency === currency)
            .map((line) => ({
              name: this.#carrier(line.operatorId),
              parts: [line.apportionedMinor, line.soldMinor, line.fundedMinor],
              label: this.#money(dueOf(line), currency),
            })),
          { title: chart(currency), names: [words['apportioned']!, words['sold']!, words['funded']!] },
        ),
      )}
    </section>`;
  }

  dues(): Html {
    const { words, dues } = this.#texts;
    const heads = [
      ...['carrier', 'rides', 'persons', 'covered', 'kilometres', 'charged', 'apportioned', 'sold', 'funded'],
      'due',
    ];
    const rows = this.run.lines.map((line): Cell[] => [
      ...[this.#carrier(line.operatorId), line.rides, line.persons, line.coveredRides],
      ...this.#amounts(line),
    ]);
    const book = new DueBook();
    for (const line of this.run.lines) book.add('', line.currency, line);
    const sums = book
      .list()
      .map((sum) => [this.#all.sum, sum.rides, sum.persons, sum.coveredRides, ...this.#amounts(sum)]);
    return html`<section>
      ${table(
        dues,
        heads.map((head) => words[head]!),
        [...rows, ...sums],
        this.#all.none,
      )}
    </section>`;
  }

  sales(): Html {
    const { words, sales } = this.#texts;
    const heads = ['product', 'carrier', 'covered', 'sold'].map((head) => words[head]!);
    const rows = this.run.sales.map(
      ({ productId, operatorId, coveredRides, soldMinor, currency }): Cell[] => [
        productId,
        this.#carrier(operatorId),
        coveredRides,
        figure(this.#money(soldMinor, currency)),
      ],
    );
    return html`<section>${table(sales, heads, rows, this.#all.none)}</section>`;
  }

  /** What the rule said, as it is kept with the run. */
  rules(): Html {
    const { words, rules, pools, ruleTitle } = this.#texts;
    const kept = (this.run.rules ?? {}) as Readonly<Record<string, unknown>>;
    const { products, ...rest } = kept;
    const named = [...Object.entries(rest), ...Object.entries(products ?? {})];
    const rows = named.flatMap(([pool, parts]) =>
      (parts as readonly { readonly basis: string; readonly share: number }[]).map(
        ({ basis, share }): Cell[] => [pools[pool] ?? pool, rules[basis], figure(`${share / 100} %`)],
      ),
    );
    return html`<section>
      ${table(
        ruleTitle,
        ['pool', 'basis', 'share'].map((head) => words[head]!),
        rows,
        this.#all.none,
      )}
    </section>`;
  }

  #amounts(line: OperatorDue): Cell[] {
    const { metres, currency, chargedMinor, apportionedMinor, soldMinor, fundedMinor } = line;
    const amounts = [chargedMinor, apportionedMinor, soldMinor, fundedMinor, dueOf(line)];
    return [
      formatKilometres(metres, this.options.lang),
      ...amounts.map((minor) => this.#money(minor, currency)),
    ].map(figure);
  }

  #carrier(operatorId: string): string {
    return operatorId === '' ? this.#texts.nobody : this.options.nameParty(operatorId);
  }

  #money(minor: number, currency: string): string {
    return formatMoney(minor, currency, this.options.lang);
  }
}
