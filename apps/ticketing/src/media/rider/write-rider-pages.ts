/** The rider's page, as HTML that needs no script. */
import type { PassRow } from '@rukh/adapters/postgres';
import { type Html, html, table } from '../../ledger/html.js';
import { LOCALES, formatMoney } from '../../ledger/texts.js';
import { type Language, type Message, TEXTS } from './rider-texts.js';
import { writeRiderFines } from './write-rider-fines.js';
import { writeTopUps } from './write-top-ups.js';
import type { RiderView, ShownPass, ShownRide } from './rider-view.js';

export function writeLoginPage(lang: Language, message: Message | undefined): string {
  const { login, title } = TEXTS[lang];
  return page(
    lang,
    title,
    html`${notice(lang, message)}
      <p>${login.lead}</p>
      <form method="post" action="/rider/session" autocomplete="off">
        <input type="hidden" name="lang" value="${lang}" />
        <p>
          <label for="card">${login.card}</label>
          <input id="card" name="card" required maxlength="64" aria-describedby="card-hint" />
          <small id="card-hint">${login.cardHint}</small>
        </p>
        <p>
          <label for="code">${login.code}</label>
          <input
            id="code"
            name="code"
            type="password"
            required
            maxlength="32"
            autocapitalize="characters"
            aria-describedby="code-hint"
          />
          <small id="code-hint">${login.codeHint}</small>
        </p>
        <button>${login.enter}</button>
      </form>`,
  );
}

export function writeRiderPage(view: RiderView): string {
  const { lang, message, csrf, isBlocked } = view;
  const texts = TEXTS[lang];
  return page(
    lang,
    texts.title,
    html`${notice(lang, message)} ${isBlocked ? writeBlocked(view) : null_()} ${writeSummary(view)}
      ${writeRides(view)} ${writeRiderFines(view)} ${writePasses(view)} ${writeTopUps(view)}
      ${isBlocked ? null_() : writeBlock(view)}
      <form method="post" action="/rider/leave">
        <input type="hidden" name="csrf" value="${csrf}" />
        <button class="quiet">${texts.leave}</button>
      </form>
      ${view.linkWeeks > 0 ? html`<p><small>${texts.kept(view.linkWeeks)}</small></p>` : null_()}`,
  );
}

function writeBlocked({ lang, unblocksMinor, currency }: RiderView): Html {
  const { blocked, blockedByDebt, unblocking } = TEXTS[lang];
  // What was paid in is booked at once; the list of who is refused follows.
  if (unblocksMinor === 0) return html`<p class="good">${unblocking}</p>`;
  const text =
    unblocksMinor === undefined ? blocked : blockedByDebt(formatMoney(unblocksMinor, currency, lang));
  return html`<p class="warning">${text}</p>`;
}

function writeSummary(view: RiderView): Html {
  const { lang, balanceMinor, chargedBackMinor, currency, transferMinutes, isPrepaid } = view;
  const texts = TEXTS[lang];
  const money = formatMoney(Math.abs(balanceMinor), currency, lang);
  const transfer = transferMinutes === undefined ? texts.noTransfer : texts.transferLeft(transferMinutes);
  const balance = balanceMinor < 0 ? texts.owed(money) : `${texts.balance}: ${money}`;
  const isShown = isPrepaid || balanceMinor !== 0;
  return html`<p class="summary">${isShown ? html`<strong>${balance}</strong><br />` : null_()}${transfer}</p>
    ${chargedBackMinor > 0 ? html`<p>${texts.chargedBack(formatMoney(chargedBackMinor, currency, lang))}</p>` : null_()}`;
}

function writeRides({ lang, rides, timeZone, csrf }: RiderView): Html {
  const texts = TEXTS[lang];
  const rows = rides.map(({ at, route, vehicleId, price, isDenied }) => [
    html`<time datetime="${at.toISOString()}">${formatTime(at, lang, timeZone)}</time>`,
    route === null ? vehicleId : texts.route(route),
    price ? writePrice(price, lang, csrf) : isDenied ? texts.denied : texts.pending,
  ]);
  return html`<section class="rides">
    <h2>${texts.rides}</h2>
    ${rows.length === 0 ? html`<p>${texts.noRides}</p>` : table(texts.rides, [texts.time, texts.ride, texts.price], rows, texts.noRides)}
  </section>`;
}

function writePrice(price: NonNullable<ShownRide['price']>, lang: Language, csrf: string): Html {
  const { amountMinor, currency, sentences, refund, isLost } = price;
  const asked = formatMoney(amountMinor, currency, lang);
  const money = isLost ? `${asked}, ${TEXTS[lang].lost}` : asked;
  if (sentences.length === 0) return html`${money}`;
  return html`${money}
    <details>
      <summary>${TEXTS[lang].why}</summary>
      <ul>
        ${sentences.map((sentence) => html`<li>${sentence}</li>`)}
      </ul>
    </details>
    ${refund ? writeRefund(refund, currency, lang) : writeComplaint(price, lang, csrf)}`;
}

function writeRefund(
  refund: NonNullable<NonNullable<ShownRide['price']>['refund']>,
  currency: string,
  lang: Language,
): Html {
  const { state, amountMinor, askedMinor, decisionNote } = refund;
  const texts = TEXTS[lang];
  const tell = (minor: number): string => formatMoney(minor, currency, lang);
  const asked = askedMinor === null ? '' : ` ${texts.refundAsked(tell(askedMinor))}`;
  return html`<p>${texts.refunds[state](tell(amountMinor))}${asked}</p>
    ${decisionNote === null ? null_() : html`<p>${texts.officeWrites}${decisionNote}</p>`}`;
}

