import { setTimeout as delay } from 'node:timers/promises';
import {
  type DeviceConfiguration,
  HeldDenyList,
  type ListDocument,
  type TrustedOffice,
  openConfiguration,
  signedConfiguration,
} from '@rukh/adapters/deny-list';
import { type Verifier, openKeySet, ticketKeySet } from '@rukh/adapters/tickets';
import { makeListRef } from '@rukh/adapters/token-ref';
import type { ValidatorEvent } from '@rukh/domain/validator';
import { z } from 'zod';
import type { DeviceSigner } from './device-signer.js';
import type { OfficeShelf } from './office-shelf.js';
import { signRequest } from './sign-request.js';

export interface DeviceOfficeParts {
  readonly url: string;
  readonly deviceId: string;
  readonly signer: DeviceSigner;
  readonly shelf: OfficeShelf;
  /** Told of a list and of rules, those of the disk too, at `start`. */
  readonly onEvent: (event: ValidatorEvent) => void;
  /** Told why something could not be had; it is tried again. */
  readonly onError?: (error: Error) => void;
  /** How long the back office may hold a question for the next list; shorter in tests. */
  readonly waitSeconds?: number;
}

/** What cannot be believed. */
class NotBelievedError extends Error {
  override readonly name = 'NotBelievedError';
}

interface Question {
  readonly body?: object;
  readonly limitMs?: number | undefined;
}

const CONFIGURATION_EVERY_MS = 600_000;
const TICKET_KEYS_EVERY_MS = 24 * 3_600_000;
const KEEP_CONFIRMATION_EVERY_MS = 60_000;
const WAIT_SECONDS = 25;
const LESSON_EVERY_MS = 60_000;
/** A rider waits for it. */
const LESSON_LIMIT_MS = 400;
const TIMEOUT_MS = 10_000;
const SHORTEST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;

const listDocument: z.ZodType<ListDocument> = z.custom<ListDocument>(
  (value) => z.object({ kind: z.enum(['snapshot', 'delta', 'head']) }).safeParse(value).success,
);

/**
 * What a validator has of the back office: rules, keys of tickets, and the deny list. It follows all three while there is
 * a network, believes only what is signed by keys that it has, and goes by what it had before where there is none.
 */
export class DeviceOffice {
  readonly #parts: DeviceOfficeParts;
  readonly #stop = new AbortController();
  #configuration: DeviceConfiguration | undefined;
  #list: HeldDenyList | undefined;
  #verifier: Verifier | undefined;
  #isOffline = false;
  /** Whether the back office said of the list that there is none newer: what was fetched may have been signed long ago. */
  #isConfirmed = false;
  #configurationDueMs = 0;
  #ticketKeysDueMs = 0;
  #keptConfirmationMs = 0;
  #nextLessonMs = 0;
  #ended: Promise<void> = Promise.resolve();
  /** Ends what waits for an answer or for time to pass. */
  #nudge = new AbortController();

  constructor(parts: DeviceOfficeParts) {
    this.#parts = parts;
    const { configuration, list } = parts.shelf.kept;
    const opened = configuration && openConfiguration(configuration);
    if (opened === undefined) return;
    this.#configuration = opened;
    this.#list = new HeldDenyList(trustedBy(opened), list);
    this.#openTicketKeys();
  }

  /** Begins to follow, until `stop`. */
  start(): void {
    this.tellAll();
    this.#ended = this.#follow();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#nudge.abort();
    await this.#ended;
  }

