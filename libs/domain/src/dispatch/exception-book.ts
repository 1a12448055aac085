/**
 * The list of what needs a dispatcher. A rule finds things, each look; the book raises a thing when it was found for
 * long enough, keeps it while it is still found, and clears it when it was not for long enough. A thing has one
 * exception at a time; one that a person solved is not raised again before it was over.
 */
import { EXCEPTION_KINDS, type DispatchException, type ExceptionKind } from './exception.js';

/** What a rule sees at one look. */
export interface Finding {
  /** Names the thing: the same as long as it lasts. */
  readonly key: string;
  readonly kind: ExceptionKind;
  /** Enough to raise it; else only enough to keep what was raised. */
  readonly isStrong: boolean;
  readonly about: ExceptionSubject;
}

export type ExceptionSubject = Omit<
  DispatchException,
  'exceptionId' | 'kind' | 'state' | 'raisedAt' | 'takenBy' | 'snoozedUntil' | 'solved' | 'sinceSeconds'
> & { readonly since?: number };

/** How long a thing must be found before it is raised, and missed before it is cleared. */
export interface Patience {
  readonly raiseSeconds: number;
  readonly clearSeconds: number;
}

export interface Look {
  readonly findings: Iterable<Finding>;
  readonly patience: Readonly<Partial<Record<ExceptionKind, Patience>>>;
  /** Before what is known is known again after a start, nothing is raised or cleared. */
  readonly mayRaise: boolean;
  readonly mayClear: boolean;
  /** Whether an order took care of what a thing is about: then the order solved it. */
  readonly isOrdered?: (exception: DispatchException) => boolean;
}

interface Entry {
  readonly key: string;
  exception: DispatchException;
  lastFoundAt: number;
  told: number | undefined;
  toldAt: number;
}

export interface BookedException {
  readonly key: string;
  readonly exception: DispatchException;
  /** `over` is when the thing itself is: it may be raised again. */
  readonly step: 'raised' | 'value' | 'handled' | 'woken' | 'over';
}

export type Person = { readonly userId: string; readonly name: string };
export type Refusal = 'unknown' | 'solved' | 'taken_by_another';

const NO_PATIENCE: Patience = { raiseSeconds: 0, clearSeconds: 0 };
/** A changed value alone is told no more often. */
const VALUE_SECONDS = 15;

export class ExceptionBook {
  readonly #candidates = new Map<string, { since: number; seenAt: number }>();
  readonly #entries = new Map<string, Entry>();
  readonly #byId = new Map<string, Entry>();

