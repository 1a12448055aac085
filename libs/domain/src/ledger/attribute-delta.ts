/**
 * To which pay windows a change of what the rider is asked for belongs. More goes to the window that is open, so that
 * a card is never asked twice for one window; less comes off where the charge stands, the newest first, so that no
 * window gives back more than it took for that charge. What no window holds (a refund gave it back before) is set
 * against the rides to come.
 */
export interface WindowShare {
  readonly payWindowId: string;
  /** What of the charge stands in this window. */
  readonly shareMinor: number;
}

export interface AttributedDelta {
  /** Undefined: the open window of the fare day, opened where there is none. */
  readonly payWindowId: string | undefined;
  readonly deltaMinor: number;
}

/** @param shares newest window first */
export function attributeDelta(deltaMinor: number, shares: readonly WindowShare[]): AttributedDelta[] {
  if (deltaMinor === 0) return [];
  if (deltaMinor > 0) return [{ payWindowId: undefined, deltaMinor }];
  const parts: AttributedDelta[] = [];
  let leftMinor = -deltaMinor;
  for (const { payWindowId, shareMinor } of shares) {
    const partMinor = Math.min(leftMinor, Math.max(0, shareMinor));
    if (partMinor === 0) continue;
    parts.push({ payWindowId, deltaMinor: -partMinor });
    leftMinor -= partMinor;
  }
  if (leftMinor > 0) parts.push({ payWindowId: undefined, deltaMinor: -leftMinor });
  return parts;
}
