/** The rider's page: what a card was charged and why, its passes, its transfer, money put in, the card blocked. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Body, Controller, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { MediaStore, RightsStore } from '@rukh/adapters/postgres';
import { mayBePan } from '@rukh/domain/taps';
import { z } from 'zod';
import { Complaints } from './complaints.js';
import { readTopUp } from './name-top-up.js';
import { RiderDesk } from './rider-desk.js';
import { type OpenSession, RiderSessions, type RiderRequest } from './rider-sessions.js';
import { LANGUAGES, type Language, MESSAGES, type Message } from './rider-texts.js';
import { TopUps } from './top-ups.js';
import { writeLoginPage, writeRiderPage } from './write-rider-pages.js';
import { chooseLanguage, readRequest } from '@rukh/service';
import { personText } from '../../person-text.js';

interface Reply {
  header(name: string, value: string): Reply;
  status(code: number): Reply;
  send(body?: string | Buffer): Reply;
}

/** A rider with an old or mistyped address gets the page all the same, and no problem for programs. */
const shown = z.object({
  lang: z.enum(LANGUAGES).optional().catch(undefined),
  message: z.enum(MESSAGES).optional().catch(undefined),
  at: z.coerce.number().optional().catch(undefined),
});
/** Said of a form a while ago, it may be untrue by now: the page is loaded again, or found among the open ones. */
const MESSAGE_SECONDS = 60;
const login = z.object({
  card: z.string().trim().min(1).max(64),
  code: z.string().trim().min(1).max(32),
  lang: z.enum(LANGUAGES).default('uk'),
});
const form = z.object({ csrf: z.string().max(64) });
const blocking = form.extend({ sure: z.string().max(8).optional() });
const passBegin = form.extend({ passId: z.coerce.number().int().min(1) });
const topUp = form.extend({ amount: z.string().max(8), formRef: z.string().regex(/^[\w-]{8,64}$/) });
const complaint = form.extend({
  chargeId: z.string().regex(/^[1-9]\d{0,17}$/),
  reason: personText(300),
});

/** No script, no other site's frame, forms to this site only. */
const POLICY =
  "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const HTML = { 'text/html': { schema: { type: 'string' as const } } };

@ApiTags('pages')
@Controller()
export class RiderController {
  constructor(
    private readonly sessions: RiderSessions,
    private readonly desk: RiderDesk,
    private readonly topUps: TopUps,
    private readonly complaints: Complaints,
    @Inject(MediaStore) private readonly media: MediaStore,
    @Inject(RightsStore) private readonly rights: RightsStore,
  ) {}

  @Get('rider')
  @ApiOperation({ summary: 'A rider’s own rides, charges, passes and balance, by card number and code' })
  @ApiQuery({ name: 'lang', required: false, enum: [...LANGUAGES] })
  @ApiQuery({
    name: 'message',
    required: false,
    enum: [...MESSAGES],
    description: 'What the last form came to',
  })
  @ApiQuery({ name: 'at', required: false, type: Number, description: 'When, seconds since 1970 UTC' })
  @ApiResponse({ status: 200, description: 'The page', content: HTML })
  async show(@Req() request: RiderRequest, @Query() query: unknown, @Res() reply: Reply): Promise<void> {
    const { lang, message: said, at } = readRequest(shown, query);
    const isOld = at !== undefined && Math.abs(Date.now() / 1000 - at) > MESSAGE_SECONDS;
    const message = isOld ? undefined : said;
    const session = await this.sessions.find(request);
    const language = lang ?? (session?.language === 'en' ? 'en' : languageOf(request));
    if (!session) {
      sendPage(reply, writeLoginPage(language, message));
      return;
    }
    const formRef = randomBytes(12).toString('base64url');
    const view = await this.desk.look(session, language);
    sendPage(reply, writeRiderPage({ ...view, csrf: session.csrf, message, formRef }));
  }

  @Post('rider/session')
  @ApiOperation({ summary: 'Logs a rider in, by the form of the page' })
  @ApiResponse({ status: 303, description: 'To the page, which says what came of it' })
  async logIn(@Req() request: RiderRequest, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const parsed = login.safeParse(body);
    const lang = parsed.data?.lang ?? languageOf(request);
    // A number of a bank card is looked up nowhere.
    if (!parsed.success || !isOwnForm(request) || mayBePan(parsed.data.card)) {
      redirect(reply, lang, 'wrong');
      return;
    }
    const result = await this.sessions.logIn(request, parsed.data);
    if (typeof result === 'string') redirect(reply, lang, result);
    else redirect(reply.header('set-cookie', result.cookie), lang);
  }

  @Post('rider/leave')
  @ApiOperation({ summary: 'Logs the rider out' })
  @ApiResponse({ status: 303, description: 'To the page, which says what came of it' })
  async leave(@Req() request: RiderRequest, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const session = await this.#session(request, form.safeParse(body).data);
    if (session) reply.header('set-cookie', await this.sessions.leave(request, session));
    redirect(reply, session?.language, 'left');
  }

