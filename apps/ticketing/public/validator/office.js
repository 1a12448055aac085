// What a validator in a browser has of the back office: rules, keys of tickets, the deny list. Each is believed only where
// a key signed it that the browser has, is kept in its disk, and is gone by where there is no network (docs/deny-list.md).
import { NO_LIST, countEntries, isGenuine, isListed, takeOver } from './held-list.js';
import { isSigned } from './signed.js';
import { fromBase64url, join, verifyCode } from './ticket.js';

const TEXT = new TextEncoder();
const CONFIGURATION_PREFIX = TEXT.encode('rukh-validator-configuration-v1\n');
const SIGNED_AS = { check: 'rukh-check-v1\n', configuration: 'rukh-configuration-v1\n' };
const CONFIGURATION_EVERY_MS = 600_000;
const TICKET_KEYS_EVERY_MS = 24 * 3_600_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
const TIMEOUT_MS = 10_000;
/** For which the back office may hold a question for the list until there is a newer one. */
const WAIT_SECONDS = 25;
/** Longer than this nobody stands before a validator. */
const CHECK_LIMIT_MS = 400;
/** After so many checks without an answer in time, riders are not kept waiting for a while. */
const CHECK_FAILURES = 3;
const CHECK_REST_MS = 10_000;
const LESSON_EVERY_MS = 60_000;
const TICKETS = ['STATIC_QR', 'DYNAMIC_QR', 'PAPER'];
const UNREAD = 'unread';

export class WebOffice {
  #parts;
  #configuration;
  #ticketKeys;
  #list = { ...NO_LIST, confirmedAtMs: -Infinity };
  #isUp = false;
  /** Whether the back office said of the list that there is none newer: what was fetched may have been signed long ago. */
  #isConfirmed = false;
  #configurationDueMs = 0;
  #ticketKeysDueMs = 0;
  #checkFailures = 0;
  #checkRestUntilMs = 0;
  #nextLessonMs = 0;
  #wake = () => undefined;

  /** parts: {media (the domain's), deviceId, signer (session.js), store, toBase64url, onEvent, vehicleId?, zoneId?, base?, waitSeconds?} */
  static async open(parts) {
    const office = new WebOffice();
    office.#parts = parts;
    const { store } = parts;
    const configuration = await store.fact('configuration');
    if (configuration !== undefined) office.#configuration = readConfiguration(configuration);
    office.#ticketKeys = (await store.fact('ticketKeys'))?.keys;
    office.#list = (await store.fact('list')) ?? office.#list;
    office.#tell();
    return office;
  }

