import type { LineGroup } from '@rukh/domain/dispatch';

/** The filter `lines` of the address: one's own lines, or a named set by its id. */
export const MINE = 'mine';

/** Ids of the routes that views are narrowed to; undefined: all. */
export type ChosenLines = ReadonlySet<string> | undefined;

/** A set that there is not narrows nothing: what needs attention is not hidden by an old link. */
export function chooseLines(
  wish: string | undefined,
  mine: readonly string[],
  groups: readonly Pick<LineGroup, 'groupId' | 'routeIds'>[],
): ChosenLines {
  if (wish === MINE) return new Set(mine);
  const group = groups.find(({ groupId }) => groupId === wish);
  return group && new Set(group.routeIds);
}