/** Of a ride that cost something. */
function writeComplaint(
  { chargeId, amountMinor }: NonNullable<ShownRide['price']>,
  lang: Language,
  csrf: string,
): Html {
  if (amountMinor === 0) return null_();
  const texts = TEXTS[lang];
  return html`<details>
    <summary>${texts.wrong}</summary>
    <form method="post" action="/rider/complaint">
      <input type="hidden" name="csrf" value="${csrf}" />
      <input type="hidden" name="chargeId" value="${chargeId}" />
      <label>${texts.wrongWhy} <input name="reason" required maxlength="300" autocomplete="off" /></label>
      <button class="quiet">${texts.wrongAsk}</button>
    </form>
  </details>`;
}

function writePasses({ lang, passes, entitlements, timeZone, csrf }: RiderView): Html {
  const texts = TEXTS[lang];
  const held = entitlements.filter(({ revokedAt }) => revokedAt === null);
  const concessions = held.map(
    ({ riderCategoryId, validUntil, validFrom }) =>
      html`<li>
        ${riderCategoryId},
        ${validUntil ? texts.until(formatDay(validUntil, lang, timeZone)) : texts.since(formatDay(validFrom, lang, timeZone))}
      </li>`,
  );
  return html`<section>
    <h2>${texts.passes}</h2>
    ${
      passes.length === 0
        ? html`<p>${texts.noPasses}</p>`
        : html`<ul>
            ${passes.map((pass) => html`<li>${pass.name}, ${namePassState(pass, lang, timeZone)} ${pass.state === 'UNUSED' ? writeActivation(pass, lang, csrf) : null_()}</li>`)}
          </ul>`
    }
    ${
      concessions.length === 0
        ? null_()
        : html`<h2>${texts.concessions}</h2>
            <ul>
              ${concessions}
            </ul>`
    }
  </section>`;
}

/** Nobody rides on a pass that nobody began: who has bought one can begin it here. */
function writeActivation({ passId }: ShownPass, lang: Language, csrf: string): Html {
  const { passLead, passBegin } = TEXTS[lang];
  return html`<form method="post" action="/rider/pass">
    <input type="hidden" name="csrf" value="${csrf}" />
    <input type="hidden" name="passId" value="${String(passId)}" />
    <p><small>${passLead}</small></p>
    <button class="quiet">${passBegin}</button>
  </form>`;
}

function namePassState({ state, validUntil }: PassRow, lang: Language, timeZone: string): string {
  const texts = TEXTS[lang];
  if (state === 'UNUSED') return texts.passUnused;
  if (state === 'REFUNDED') return texts.passRefunded;
  return validUntil ? texts.passUntil(formatTime(validUntil, lang, timeZone)) : texts.passEndless;
}

function writeBlock({ lang, csrf }: RiderView): Html {
  const texts = TEXTS[lang];
  return html`<section>
    <h2>${texts.block}</h2>
    <p id="block-lead">${texts.blockLead}</p>
    <form method="post" action="/rider/block" aria-describedby="block-lead">
      <input type="hidden" name="csrf" value="${csrf}" />
      <p>
        <label class="choice"
          ><input type="checkbox" name="sure" value="yes" required /> ${texts.blockSure}</label
        >
      </p>
      <button class="danger">${texts.blockDo}</button>
    </form>
  </section>`;
}

const BAD_NEWS: readonly Message[] = [
  'wrong',
  'tooMany',
  'declined',
  'badAmount',
  'notSure',
  'away',
  'expired',
  'notAsked',
  'passNotBegun',
];

function notice(lang: Language, message: Message | undefined): Html {
  if (message === undefined) return null_();
  const isBad = BAD_NEWS.includes(message);
  return html`<p class="${isBad ? 'warning' : 'good'}" role="${isBad ? 'alert' : 'status'}">
    ${TEXTS[lang].messages[message]}
  </p>`;
}

/** Nothing, where something may be. */
function null_(): Html {
  return html``;
}

function formatTime(time: Date, lang: Language, timeZone: string): string {
  const style = { dateStyle: 'medium', timeStyle: 'short', timeZone } as const;
  return new Intl.DateTimeFormat(LOCALES[lang], style).format(time);
}

function formatDay(time: Date, lang: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALES[lang], { dateStyle: 'medium', timeZone }).format(time);
}

function page(lang: Language, title: string, content: Html): string {
  const other = lang === 'uk' ? 'en' : 'uk';
  const document = html`<html lang="${lang}">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="robots" content="noindex" />
      <meta name="referrer" content="same-origin" />
      <title>${title}</title>
      <link rel="stylesheet" href="/assets/rider/rider.css" />
      <link rel="icon" href="data:," />
    </head>
    <body>
      <main>
        <p class="language">
          <a href="/rider?lang=${other}" lang="${other}" hreflang="${other}">${TEXTS[lang].otherLanguage}</a>
        </p>
        <h1>${title}</h1>
        ${content}
      </main>
    </body>
  </html>`;
  return `<!doctype html>\n${document.text}\n`;
}