  get list() {
    return {
      version: this.#list.version,
      media: countEntries(this.#list),
      confirmedAtMs: this.#list.confirmedAtMs,
    };
  }

  /** The network came or went. */
  setNetwork(isUp) {
    this.#isUp = isUp;
    this.#wake();
  }

  /** Follows until the signal; never rejects. */
  async follow(signal) {
    signal.addEventListener('abort', () => this.#wake());
    for (let failures = 0; !signal.aborted;) {
      try {
        if (this.#isUp) {
          await this.#fetchDue();
          await this.#fetchList(signal);
          failures = 0;
        } else await this.#pause(LONGEST_PAUSE_MS);
      } catch {
        const bound = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** Math.min(failures++, 10));
        if (!signal.aborted) await this.#pause(bound / 2 + (Math.random() * bound) / 2);
      }
    }
  }

  /** All that can be found out of a medium before the validator decides. `nowMs`: the time as the validator tells it. */
  async read(held, nowMs) {
    const card = TICKETS.includes(held.mediaType) ? await this.#readTicket(held, nowMs) : held;
    const isListed = await this.#isListed(card.token);
    const known = { ...card, ...(isListed === undefined ? {} : { isListed }) };
    if (card.verification?.verdict === 'REFUSED' || card.mediaType === 'CASH') return known;
    const online = await this.#check(known);
    return online === undefined ? known : { ...known, online };
  }

  async #readTicket(held, nowMs) {
    const bytes = held.bytes ?? readCode(held.token);
    const card = { ...held };
    delete card.bytes;
    const first = await this.#verify(card, bytes, nowMs);
    return first.token === UNREAD && (await this.#learnTicketKeys())
      ? this.#verify(card, bytes, nowMs)
      : first;
  }

  async #verify(card, bytes, nowMs) {
    const refuse = (token, reason) => ({ ...card, token, verification: { verdict: 'REFUSED', reason } });
    if (bytes === undefined || this.#configuration === undefined || this.#ticketKeys === undefined) {
      return refuse(UNREAD, 'TICKET_BAD_SIGNATURE');
    }
    const { agency, dynamicTicket } = this.#configuration;
    const verifier = { agency, keys: this.#ticketKeys, rule: dynamicTicket };
    const { vehicleId, zoneId } = this.#parts;
    const use = { at: Math.floor(nowMs / 1000), vehicleId, zoneId };
    const { reason, ticket } = await verifyCode(this.#parts.media.judgeTicket, verifier, bytes, use);
    if (reason !== undefined) return refuse(ticket?.ticketId ?? UNREAD, reason);
    return {
      ...card,
      token: ticket.ticketId,
      mediaType: ticket.holder === undefined ? card.mediaType : 'DYNAMIC_QR',
      verification: { verdict: ticket.riderCategoryId === undefined ? 'PASS' : 'CONCESSION' },
      ...(ticket.isSingleUse ? { singleUseUntilMs: ticket.validUntil * 1000 } : {}),
    };
  }

  async #isListed(token) {
    if (this.#configuration === undefined || this.#list.version === 0) return undefined;
    return isListed(this.#list, this.#configuration.listDeviceKey, token);
  }

  async #check({ token, mediaType, extras = [] }) {
    if (!this.#isUp || performance.now() < this.#checkRestUntilMs) return undefined;
    try {
      const { deviceId, vehicleId, checkLimitMs = CHECK_LIMIT_MS } = this.#parts;
      const body = await this.#sign('check', { token, mediaType, vehicleId, hasExtras: extras.length > 0 });
      const answer = await this.#ask(`devices/${deviceId}/check`, { body, limitMs: checkLimitMs });
      this.#checkFailures = 0;
      const { reason, transferMinutesLeft, denyListVersion } = answer;
      return {
        reason,
        denyListVersion,
        ...(transferMinutesLeft === undefined ? {} : { transferMinutesLeft }),
      };
    } catch {
      if (++this.#checkFailures >= CHECK_FAILURES) this.#checkRestUntilMs = performance.now() + CHECK_REST_MS;
      return undefined;
    }
  }

  async #fetchDue() {
    const nowMs = performance.now();
    if (this.#configuration === undefined || nowMs >= this.#configurationDueMs) {
      await this.#fetchConfiguration();
      this.#configurationDueMs = nowMs + CONFIGURATION_EVERY_MS;
    }
    if (this.#ticketKeys === undefined || nowMs >= this.#ticketKeysDueMs) {
      await this.#fetchTicketKeys();
      this.#ticketKeysDueMs = nowMs + TICKET_KEYS_EVERY_MS;
    }
  }

  async #fetchConfiguration() {
    const { deviceId, store } = this.#parts;
    const body = await this.#sign('configuration', { sentAtMs: Date.now() });
    const signed = await this.#ask(`devices/${deviceId}/configuration`, { body });
    const offered = readConfiguration(signed);
    const believed = this.#configuration ?? offered;
    const text = join([CONFIGURATION_PREFIX, fromBase64url(signed.body)]);
    let isGenuine = false;
    for (const one of [signed, ...(signed.earlier ?? [])]) {
      const key = believed.listKeys.find(({ keyId }) => keyId === one.keyId);
      if (key !== undefined && (await isSigned(key.publicKey, text, one.signature))) isGenuine = true;
    }
    const isOlder = offered.version < believed.version || offered.issuedAtMs < believed.issuedAtMs;
    if (!isGenuine || isOlder || offered.agency !== believed.agency)
      throw new Error('rules that are not believed');
    await store.putFact('configuration', signed);
    this.#configuration = offered;
    this.#tell();
  }

  async #fetchTicketKeys(limitMs) {
    const set = await this.#ask('ticket-keys', { limitMs });
    await this.#parts.store.putFact('ticketKeys', set);
    this.#ticketKeys = set.keys;
  }

  /** For a code whose signature nobody here knows: it may be by a key of today. Any scribble is such a code, so: seldom. */
  async #learnTicketKeys() {
    const nowMs = performance.now();
    if (!this.#isUp || nowMs < this.#nextLessonMs) return false;
    this.#nextLessonMs = nowMs + LESSON_EVERY_MS;
    const before = this.#ticketKeys ?? [];
    await this.#fetchTicketKeys(CHECK_LIMIT_MS).catch(() => undefined);
    return (this.#ticketKeys ?? []).some(({ kid }) => !before.some((known) => known.kid === kid));
  }

  async #fetchList(signal) {
    const { epoch, version } = this.#list;
    const waitSeconds = this.#isConfirmed ? (this.#parts.waitSeconds ?? WAIT_SECONDS) : 0;
    const limitMs = waitSeconds * 1000 + TIMEOUT_MS;
    const document = await this.#ask(`deny-list?epoch=${epoch}&after=${version}&wait=${waitSeconds}`, {
      limitMs,
      signal,
    });
    if (!(await isGenuine(document, this.#configuration))) {
      // The key may be one that came since: the rules say which keys there are.
      this.#configurationDueMs = 0;
      throw new Error('a deny list that is not believed');
    }
    const step = this.#parts.media.followList({ version, epoch }, document);
    if (step === 'REFUSE') throw new Error('a deny list older than the one here');
    this.#isConfirmed = document.kind === 'head';
    if (step === 'TAKE') this.#list = takeOver(this.#list, document);
    if (step === 'TAKE' || step === 'CONFIRMED') {
      const confirmedAtMs = Math.max(this.#list.confirmedAtMs, document.issuedAtMs);
      this.#list = { ...this.#list, confirmedAtMs };
      await this.#parts.store.putFact('list', this.#list);
      this.#tell();
    }
  }

  #tell() {
    const { onEvent, media } = this.#parts;
    if (this.#configuration !== undefined) {
      // What rules that were kept by an older page do not say.
      const known = { ...media.DEFAULT_VALIDATOR_CONFIGURATION, ...this.#configuration };
      const { staleList, dynamicTicket, passbackSeconds, transferHintMinutes, transferHintMedia } = known;
      const rules = { staleList, dynamicTicket, passbackSeconds, transferHintMinutes, transferHintMedia };
      onEvent({ type: 'RULES', rules });
    }
    const { version, confirmedAtMs } = this.#list;
    if (version > 0) onEvent({ type: 'LIST', list: { version, confirmedAtMs } });
  }

  async #sign(purpose, content) {
    const { deviceId, signer, toBase64url } = this.#parts;
    const text = TEXT.encode(JSON.stringify(content));
    const { keyId, signature } = await signer.sign(join([TEXT.encode(SIGNED_AS[purpose]), text]));
    return { deviceId, keyId, body: toBase64url(text), signature: toBase64url(signature) };
  }

  async #ask(path, { body, limitMs = TIMEOUT_MS, signal } = {}) {
    const limit = AbortSignal.timeout(limitMs);
    const answer = await fetch(`${this.#parts.base ?? ''}/api/v1/${path}`, {
      ...(body === undefined
        ? {}
        : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
    });
    if (answer.status === 401 && body !== undefined) this.#parts.signer.noteRefused(body.keyId);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  #pause(ms) {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

/** A ticket that was typed or pasted; undefined where it is no base64url. */
function readCode(text) {
  try {
    return fromBase64url(text);
  } catch {
    return undefined;
  }
}

function readConfiguration({ body }) {
  return JSON.parse(new TextDecoder().decode(fromBase64url(body)));
}
