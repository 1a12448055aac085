import type { HeadwayBetween } from '@rukh/domain/dispatch';

export type HeadwayGrade = 'even' | 'wide' | 'close';

/** Closer than this share of the intended headway is drawn as close, though it may not yet be called a bunch. */
const CLOSE_SHARE = 0.5;

/** Wide is as the server judged it: only it knows what the vehicles that are out can give. */
export function gradeHeadway({ headwaySeconds, plannedSeconds = 0, judged }: HeadwayBetween): HeadwayGrade {
  if (judged === 'gap') return 'wide';
  return judged === 'bunch' || headwaySeconds < CLOSE_SHARE * plannedSeconds ? 'close' : 'even';
}
