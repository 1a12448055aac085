import type { KeyboardEvent } from 'react';
import { type Standing, stepFocus } from './step-focus.js';

/** Arrows go from one to another; Enter and space press, as they do on a button. `renamed` are keys that do as others. */
export function moveFocus(
  event: KeyboardEvent<HTMLElement>,
  runners: readonly (Standing & { readonly id: string })[],
  renamed: Readonly<Record<string, string>> = {},
): void {
  const runner = (event.target as Element).closest<SVGElement>('[data-runner]');
  if (!runner || event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    runner.dispatchEvent(new MouseEvent('click', { bubbles: true }));
    return;
  }
  const now = runners.findIndex(({ id }) => id === runner.dataset['runner']);
  const next = stepFocus(runners, now, renamed[event.key] ?? event.key);
  if (next === undefined) return;
  event.preventDefault();
  const all = event.currentTarget.querySelectorAll<SVGElement>('[data-runner]');
  [...all].find((element) => element.dataset['runner'] === runners[next]!.id)?.focus();
}
