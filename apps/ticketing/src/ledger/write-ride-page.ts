/** One ride on one page, in the order in which its money went: tap, place, price, ledger, pay window, settlement. */
import type {
  ChargeRevision,
  RideTrace,
  TracedBooking,
  TracedContext,
  TracedCorrection,
  TracedTap,
  TracedWindow,
} from '@rukh/adapters/postgres';
import type { TariffHistory } from '@rukh/domain/fares';
import { explainRevision } from './explain-revision.js';
import type { RideShares } from '../reports/share-ride.js';
import { type Cell, type Html, figure, html, link, list, page, table } from './html.js';
import type { PageOptions } from './page-options.js';
import { TEXTS, formatMoney, formatTime, nameAccount } from './texts.js';
import { nameAsker, tellDecision, writeAmounts } from './write-refunds-page.js';
import { nameOfBooker, writeDispute } from './write-disputes.js';
import { writeRefundForm } from './write-refund-form.js';
import { listPath } from './write-rides-page.js';
import { writeShares } from './write-shares.js';

export interface RidePageOptions extends PageOptions {
  readonly tariffs?: TariffHistory | undefined;
  /** Null where there is no ride (any more). */
  readonly shares: RideShares | null;
  readonly tapDisposition: string | null;
}

export function writeRidePage(trace: RideTrace, options: RidePageOptions): string {
  const write = new RideWriter(options);
  const content = html`${[
    write.tap(trace.tap, options.tapDisposition),
    ...(trace.corrections.length > 0 ? [write.corrections(trace.corrections)] : []),
    write.contexts(trace.contexts),
    write.revisions(trace.revisions),
    write.bookings(trace.bookings),
    ...trace.windows.map((window) => write.window(window)),
    ...(trace.windows.length === 0 ? [write.noWindow()] : []),
    ...(options.shares ? [writeShares(options.shares, options)] : []),
    write.refunds(trace),
    write.booker(trace),
  ]}`;
  return page(options.lang, TEXTS[options.lang].rideTitle(trace.rideRef), content);
}

class RideWriter {
  readonly #texts;
  readonly #columns;

  constructor(private readonly options: RidePageOptions) {
    this.#texts = TEXTS[options.lang];
    this.#columns = (...names: string[]): string[] => names.map((name) => this.#texts.columns[name]!);
  }

