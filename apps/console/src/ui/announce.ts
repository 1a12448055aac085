/**
 * What is said to somebody who does not see the screen: politely, and at most one thing in ten seconds. Of several
 * that wait the newest is said.
 */
const GAP_MS = 10_000;
let lastAt = 0;
let waiting: string | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

export function announce(text: string): void {
  waiting = text;
  timer ??= setTimeout(say, Math.max(0, lastAt + GAP_MS - Date.now()));
}

/** What somebody's own action brought is said at once. */
export function announceNow(text: string): void {
  put(text);
}

function say(): void {
  timer = undefined;
  lastAt = Date.now();
  if (waiting !== undefined) put(waiting);
  waiting = undefined;
}

function put(text: string): void {
  const region = document.getElementById('announcements');
  if (region) region.textContent = text;
}
