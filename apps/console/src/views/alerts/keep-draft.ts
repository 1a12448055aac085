/** What was written and not sent yet outlives a reload of the page, in this tab and no longer. */
import { type AlertDraft, EMPTY_DRAFT } from './alert-draft.js';

export interface KeptDraft {
  readonly draft: AlertDraft;
  /** Of a new alert: what it will be named by. */
  readonly key: string;
}

const nameOf = (id: string): string => `rukh.alert.${id}`;

export function findKeptDraft(id: string): KeptDraft | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(nameOf(id)) ?? 'null') as KeptDraft | null;
    return kept ? { ...kept, draft: { ...EMPTY_DRAFT, ...kept.draft } } : undefined;
  } catch {
    return undefined;
  }
}

export function keepDraft(id: string, kept: KeptDraft | undefined): void {
  try {
    if (kept) sessionStorage.setItem(nameOf(id), JSON.stringify(kept));
    else sessionStorage.removeItem(nameOf(id));
  } catch {
    // A browser that keeps nothing: the form works without.
  }
}