  /** One look, at `now`; what is new, changed or over since the last. */
  look({ findings, patience, mayRaise, mayClear, isOrdered }: Look, now: number): BookedException[] {
    const changed: BookedException[] = [];
    for (const finding of findings) {
      const entry = this.#entries.get(finding.key);
      if (entry) this.#keep(entry, finding, now, changed);
      else if (finding.isStrong && mayRaise) this.#consider(finding, patience, now, changed);
    }
    for (const [key, { seenAt }] of this.#candidates) if (seenAt < now) this.#candidates.delete(key);
    for (const entry of this.#entries.values()) {
      const { clearSeconds } = patience[entry.exception.kind] ?? NO_PATIENCE;
      const isMissed = entry.lastFoundAt < now && now - entry.lastFoundAt >= clearSeconds;
      if (isMissed && mayClear) changed.push(this.#clear(entry, now, isOrdered));
      else if (hasWoken(entry.exception, now)) changed.push(this.#set(entry, wake(entry.exception), 'woken'));
    }
    return changed;
  }

  /** Those open, the most urgent kind first and then the oldest. */
  list(): DispatchException[] {
    const open = [...this.#entries.values()].map(({ exception }) => exception);
    return open.filter(({ state }) => state !== 'solved').sort(compareUrgency);
  }

  find(exceptionId: string): DispatchException | undefined {
    return this.#byId.get(exceptionId)?.exception;
  }

  /** Somebody sees to it; again by the same person changes nothing. */
  take(exceptionId: string, { userId, name }: Person, now: number): BookedException | Refusal {
    return this.#change(exceptionId, userId, (exception) => ({
      ...without(exception, 'snoozedUntil'),
      state: 'taken',
      takenBy: exception.takenBy ?? { userId, name, at: now },
    }));
  }

  /** It is anybody's again: given back, or woken before its time. Anyone may: who took it may have gone home. */
  release(exceptionId: string): BookedException | Refusal {
    return this.#change(exceptionId, undefined, wake);
  }

  snooze(exceptionId: string, person: Person, until: number): BookedException | Refusal {
    return this.#change(exceptionId, person.userId, (exception) => ({
      ...without(exception, 'takenBy'),
      state: 'snoozed',
      snoozedUntil: until,
    }));
  }

  /** Done with, though it may still be so: it is not raised again before it was over. */
  solve(exceptionId: string, { userId, name }: Person, now: number): BookedException | Refusal {
    return this.#change(exceptionId, userId, (exception) => ({
      ...without(exception, 'snoozedUntil'),
      state: 'solved',
      solved: { at: now, how: 'person', by: name },
    }));
  }

  /** Puts back what was written down, as after a restart; it is kept as if found now. */
  restore(booked: Iterable<Pick<BookedException, 'key' | 'exception'>>, now: number): void {
    for (const { key, exception } of booked) {
      this.#enter({ key, exception, lastFoundAt: now, told: exception.value, toldAt: now });
    }
  }

  #consider(finding: Finding, patience: Look['patience'], now: number, changed: BookedException[]): void {
    const { key, kind, about } = finding;
    const candidate = this.#candidates.get(key) ?? { since: now, seenAt: now };
    candidate.seenAt = now;
    this.#candidates.set(key, candidate);
    if (now - candidate.since < (patience[kind] ?? NO_PATIENCE).raiseSeconds) return;
    this.#candidates.delete(key);
    const { since = candidate.since, ...subject } = about;
    const exception: DispatchException = {
      exceptionId: nameException(kind, key, now),
      kind,
      state: 'new',
      ...subject,
      sinceSeconds: Math.floor(since),
      raisedAt: Math.floor(now),
    };
    const entry = { key, exception, lastFoundAt: now, told: about.value, toldAt: now };
    this.#enter(entry);
    changed.push({ key, exception, step: 'raised' });
  }

  #keep(entry: Entry, { about }: Finding, now: number, changed: BookedException[]): void {
    entry.lastFoundAt = now;
    if (entry.exception.state === 'solved' || about.value === entry.exception.value) return;
    entry.exception = { ...entry.exception, ...without(about, 'since') };
    if (now - entry.toldAt < VALUE_SECONDS || isAboutSame(entry.told, about.value)) return;
    entry.told = about.value;
    entry.toldAt = now;
    changed.push({ key: entry.key, exception: entry.exception, step: 'value' });
  }

  #clear(entry: Entry, now: number, isOrdered: Look['isOrdered']): BookedException {
    this.#entries.delete(entry.key);
    this.#byId.delete(entry.exception.exceptionId);
    if (entry.exception.state !== 'solved') {
      const how = isOrdered?.(entry.exception) === true ? ('order' as const) : ('cleared' as const);
      entry.exception = {
        ...without(entry.exception, 'snoozedUntil'),
        state: 'solved',
        solved: { at: Math.floor(now), how },
      };
    }
    return { key: entry.key, exception: entry.exception, step: 'over' };
  }

  #change(
    exceptionId: string,
    userId: string | undefined,
    change: (exception: DispatchException) => DispatchException,
  ): BookedException | Refusal {
    const entry = this.#byId.get(exceptionId);
    if (!entry) return 'unknown';
    const { state, takenBy } = entry.exception;
    if (state === 'solved') return 'solved';
    if (userId !== undefined && takenBy && takenBy.userId !== userId) return 'taken_by_another';
    return this.#set(entry, change(entry.exception), 'handled');
  }

  #set(entry: Entry, exception: DispatchException, step: BookedException['step']): BookedException {
    entry.exception = exception;
    return { key: entry.key, exception, step };
  }

  #enter(entry: Entry): void {
    this.#entries.set(entry.key, entry);
    this.#byId.set(entry.exception.exceptionId, entry);
  }
}

export function compareUrgency(a: DispatchException, b: DispatchException): number {
  return (
    EXCEPTION_KINDS.indexOf(a.kind) - EXCEPTION_KINDS.indexOf(b.kind) ||
    a.raisedAt - b.raisedAt ||
    (a.exceptionId < b.exceptionId ? -1 : 1)
  );
}

function hasWoken({ state, snoozedUntil }: DispatchException, now: number): boolean {
  return state === 'snoozed' && (snoozedUntil ?? 0) <= now;
}

function wake(exception: DispatchException): DispatchException {
  return { ...without(exception, 'snoozedUntil', 'takenBy'), state: 'new' };
}

export function without<T extends object, K extends keyof T>(value: T, ...keys: readonly K[]): Omit<T, K> {
  const kept = Object.entries(value).filter(([key]) => !keys.includes(key as K));
  return Object.fromEntries(kept) as Omit<T, K>;
}

/** A tenth more or less, or half a minute, is worth telling. */
function isAboutSame(told: number | undefined, value: number | undefined): boolean {
  if (told === undefined || value === undefined) return told === value;
  return Math.abs(value - told) < Math.min(30, Math.max(5, Math.abs(told) / 10));
}

/** A name made of what it is about and when: the same look at the same things gives the same names. */
function nameException(kind: ExceptionKind, key: string, now: number): string {
  let hash = 0xcbf29ce484222325n;
  for (const character of `${kind} ${key}`) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(character.codePointAt(0)!)) * 0x100000001b3n);
  }
  return `${kind}-${hash.toString(36)}-${Math.floor(now).toString(36)}`;
}