  tap(tap: TracedTap, disposition: string | null): Html {
    const { columns, dispositions, outcomes, steps } = this.#texts;
    const pairs: [string, Cell][] = [
      ['device', tap.deviceId],
      ['number', tap.seq],
      ['account', tap.accountId && this.#ridesOf(tap.accountId, tap.tappedAt)],
      ['media', this.#code(tap.mediaType)],
      ['time', this.#time(tap.tappedAt)],
      ['deviceTime', this.#time(tap.deviceTime)],
      ['received', this.#time(tap.receivedAt)],
      ['clock', this.#code(tap.clockQuality)],
      ['outcome', outcomes[tap.outcome] ?? tap.outcome],
      ['disposition', disposition && (dispositions[disposition] ?? disposition)],
      ['reason', this.#code(tap.reason)],
      ['list', tap.denyListVersion],
      ['vehicle', tap.vehicleId],
      ['operator', tap.operatorId && this.options.nameParty(tap.operatorId)],
    ];
    return html`<section>
      <h2>${steps.tap}</h2>
      ${list(pairs.map(([name, value]) => [columns[name]!, value]))}
    </section>`;
  }

  /** Other times that the tap was given since, and whether it counts; the last holds. */
  corrections(corrections: readonly TracedCorrection[]): Html {
    const rows = corrections.map(({ revision, tappedAt, outcome, reason, madeBy, madeAt }) => [
      revision,
      this.#time(tappedAt),
      this.#texts.outcomes[outcome] ?? outcome,
      this.#texts.causeNames[reason] ?? reason,
      `${madeBy}, ${this.#time(madeAt)}`,
    ]);
    return this.#section('corrections', this.#columns('revision', 'time', 'outcome', 'why', 'by'), rows);
  }

  contexts(contexts: readonly TracedContext[]): Html {
    const rows = contexts.map((context) => [
      context.revision,
      context.routeId,
      context.tripId,
      context.stopId,
      this.#code(context.source),
      figure(`${Math.round(context.confidence * 100)} %`),
      this.#time(context.computedAt),
    ]);
    const columns = this.#columns('revision', 'route', 'trip', 'stop', 'source', 'confidence', 'time');
    return this.#section('context', columns, rows);
  }

  revisions(revisions: readonly ChargeRevision[]): Html {
    const rows = revisions.map((charge) => [
      this.#texts.revision(charge.revision, charge.isCurrent),
      this.#time(charge.madeAt),
      charge.causes.map((cause) => this.#texts.causeNames[cause.toUpperCase()] ?? cause).join(', '),
      charge.tariffVersion,
      this.#texts.dispositions[charge.disposition] ?? charge.disposition,
      ...[charge.nominalMinor, charge.amountMinor, charge.billedMinor].map((minor) =>
        this.#figure(minor, charge.currency),
      ),
      this.#funded(charge),
      this.#why(charge),
    ]);
    const names = [
      'revision',
      'time',
      'cause',
      'tariff',
      'disposition',
      'nominal',
      'amount',
      'billed',
      'funded',
      'why',
    ];
    return this.#section('price', this.#columns(...names), rows);
  }

  bookings(bookings: readonly TracedBooking[]): Html {
    const rows = bookings.flatMap(({ entries, ...booking }) =>
      entries.map(({ account, amountMinor }, i) => [
        i === 0 ? [booking.transactionId, booking.key].filter((id) => id !== '').join(' · ') : '',
        i === 0 ? (this.#texts.kinds[booking.kind] ?? booking.kind) : '',
        i === 0
          ? `${booking.ledgerDate} (${booking.isSealed ? this.#texts.sealed : this.#texts.notSealed})`
          : '',
        nameAccount(account, this.options.lang, this.options.nameParty),
        amountMinor > 0 ? this.#figure(amountMinor, booking.currency) : '',
        amountMinor < 0 ? this.#figure(-amountMinor, booking.currency) : '',
      ]),
    );
    const columns = this.#columns('transaction', 'kind', 'date', 'account', 'debit', 'credit');
    return this.#section('booked', columns, rows);
  }

  window(window: TracedWindow): Html {
    const { steps, states } = this.#texts;
    const isNamed = window.payWindowId !== '';
    const pairs: [string, Cell][] = [
      // Of several rides of a rider, and so without its number for who is not told of them.
      ['window', isNamed ? `${window.payWindowId} (${window.fareDate}, ${window.number})` : window.fareDate],
      ['state', states[window.state] ?? window.state],
      ['part', this.#money(window.rideMinor, window.currency)],
      ['total', window.netMinor === null ? undefined : this.#money(window.netMinor, window.currency)],
      [
        'settled',
        window.settledMinor === null ? undefined : this.#money(window.settledMinor, window.currency),
      ],
      ['opened', this.#time(window.openedAt)],
      ['closed', window.closedAt && this.#time(window.closedAt)],
    ];
    return html`<section>
      <h2>${steps.window}</h2>
      ${list(pairs.map(([name, value]) => [this.#texts.columns[name]!, value]))}${this.#calls(window)}
    </section>`;
  }

  noWindow(): Html {
    const { steps, none } = this.#texts;
    return html`<section>
      ${[steps.window, steps.settlement].map(
        (step) =>
          html`<h2>${step}</h2>
            <p>${none}</p>`,
      )}
    </section>`;
  }

  refunds(trace: RideTrace): Html {
    const rows = trace.refunds.map((refund) => [
      figure(writeAmounts(refund, this.options.lang)),
      refund.reason,
      this.#texts.states[refund.state] ?? refund.state,
      `${nameAsker(refund, this.options.lang)}, ${this.#time(refund.requestedAt)}`,
      refund.decidedBy && tellDecision(refund, this.options.lang, this.options.timeZone),
    ]);
    const columns = this.#columns('amount', 'why', 'state', 'by', 'decided');
    return html`<section>
      ${table(this.#texts.steps.refunds, columns, rows, this.#texts.none)}
      ${writeRefundForm(trace, this.options.lang) ?? ''}
    </section>`;
  }

  /** Where something is to do, who does it says his name. */
  booker(trace: RideTrace): Html {
    const { lang } = this.options;
    const isDisputable = trace.windows.some((window) =>
      window.settlements.some((made) => writeDispute(made, window, lang) !== undefined),
    );
    const isAny = isDisputable || writeRefundForm(trace, lang) !== undefined;
    return isAny ? html`<p class="actions" data-acts data-by="${nameOfBooker(lang)}"></p>` : html``;
  }

  #calls(window: TracedWindow): Html {
    const { authorisations, settlements, currency } = window;
    const { kinds, states, steps, none, atRisk } = this.#texts;
    const asked = authorisations.map((call) => [
      kinds[call.kind] ?? call.kind,
      call.amountMinor === null ? undefined : this.#figure(call.amountMinor, currency),
      states[call.status] ?? call.status,
      call.gatewayRef,
      call.reason,
      this.#time(call.requestedAt),
      '',
      '',
    ]);
    const settled = settlements.map((made) => [
      kinds[made.kind] ?? made.kind,
      made.amountMinor === null ? undefined : this.#figure(made.amountMinor, currency),
      states[made.status] ?? made.status,
      made.gatewayRef,
      made.isAtRisk ? atRisk : made.reason,
      this.#time(made.settledAt ?? made.requestedAt),
      made.transactionId,
      writeDispute(made, window, this.options.lang) ?? '',
    ]);
    const columns = this.#columns(
      'kind',
      'amount',
      'status',
      'gateway',
      'why',
      'time',
      'transaction',
      'actions',
    );
    return table(steps.settlement, columns, [...asked, ...settled], none);
  }

  /** What somebody else owes for the rider, and who. */
  #funded({ fundedMinor, fundingBodyId, currency }: ChargeRevision): Cell {
    if (fundingBodyId === null) return undefined;
    return figure(`${this.#money(fundedMinor, currency)}, ${this.options.nameParty(fundingBodyId)}`);
  }

  #why(charge: ChargeRevision): Html {
    const { sentences } = explainRevision(charge, undefined, this.options);
    return html`<ul>
      ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
    </ul>`;
  }

  #section(step: 'corrections' | 'context' | 'price' | 'booked', columns: string[], rows: Cell[][]): Html {
    return html`<section>${table(this.#texts.steps[step], columns, rows, this.#texts.none)}</section>`;
  }

  /** The rides of an account on the local day of a moment. */
  #ridesOf(accountId: string, at: Date): Html {
    const day = new Intl.DateTimeFormat('sv', { timeZone: this.options.timeZone }).format(at);
    return link(listPath({ day, accountId }), accountId);
  }

  /** In words, with the code, which is what logs and interfaces have. */
  #code(code: string): string {
    const words = this.#texts.codes[code];
    return words === undefined ? code : `${words} (${code})`;
  }

  #figure(minor: number, currency: string): Html {
    return figure(this.#money(minor, currency));
  }

  #money(minor: number, currency: string): string {
    return formatMoney(minor, currency, this.options.lang);
  }

  #time(time: Date): string {
    return formatTime(time, this.options.lang, this.options.timeZone);
  }
}
