import type { HeadwayBetween } from '@rukh/domain/dispatch';

export type HeadwayGrade = 'even' | 'wide' | 'close';

/** Closer than this share of the intended headway is drawn as close, though it may not yet be called a bunch. */
const CLOSE_SHARE = 0.5;

/** `gapShare` is the line's own. Without an intended headway it is as the server judged it. */
export function gradeHeadway(
  { headwaySeconds, plannedSeconds, judged }: HeadwayBetween,
  gapShare: number,
): HeadwayGrade {
  if (judged === 'gap') return 'wide';
  if (judged === 'bunch') return 'close';
  if (plannedSeconds === undefined || plannedSeconds <= 0) return 'even';
  const share = headwaySeconds / plannedSeconds;
  return share > gapShare ? 'wide' : share < CLOSE_SHARE ? 'close' : 'even';
}
