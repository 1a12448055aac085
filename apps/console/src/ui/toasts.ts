/** Short messages at the foot of the page about what one has just done, with a way back where there is one. */
import { useSyncExternalStore } from 'react';
import { announceNow } from './announce.js';

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly isFailure: boolean;
  readonly undo?: () => void;
}

interface ToastOptions {
  readonly isFailure?: boolean;
  readonly undo?: () => void;
  /** How long it stays. */
  readonly forMs?: number;
}

/** So long what is asked for waits, to be undone. */
export const UNDO_MS = 5000;
/** So long what is done already may be taken back from here. */
const TAKE_BACK_MS = 30_000;
const READ_MS = 8000;
let toasts: readonly Toast[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

/** @returns its id; it goes by itself */
export function showToast(text: string, options: ToastOptions = {}): number {
  const { isFailure = false, undo, forMs = undo ? TAKE_BACK_MS : READ_MS } = options;
  const toast = { id: nextId++, text, isFailure, ...(undo && { undo }) };
  set([...toasts.slice(-2), toast]);
  announceNow(text);
  setTimeout(() => dropToast(toast.id), forMs);
  return toast.id;
}

export function dropToast(id: number): void {
  set(toasts.filter((toast) => toast.id !== id));
}

/** Takes back the last of what can be taken back still. @returns whether there was anything */
export function undoLast(): boolean {
  const last = toasts.findLast(({ undo }) => undo);
  if (!last) return false;
  dropToast(last.id);
  last.undo?.();
  return true;
}

export function useToasts(): readonly Toast[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
}

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
