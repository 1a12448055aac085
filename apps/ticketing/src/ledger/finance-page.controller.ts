/** The page on which finance looks at rides and days. It holds nothing itself: what it shows is asked for by token. */
import { readFile } from 'node:fs/promises';
import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type Database, findPaymentHold } from '@rukh/adapters/postgres';
import { CLEARING_CHOICES } from '@rukh/domain/fares';
import { formatDay, localClock } from '@rukh/domain/time';
import { chooseLanguage, readRequest } from '@rukh/service';
import { z } from 'zod';
import type { TicketingConfig } from '../config.js';
import { fareDayRules } from '../intake/fare-day-rules.js';
import { Tariffs } from '../pricing/tariffs.js';
import { TICKETING_CONFIG } from '../tokens.js';
import type { Reply } from './answer-page.js';
import { type Html, html, link, page } from './html.js';
import { LANGUAGES, type Language } from './money-requests.js';
import { MONEY_POOL } from './money-pool.js';
import { MoneyPeople, type PersonRequest } from './money-people.js';
import { FINANCE_STATUSES, MONEY_REFUSALS } from './refuse-money.js';
import { TEXTS } from './texts.js';
import { REFUND_TEXTS } from './write-refunds-page.js';
import { PAYOUT_TEXTS } from '../payouts/payout-texts.js';
import { FINE_TEXTS } from '../inspection/fine-texts.js';

const ASSETS = {
  'finance.js': 'text/javascript',
  'funding.js': 'text/javascript',
  'acts.js': 'text/javascript',
  'finance.css': 'text/css',
} as const;

const asked = z.object({ lang: z.enum(LANGUAGES).optional().catch(undefined) });

@ApiTags('pages')
@Controller()
export class FinancePageController {
  constructor(
    private readonly people: MoneyPeople,
    @Inject(TICKETING_CONFIG) private readonly config: TicketingConfig,
    private readonly tariffs: Tariffs,
    @Inject(MONEY_POOL) private readonly pool: Database,
  ) {}

  @Get('finance')
  @ApiOperation({
    summary: 'A page on which one follows a ride, or sees a day, with the administration token or signed in',
  })
  @ApiQuery({ name: 'lang', required: false, enum: ['uk', 'en'] })
  @ApiResponse({
    status: 200,
    description: 'The page',
    content: { 'text/html': { schema: { type: 'string' } } },
  })
  async show(@Req() request: PersonRequest, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const lang = chooseLanguage(
      readRequest(asked, query).lang,
      request.headers['accept-language']?.toString(),
    );
    const { form, title, otherLanguage } = TEXTS[lang];
    const other = lang === 'uk' ? 'en' : 'uk';
    const person = await this.people.find(request);
    const isReader = person?.mayRead === true;
    const today = this.#tellToday();
    // The page is there also while the database is away, of which what it asks for tells.
    const heldSince = await findPaymentHold(this.pool).catch(() => undefined);
    const content = html`<p>
        ${form['intro']} <a href="/finance?lang=${other}" lang="${other}">${otherLanguage}</a>
      </p>
      ${isReader ? html`<p>${form['signedIn']} ${person.name}. ${form['reads']}</p>` : html``}
      ${this.tariffs.fault === undefined ? html`` : html`<p role="alert">${form['tariffsRefused']}</p>`}
      ${heldSince === undefined ? html`` : html`<p role="alert">${form['paymentsHeld']}</p>`}
      <noscript><p>${form['noScript']}</p></noscript>
      <form
        id="finance"
        data-lang="${lang}"
        data-reader="${isReader ? 'yes' : 'no'}"
        data-failed="${form['failed']}"
        data-waiting="${form['waiting']}"
        data-refusals="${JSON.stringify(MONEY_REFUSALS[lang])}"
        data-statuses="${JSON.stringify(FINANCE_STATUSES[lang])}"
      >
        <label
          >${form['token']}
          <input type="password" name="token" autocomplete="off" ${isReader ? html`` : html`required`}
        /></label>
        <label
          >${form['ride']} <input name="ride" pattern="[A-Za-z0-9_\\-]{1,32}/[0-9]{1,18}" placeholder="v1/42"
        /></label>
        <label>${form['day']} <input type="date" name="day" value="${today}" /></label>
        <button>${form['show']}</button>
      </form>
      ${writeClearingForm(lang, today)}
      <p>
        ${link('payouts', PAYOUT_TEXTS[lang].title)} ${link('refunds', REFUND_TEXTS[lang]['title']!)}
        ${link('fines', FINE_TEXTS[lang].title)}
      </p>
      <p id="failure" role="alert"></p>
      <div id="answer" aria-live="polite"></div>
      <script type="module" src="/assets/finance/finance.js"></script>`;
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page(lang, title, content));
  }

  /** The fare day under way in the city, wherever the page is looked at. */
  #tellToday(): string {
    const atMs = Date.now();
    const { timeZone, startMinutes } = fareDayRules(this.config, this.tariffs, atMs);
    return formatDay(localClock(timeZone).dayAt(atMs, startMinutes * 60));
  }

  @Get('assets/finance/finance.js')
  @ApiOperation({ summary: 'A part of the page' })
  @ApiResponse({
    status: 200,
    description: 'A script',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  async script(@Res() reply: Reply): Promise<void> {
    await sendAsset('finance.js', reply);
  }

  @Get('assets/finance/funding.js')
  @ApiOperation({ summary: 'A part of the page' })
  @ApiResponse({
    status: 200,
    description: 'A script',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  async fundingScript(@Res() reply: Reply): Promise<void> {
    await sendAsset('funding.js', reply);
  }

  @Get('assets/finance/acts.js')
  @ApiOperation({ summary: 'A part of the page' })
  @ApiResponse({
    status: 200,
    description: 'A script',
    content: { 'text/javascript': { schema: { type: 'string' } } },
  })
  async actsScript(@Res() reply: Reply): Promise<void> {
    await sendAsset('acts.js', reply);
  }

  @Get('assets/finance/finance.css')
  @ApiOperation({ summary: 'A part of the page' })
  @ApiResponse({
    status: 200,
    description: 'A style',
    content: { 'text/css': { schema: { type: 'string' } } },
  })
  async style(@Res() reply: Reply): Promise<void> {
    await sendAsset('finance.css', reply);
  }
}

/** A month is what is cleared and billed: this one so far, as a beginning. */
function writeClearingForm(lang: Language, today: string): Html {
  const { form, clearing } = TEXTS[lang];
  return html`<form
    id="clearing"
    data-csv="${form['csv']}"
    data-book="${form['book']}"
    data-book-early="${form['bookEarly']}"
    data-by="${form['by']}"
    data-working="${form['working']}"
  >
    <label
      >${form['from']} <input type="date" name="fromDay" required value="${today.slice(0, 8)}01"
    /></label>
    <label>${form['to']} <input type="date" name="toDay" required value="${today}" /></label>
    <label
      >${form['rule']}
      <select name="rule">
        ${CLEARING_CHOICES.map((rule) => html`<option value="${rule}">${clearing.rules[rule]}</option>`)}
      </select></label
    >
    <button>${form['clear']}</button>
    <button type="button" name="funding">${form['funding']}</button>
  </form>`;
}

async function sendAsset(name: keyof typeof ASSETS, reply: Reply): Promise<void> {
  const bytes = await readFile(new URL(`../../public/${name}`, import.meta.url));
  reply
    .header('content-type', `${ASSETS[name]}; charset=utf-8`)
    .header('cache-control', 'public, max-age=300')
    .send(bytes);
}
