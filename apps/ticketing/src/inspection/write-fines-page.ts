/** Fines on one page, each with what became of it and what is to be done about it; the finance page makes its buttons work. */
import type { FineHistoryEvent, OfficeFine } from '@rukh/adapters/postgres';
import { FINE_STATES, FINE_TILLS, type FineState, listFineSteps } from '@rukh/domain/ledger';
import { type Cell, type Html, figure, html, link, page, table } from '../ledger/html.js';
import type { PageOptions } from '../ledger/page-options.js';
import { TEXTS, formatMoney, formatTime } from '../ledger/texts.js';
import { FINE_TEXTS } from './fine-texts.js';
import { INSPECT_TEXTS } from './inspect-texts.js';

export interface FinesPageOptions extends PageOptions {
  /** Those that are shown; undefined for all. */
  readonly state: FineState | undefined;
  /** Who only reads is offered nothing to do. */
  readonly mayAct: boolean;
}

export function writeFinesPage(fines: readonly OfficeFine[], options: FinesPageOptions): string {
  const { lang, mayAct } = options;
  const { title, heads, states, words } = FINE_TEXTS[lang];
  const rows = fines.map((fine): Cell[] => [
    fine.fineId,
    `${fine.inspectorId}, ${options.nameParty(fine.operatorId)}`,
    fine.vehicleId,
    INSPECT_TEXTS[lang].results[fine.result],
    figure(formatMoney(fine.amountMinor, fine.currency, lang)),
    states[fine.state],
    html`<ul>
      ${fine.events.map((event) => html`<li>${tellEvent(event, options)}</li>`)}
    </ul>`,
    ...(mayAct ? [writeActs(fine, options)] : []),
  ]);
  const content = html`<p>${writeFilter(options)}</p>
    <section>${table(title, mayAct ? [...heads, words['todo']!] : heads, rows, TEXTS[lang].none)}</section>
    ${mayAct ? html`<p class="actions" data-acts data-by="${words['by']}"></p>` : []}`;
  return page(lang, title, content);
}

function writeFilter({ lang, state }: FinesPageOptions): Html {
  const { states, words } = FINE_TEXTS[lang];
  const choices = [undefined, ...FINE_STATES].map((choice) => {
    const name = choice === undefined ? words['all']! : states[choice];
    return choice === state
      ? html`<strong>${name}</strong>`
      : link(choice === undefined ? 'fines' : `fines?state=${choice}`, name);
  });
  return html`${choices.map((choice, i) => (i === 0 ? choice : html` · ${choice}`))}`;
}

function tellEvent(event: FineHistoryEvent, { lang, timeZone }: FinesPageOptions): Html {
  const { steps, tills, words } = FINE_TEXTS[lang];
  const { step, at, actor, reference, till, reason, deviceId, seq } = event;
  const isSaid = step === 'CANCELLED' || step.endsWith('_TAKEN_BACK');
  const what = reference === null ? undefined : `${reference} (${tills[till ?? 'BANK']})`;
  const who = step === 'SURFACED' ? undefined : actor.replace(/^inspector:/, '');
  const parts = [steps[step], isSaid ? reason : what, who, formatTime(at, lang, timeZone)];
  const text = parts.filter((part) => part !== undefined).join(', ');
  if (deviceId === null || seq === null) return html`${text}`;
  const ref = `${deviceId}/${seq}`;
  return html`${text}, ${words['tap']} ${link(`rides/${ref}`, ref)}`;
}

function writeActs({ fineId, state }: OfficeFine, { lang }: FinesPageOptions): Html {
  const { acts, tills, words } = FINE_TEXTS[lang];
  const money = html`<label
      >${words['reference']} <input name="reference" maxlength="100" required autocomplete="off"
    /></label>
    <label
      >${words['till']}
      <select name="till">
        ${FINE_TILLS.map((till) => html`<option value="${till}">${tills[till]}</option>`)}
      </select></label
    >`;
  const why = html`<label>${words['why']} <input name="why" maxlength="200" required /></label>`;
  const forms = listFineSteps(state).map(
    (step) =>
      html`<details>
        <summary>${acts[step]}</summary>
        ${step === 'PAYMENT' || step === 'REFUND' ? money : why}
        <button type="button" data-post="fines/${fineId}/${PATHS[step]}">${acts[step]}</button>
      </details>`,
  );
  return html`${forms}`;
}

const PATHS = {
  PAYMENT: 'payment',
  PAYMENT_TAKEN_BACK: 'payment/taking-back',
  REFUND: 'refund',
  REFUND_TAKEN_BACK: 'refund/taking-back',
  CANCELLED: 'cancellation',
} as const;
