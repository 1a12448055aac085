/** What carriers are owed, what was paid out, and the cash that they took and handed in, on one page; the finance page puts its buttons where something is to do. */
import type { CarrierClaim, CashHandIn, Payout } from '@rukh/adapters/postgres';
import { declarePayout, findPayable } from '@rukh/domain/ledger';
import { type Cell, type Html, figure, html, page, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, formatMoney, formatTime } from '../ledger/texts.js';
import { PAYOUT_TEXTS } from './payout-texts.js';
import { writeHandIns } from './write-hand-ins.js';

export interface PayoutList {
  readonly claims: readonly CarrierClaim[];
  readonly payouts: readonly Payout[];
  readonly handIns: readonly CashHandIn[];
}

export function writePayoutsPage({ claims, payouts, handIns }: PayoutList, options: PageOptions): string {
  const texts = PAYOUT_TEXTS[options.lang];
  const write = new PayoutWriter(options);
  const content = html`<section>${write.claims(claims)}</section>
    <section>${write.payouts(payouts)}</section>
    <section>${writeHandIns({ claims, handIns }, options)}</section>
    <p
      class="actions"
      data-payouts="export"
      data-file="${texts.words['file']}"
      data-by="${texts.words['by']}"
      data-bad-iban="${texts.words['badIban']}"
    ></p>`;
  return page(options.lang, texts.title, content);
}

class PayoutWriter {
  readonly #all;
  readonly #texts;

  constructor(private readonly options: PageOptions) {
    this.#all = TEXTS[options.lang];
    this.#texts = PAYOUT_TEXTS[options.lang];
  }

  claims(claims: readonly CarrierClaim[]): Html {
    const rows = claims.map((claim): Cell[] => {
      const { operatorId, isCarrier, currency, owedMinor, openMinor, cashMinor, openSetOffMinor, iban } =
        claim;
      const { amountMinor, setOffMinor } = findPayable(claim);
      const left = cashMinor - openSetOffMinor - setOffMinor;
      return [
        this.options.nameParty(operatorId),
        isCarrier ? this.#account(operatorId, iban) : undefined,
        ...[owedMinor, openMinor, cashMinor, setOffMinor, amountMinor, left].map((minor) =>
          this.#money(minor, currency),
        ),
        this.#declaring(claim),
      ];
    });
    return table(
      this.#texts.claims,
      this.#heads('party', 'account', 'owed', 'open', 'cash', 'setOff', 'free', 'left', 'actions'),
      rows,
      this.#all.none,
    );
  }

  #declaring(claim: CarrierClaim): Html | undefined {
    const made = declarePayout(claim);
    if ('refused' in made) return undefined;
    return html`<button type="button" data-declare="${claim.operatorId}" data-currency="${claim.currency}">
      ${this.#texts.words[made.amountMinor > 0 ? 'declare' : 'declareSetOff']}
    </button>`;
  }

  payouts(payouts: readonly Payout[]): Html {
    const heads = this.#heads(
      ...[
        'number',
        'carrier',
        'amount',
        'setOff',
        'state',
        'actions',
        'declared',
        'decided',
        'exported',
        'confirmed',
        'note',
      ],
    );
    const rows = payouts.map((payout): Cell[] => [
      payout.payoutId,
      this.#payee(payout),
      this.#money(payout.amountMinor, payout.currency),
      this.#money(payout.setOffMinor, payout.currency),
      this.#state(payout),
      this.#actions(payout),
      this.#done(payout.declaredBy, payout.declaredAt),
      this.#done(payout.decidedBy, payout.decidedAt),
      this.#done('', payout.exportedAt),
      this.#done(payout.confirmedBy, payout.confirmedAt),
      payout.bankNote,
    ]);
    return table(this.#texts.made, heads, rows, this.#all.none);
  }

  /** The account that is named, and where another one is named. */
  #account(operatorId: string, iban: string | null): Html {
    const { iban: label, save, noAccount } = this.#texts.words;
    return html`${iban === null ? noAccount : inGroups(iban)}
      <details>
        <summary>${this.#texts.words['name']}</summary>
        <label>${label} <input maxlength="64" required data-iban="${operatorId}" autocomplete="off" /></label>
        <button type="button" data-account="${operatorId}">${save}</button>
      </details>`;
  }

  /** Who, and below that the account where there is one. */
  #payee({ operatorId, iban }: Payout): Html {
    return html`${this.options.nameParty(operatorId)}
    ${iban === null ? undefined : html`<br />${inGroups(iban)}`}`;
  }

  /** The bank has nothing to do where all is set off. */
  #state({ state, amountMinor }: Payout): string {
    return state === 'PAID' && amountMinor === 0
      ? this.#texts.words['onlySetOff']!
      : this.#texts.states[state];
  }

  #actions({ payoutId, state, exportedAt }: Payout): Html | undefined {
    const button = (act: string, name: string): Html =>
      html`<button type="button" data-payout="${payoutId}" data-act="${act}">
        ${this.#texts.words[name]}
      </button>`;
    if (state === 'DECLARED') return html`${[button('approve', 'approve'), button('reject', 'reject')]}`;
    if (state === 'APPROVED' && exportedAt !== null) {
      const { note } = this.#texts.words;
      return html`<label>${note} <input maxlength="200" required data-note="${payoutId}" /></label>
        ${[button('paid', 'paid'), button('failed', 'failed')]}`;
    }
    return undefined;
  }

  #done(by: string | null, at: Date | null): string | undefined {
    if (at === null) return undefined;
    const time = formatTime(at, this.options.lang, this.options.timeZone);
    return by === null || by === '' ? time : `${by}, ${time}`;
  }

  #money(minor: number, currency: string): Cell {
    return figure(formatMoney(minor, currency, this.options.lang));
  }

  #heads(...names: string[]): string[] {
    return names.map((name) => this.#texts.words[name]!);
  }
}

/** As people read an account number aloud. */
function inGroups(iban: string): string {
  return iban.replaceAll(/(.{4})(?=.)/g, '$1 ');
}
