/** A headway against the planned one: a gap, a bunch, or even. Seconds. */
import type { LineThresholds } from './line-view.js';

/** A gap is longer than planned by so much at least, a bunch told of closer: two minutes of three would be one. */
export const LEAST_EXCESS_SECONDS = 120;
/** What was raised is kept until it is better by this share of the difference. */
const GAP_KEPT_SHARE = 0.6;
const BUNCH_KEPT_SHARE = 1.3;
/** `bunchSeconds` are no bunch on a line that is planned nearly as close. */
const CLOSEST_SHARE = 0.6;

export function judgeHeadway(
  headwaySeconds: number,
  plannedSeconds: number,
  thresholds: LineThresholds,
): 'even' | 'gap' | 'bunch' {
  if (headwaySeconds >= gapLimit(plannedSeconds, thresholds)) return 'gap';
  return headwaySeconds < bunchLimit(plannedSeconds, thresholds) ? 'bunch' : 'even';
}

export function keepsGap(
  headwaySeconds: number,
  plannedSeconds: number,
  thresholds: LineThresholds,
): boolean {
  const excess = gapLimit(plannedSeconds, thresholds) - plannedSeconds;
  return headwaySeconds >= plannedSeconds + GAP_KEPT_SHARE * excess;
}

export function keepsBunch(
  headwaySeconds: number,
  plannedSeconds: number,
  thresholds: LineThresholds,
): boolean {
  return headwaySeconds < BUNCH_KEPT_SHARE * bunchLimit(plannedSeconds, thresholds);
}

function gapLimit(plannedSeconds: number, { gapShare }: LineThresholds): number {
  return Math.max(gapShare * plannedSeconds, plannedSeconds + LEAST_EXCESS_SECONDS);
}

function bunchLimit(plannedSeconds: number, { bunchShare, bunchSeconds }: LineThresholds): number {
  return Math.max(bunchShare * plannedSeconds, Math.min(bunchSeconds, CLOSEST_SHARE * plannedSeconds));
}