  @Post('rider/block')
  @ApiOperation({ summary: 'Blocks the rider’s card' })
  @ApiResponse({ status: 303, description: 'To the page, which says what came of it' })
  async block(@Req() request: RiderRequest, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const wish = blocking.safeParse(body).data;
    const session = await this.#session(request, wish);
    if (!session || wish?.sure !== 'yes') {
      redirect(reply, session?.language, session ? 'notSure' : 'expired');
      return;
    }
    await this.media.block(session.tokenRef, 'BLOCKED_BY_RIDER', 'rider');
    redirect(reply, session.language, 'blockedNow');
  }

  @Post('rider/pass')
  @ApiOperation({ summary: 'Begins a pass of the rider that nobody began yet' })
  @ApiResponse({ status: 303, description: 'To the page, which says what came of it' })
  async beginPass(@Req() request: RiderRequest, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const wish = passBegin.safeParse(body).data;
    const session = await this.#session(request, wish);
    if (!session || session.accountId === null || !wish) {
      redirect(reply, session?.language, 'expired');
      return;
    }
    const passes = await this.rights.listPasses(session.accountId);
    const isOwn = passes.some(({ passId, state }) => passId === wish.passId && state === 'UNUSED');
    const isBegun = isOwn && (await this.rights.activate(wish.passId, new Date(), 'rider'));
    redirect(reply, session.language, isBegun ? 'passBegun' : 'passNotBegun');
  }

  @Post('rider/top-up')
  @ApiOperation({ summary: 'Puts money in' })
  @ApiResponse({ status: 303, description: 'To the page, which says what came of it' })
  async topUp(@Req() request: RiderRequest, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const wish = topUp.safeParse(body).data;
    const session = await this.#session(request, wish);
    if (!session || session.accountId === null || !wish) {
      redirect(reply, session?.language, 'expired');
      return;
    }
    const currency = await this.desk.findCurrency(session.accountId);
    const amountMinor = readTopUp(wish.amount, currency);
    if (amountMinor === undefined) {
      redirect(reply, session.language, 'badAmount');
      return;
    }
    const state = await this.topUps.topUp(session.accountId, amountMinor, currency, wish.formRef);
    redirect(reply, session.language, MESSAGE_OF[state]);
  }

  @Post('rider/complaint')
  @ApiOperation({ summary: 'Asks for the money of a ride back' })
  @ApiResponse({ status: 303, description: 'To the page, which says what came of it' })
  async complain(@Req() request: RiderRequest, @Body() body: unknown, @Res() reply: Reply): Promise<void> {
    const wish = complaint.safeParse(body).data;
    const session = await this.#session(request, wish);
    if (!session || session.accountId === null || !wish) {
      redirect(reply, session?.language, session ? 'notAsked' : 'expired');
      return;
    }
    const isAsked = await this.complaints.ask(session.accountId, wish.chargeId, wish.reason);
    redirect(reply, session.language, isAsked ? 'asked' : 'notAsked');
  }

  @Get('assets/rider/rider.css')
  @ApiOperation({ summary: 'A part of the page' })
  @ApiResponse({
    status: 200,
    description: 'A style',
    content: { 'text/css': { schema: { type: 'string' } } },
  })
  async style(@Res() reply: Reply): Promise<void> {
    const bytes = await readFile(new URL('../../../public/rider.css', import.meta.url));
    reply
      .header('content-type', 'text/css; charset=utf-8')
      .header('cache-control', 'public, max-age=300')
      .send(bytes);
  }

  async #session(
    request: RiderRequest,
    sent: { csrf: string } | undefined,
  ): Promise<OpenSession | undefined> {
    return sent && isOwnForm(request) ? this.sessions.findForForm(request, sent.csrf) : undefined;
  }
}

const MESSAGE_OF = { BOOKED: 'booked', PENDING: 'pending', DECLINED: 'declined' } as const;

/** Browsers say where a form comes from; one that does not say so is held by its token alone. */
function isOwnForm({ headers }: RiderRequest): boolean {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = headers;
  return typeof origin !== 'string' || URL.parse(origin)?.host === host;
}

function languageOf({ headers }: RiderRequest): Language {
  return chooseLanguage(undefined, headers['accept-language']?.toString());
}

function sendPage(reply: Reply, page: string): void {
  reply
    .header('content-type', 'text/html; charset=utf-8')
    .header('cache-control', 'no-store')
    .header('referrer-policy', 'same-origin')
    .header('content-security-policy', POLICY)
    .send(page);
}

function redirect(reply: Reply, lang: string | undefined, message?: Message): void {
  const told = message === undefined ? '' : `&message=${message}&at=${Math.floor(Date.now() / 1000)}`;
  const query = `lang=${lang === 'en' ? 'en' : 'uk'}${told}`;
  reply.header('location', `/rider?${query}`).header('cache-control', 'no-store').status(303).send();
}
