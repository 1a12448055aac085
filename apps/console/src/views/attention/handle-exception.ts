/**
 * Taking, putting off and closing what needs attention. To put off or to close is sent when five seconds have gone
 * without its being undone, or when the page is left.
 */
import type { DispatchException } from '@rukh/domain/dispatch';
import { ApiProblem, ask } from '../../live/api.js';
import { live } from '../../live/live-store.js';
import { currentLanguage } from '../../text/use-texts.js';
import { UNDO_MS, showToast } from '../../ui/toasts.js';
import { ATTENTION_TEXTS } from './attention-texts.js';

type Verb = 'take' | 'release' | 'snooze' | 'solve';
const waiting = new Map<string, () => void>();

addEventListener('pagehide', () => {
  for (const send of waiting.values()) send();
});

export async function take(exceptionId: string): Promise<void> {
  const texts = ATTENTION_TEXTS[currentLanguage()];
  if (!(await send(exceptionId, 'take'))) return;
  showToast(texts.taken, { undo: () => void send(exceptionId, 'release') });
}

export async function release(exceptionId: string): Promise<void> {
  await send(exceptionId, 'release');
}

export function snooze(exceptionId: string, minutes: number): void {
  const texts = ATTENTION_TEXTS[currentLanguage()];
  const until = Math.round(live.now()) + minutes * 60;
  const undone = hide(exceptionId, { state: 'snoozed', snoozedUntil: until });
  later(exceptionId, () => void send(exceptionId, 'snooze', { until }), undone, texts.snoozed(minutes));
}

export function solve(exceptionId: string): void {
  const texts = ATTENTION_TEXTS[currentLanguage()];
  const undone = hide(exceptionId, { state: 'solved' });
  later(exceptionId, () => void send(exceptionId, 'solve', {}), undone, texts.solved);
}

/** Shown as it will be. @returns what shows it as it was */
function hide(exceptionId: string, change: Partial<DispatchException>): () => void {
  const before = live.exceptions.get(exceptionId);
  if (!before) return () => undefined;
  live.takeException({ ...before, ...change });
  return () => live.takeException(before);
}

function later(id: string, sendNow: () => void, undone: () => void, text: string): void {
  const run = (): void => {
    clearTimeout(timer);
    if (waiting.delete(id)) sendNow();
  };
  const timer = setTimeout(run, UNDO_MS);
  waiting.set(id, run);
  showToast(text, {
    undo: () => {
      clearTimeout(timer);
      if (waiting.delete(id)) undone();
    },
    forMs: UNDO_MS,
  });
}

async function send(exceptionId: string, verb: Verb, body: unknown = {}): Promise<boolean> {
  const texts = ATTENTION_TEXTS[currentLanguage()];
  try {
    const path = `/dispatch/exceptions/${encodeURIComponent(exceptionId)}/${verb}`;
    const changed = await ask<DispatchException | undefined>(path, { method: 'POST', body });
    if (changed?.exceptionId !== undefined) live.takeException(changed);
    return true;
  } catch (error) {
    const isRace = error instanceof ApiProblem && error.status === 409;
    showToast(isRace ? texts.race : texts.notDone, { isFailure: true });
    void refresh();
    return false;
  }
}

/** What was shown ahead of the server may be wrong: as it stands there. */
async function refresh(): Promise<void> {
  const { exceptions } = await ask<{ exceptions: DispatchException[] }>('/dispatch/exceptions').catch(() => ({
    exceptions: [],
  }));
  for (const exception of exceptions) live.takeException(exception);
}