  /** Tells again what is known: for a validator that was switched on just now. */
  tellAll(): void {
    if (this.#configuration !== undefined) this.#tellRules(this.#configuration);
    this.#tellList();
  }

  /** Pulls the plug of the network, or puts it in. */
  setOffline(isOffline: boolean): void {
    if (isOffline === this.#isOffline) return;
    this.#isOffline = isOffline;
    this.#nudge.abort();
    this.#nudge = new AbortController();
  }

  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** Of how many media the list is; undefined without one. */
  get listSize(): number | undefined {
    return this.#list?.size;
  }

  /** Whether the list names the medium; undefined where the device has no list. */
  isListed(token: string): boolean | undefined {
    if (this.#configuration === undefined || this.#list === undefined || this.#list.version === 0) {
      return undefined;
    }
    return this.#list.has(makeListRef(this.#configuration.listDeviceKey, token));
  }

  /** With which tickets are verified; undefined before the keys were ever fetched. */
  get verifier(): Verifier | undefined {
    return this.#verifier;
  }

  /**
   * Fetches the keys of tickets now, for a code whose signature nobody here knows: it may be by a key of today. At most
   * once in a while, since any scribble is such a code. True where there are keys that were not there before.
   */
  async learnTicketKeys(): Promise<boolean> {
    const nowMs = performance.now();
    if (this.#isOffline || this.#configuration === undefined || nowMs < this.#nextLessonMs) return false;
    this.#nextLessonMs = nowMs + LESSON_EVERY_MS;
    const before = new Set(this.#verifier?.keys.keys());
    await this.#fetchTicketKeys(LESSON_LIMIT_MS).catch(() => undefined);
    return [...(this.#verifier?.keys.keys() ?? [])].some((keyId) => !before.has(keyId));
  }

  async #follow(): Promise<void> {
    let failures = 0;
    while (!this.#isStopped()) {
      if (this.#isOffline) {
        await this.#pause(LONGEST_PAUSE_MS);
        continue;
      }
      try {
        await this.#fetchDue();
        await this.#fetchList();
        failures = 0;
      } catch (error) {
        if (this.#isStopped()) return;
        if (!this.isOffline) this.#parts.onError?.(error as Error);
        const bound = Math.min(LONGEST_PAUSE_MS, SHORTEST_PAUSE_MS * 2 ** Math.min(failures++, 10));
        await this.#pause(bound / 2 + (Math.random() * bound) / 2);
      }
    }
  }

  #isStopped(): boolean {
    return this.#stop.signal.aborted;
  }

  async #fetchDue(): Promise<void> {
    const nowMs = performance.now();
    if (this.#configuration === undefined || nowMs >= this.#configurationDueMs) {
      await this.#fetchConfiguration();
      this.#configurationDueMs = nowMs + CONFIGURATION_EVERY_MS;
    }
    if (this.#verifier === undefined || nowMs >= this.#ticketKeysDueMs) {
      await this.#fetchTicketKeys();
      this.#ticketKeysDueMs = nowMs + TICKET_KEYS_EVERY_MS;
    }
  }

  async #fetchTicketKeys(limitMs?: number): Promise<void> {
    const ticketKeys = ticketKeySet.parse(await this.#ask('ticket-keys', { limitMs }));
    this.#parts.shelf.keep({ ticketKeys });
    this.#openTicketKeys();
  }

  async #fetchConfiguration(): Promise<void> {
    const { deviceId, signer, shelf } = this.#parts;
    const request = signRequest(signer, deviceId, 'configuration', { sentAtMs: Date.now() });
    const signed = signedConfiguration.parse(
      await this.#ask(`devices/${deviceId}/configuration`, { body: request }),
    );
    const opened = openConfiguration(signed, this.#configuration);
    if (opened === undefined) throw new NotBelievedError('rules that nobody signed whom this device knows');
    shelf.keep({ configuration: signed });
    this.#configuration = opened;
    if (this.#list === undefined) this.#list = new HeldDenyList(trustedBy(opened));
    else this.#list.trust(trustedBy(opened));
    this.#openTicketKeys();
    this.#tellRules(opened);
  }

  async #fetchList(): Promise<void> {
    const list = this.#list!;
    const waitSeconds = this.#isConfirmed ? (this.#parts.waitSeconds ?? WAIT_SECONDS) : 0;
    const query = `epoch=${list.epoch}&after=${list.version}&wait=${waitSeconds}`;
    const answer = listDocument.parse(
      await this.#ask(`deny-list?${query}`, { limitMs: waitSeconds * 1000 + TIMEOUT_MS }),
    );
    const result = list.offer(answer);
    if (result === 'FORGED') {
      // The key may be one that came since: the rules say which keys there are.
      this.#configurationDueMs = 0;
      throw new NotBelievedError('a deny list that nobody signed whom this device knows');
    }
    if (result === 'REFUSE') throw new NotBelievedError('a deny list older than the one here');
    this.#isConfirmed = answer.kind === 'head';
    this.#keepList(result === 'TAKE');
    this.#tellList();
  }

  /** A confirmation is written down now and then only: what is lost of it is fetched again. */
  #keepList(isNew: boolean): void {
    const nowMs = performance.now();
    if (!isNew && nowMs < this.#keptConfirmationMs + KEEP_CONFIRMATION_EVERY_MS) return;
    this.#keptConfirmationMs = nowMs;
    this.#parts.shelf.keep({ list: this.#list!.keep() });
  }

  #openTicketKeys(): void {
    const { ticketKeys } = this.#parts.shelf.kept;
    if (ticketKeys === undefined || this.#configuration === undefined) return;
    const { agency, dynamicTicket } = this.#configuration;
    this.#verifier = { agency, keys: openKeySet(ticketKeys), rule: dynamicTicket };
  }

  #tellRules(configuration: DeviceConfiguration): void {
    const { staleList, dynamicTicket, passbackSeconds, transferHintMinutes, transferHintMedia } =
      configuration;
    const rules = { staleList, dynamicTicket, passbackSeconds, transferHintMinutes, transferHintMedia };
    this.#parts.onEvent({ type: 'RULES', rules });
  }

  #tellList(): void {
    if (this.#list === undefined || this.#list.version === 0) return;
    const { version, confirmedAtMs } = this.#list;
    this.#parts.onEvent({ type: 'LIST', list: { version, confirmedAtMs } });
  }

  async #ask(path: string, { body, limitMs = TIMEOUT_MS }: Question = {}): Promise<unknown> {
    const answer = await fetch(new URL(`/api/v1/${path}`, this.#parts.url), {
      ...(body && {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
      signal: AbortSignal.any([this.#stop.signal, this.#nudge.signal, AbortSignal.timeout(limitMs)]),
    });
    if (answer.ok) return answer.json();
    await answer.body?.cancel();
    throw new Error(`the back office answered ${path.split('?')[0]} with ${answer.status}`);
  }

  async #pause(ms: number): Promise<void> {
    const signal = AbortSignal.any([this.#stop.signal, this.#nudge.signal]);
    await delay(ms, undefined, { signal }).catch(() => undefined);
  }
}

function trustedBy({ agency, listKeys }: DeviceConfiguration): TrustedOffice {
  return { agency, publicKeys: new Map(listKeys.map(({ keyId, publicKey }) => [keyId, publicKey])) };
}
