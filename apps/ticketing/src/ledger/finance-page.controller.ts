/** The page on which finance looks at rides and days. It holds nothing itself: what it shows is asked for by token. */
import { readFile } from 'node:fs/promises';
import { Controller, Get, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CLEARING_CHOICES } from '@rukh/domain/fares';
import type { Reply } from './answer-page.js';
import { type Html, html, link, page } from './html.js';
import { type Language, explanationQuery, read } from './money-requests.js';
import { MoneyPeople, type PersonRequest } from './money-people.js';
import { FINANCE_STATUSES, MONEY_REFUSALS } from './refuse-money.js';
import { TEXTS } from './texts.js';
import { REFUND_TEXTS } from './write-refunds-page.js';
import { PAYOUT_TEXTS } from '../payouts/payout-texts.js';

const ASSETS = {
  'finance.js': 'text/javascript',
  'funding.js': 'text/javascript',
  'finance.css': 'text/css',
} as const;

@ApiTags('pages')
@Controller()
export class FinancePageController {
  constructor(private readonly people: MoneyPeople) {}

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
    const { lang } = read(explanationQuery, query);
    const { form, title, otherLanguage } = TEXTS[lang];
    const other = lang === 'uk' ? 'en' : 'uk';
    const person = await this.people.find(request);
    const isReader = person?.mayRead === true;
    const content = html`<p>
        ${form['intro']} <a href="/finance?lang=${other}" lang="${other}">${otherLanguage}</a>
      </p>
      ${isReader ? html`<p>${form['signedIn']} ${person.name}. ${form['reads']}</p>` : html``}
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
        <label>${form['day']} <input type="date" name="day" /></label>
        <button>${form['show']}</button>
      </form>
      ${writeClearingForm(lang)}
      <p>${link('payouts', PAYOUT_TEXTS[lang].title)} ${link('refunds', REFUND_TEXTS[lang]['title']!)}</p>
      <p id="failure" role="alert"></p>
      <div id="answer" aria-live="polite"></div>
      <script type="module" src="/assets/finance/finance.js"></script>`;
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page(lang, title, content));
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

function writeClearingForm(lang: Language): Html {
  const { form, clearing } = TEXTS[lang];
  return html`<form
    id="clearing"
    data-csv="${form['csv']}"
    data-book="${form['book']}"
    data-book-early="${form['bookEarly']}"
    data-by="${form['by']}"
    data-working="${form['working']}"
  >
    <label>${form['from']} <input type="date" name="fromDay" required /></label>
    <label>${form['to']} <input type="date" name="toDay" required /></label>
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
