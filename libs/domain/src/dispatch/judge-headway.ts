/** A headway against the planned one: a gap, a bunch, or even. Seconds. */
import type { LineThresholds } from './line-view.js';

/** A gap is longer than planned by so much at least, a bunch told of closer: two minutes of three would be one. */
export const LEAST_EXCESS_SECONDS = 120;
/** What was raised is kept until it is better by this share of the difference. */
const BUNCH_KEPT_SHARE = 1.3;
/** `bunchSeconds` are no bunch on a line that is planned nearly as close. */
const CLOSEST_SHARE = 0.6;

/** `stretch`: how many times as far apart as planned the line's vehicles run at best. */
export function judgeHeadway(
  headwaySeconds: number,
  plannedSeconds: number,
  thresholds: LineThresholds,
  stretch = 1,
): 'even' | 'gap' | 'bunch' {
  if (headwaySeconds >= gapLimit(stretch * plannedSeconds, thresholds)) return 'gap';
  return headwaySeconds < bunchLimit(plannedSeconds, thresholds) ? 'bunch' : 'even';
}

/**
 * How much longer than planned a headway is that the list tells of: twice the excess that the ladder colours. Whoever
 * looks at a line sees more than whoever looks at a city.
 */
export function excessToTell(plannedSeconds: number, { gapShare }: LineThresholds): number {
  return Math.max(2 * LEAST_EXCESS_SECONDS, 2 * (gapShare - 1) * plannedSeconds);
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
