/**
 * In which order what needs attention stands. While somebody is at the list nothing moves under the hand: what is
 * over stays, told as over, and what is new waits to be counted; otherwise the most urgent comes first.
 */
import { type DispatchException, EXCEPTION_KINDS, type ExceptionKind } from '@rukh/domain/dispatch';

export interface Arrangement {
  readonly order: readonly string[];
  /** Ids of what is new and not in the order yet. */
  readonly waiting: readonly string[];
}

const URGENCY = new Map<ExceptionKind, number>(EXCEPTION_KINDS.map((kind, i) => [kind, i]));

export function arrangeAttention(
  previous: readonly string[],
  open: readonly DispatchException[],
  isInUse: boolean,
): Arrangement {
  const sorted = [...open].sort(byUrgency).map(({ exceptionId }) => exceptionId);
  if (!isInUse || previous.length === 0) return { order: sorted, waiting: [] };
  const shown = new Set(previous);
  return { order: previous, waiting: sorted.filter((id) => !shown.has(id)) };
}

/** The more urgent kind, then the older, then by name, so that equal ones keep their places. */
export function byUrgency(a: DispatchException, b: DispatchException): number {
  return (
    (URGENCY.get(a.kind) ?? 0) - (URGENCY.get(b.kind) ?? 0) ||
    a.raisedAt - b.raisedAt ||
    (a.exceptionId < b.exceptionId ? -1 : 1)
  );
}

export interface AttentionGroup {
  /** One exception, or all of a line that have to do with its regularity. */
  readonly key: string;
  readonly routeId?: string;
  readonly ids: readonly string[];
}

/** Kinds of which a line may have several at once: they are one trouble. */
const MERGED: ReadonlySet<ExceptionKind> = new Set(['not_started', 'gap', 'bunch', 'very_late', 'early']);

/** Rows of the list: what a line has several of is one row, where its most urgent one stood. */
export function groupByLine(
  order: readonly string[],
  exceptionOf: (id: string) => DispatchException | undefined,
): AttentionGroup[] {
  const groups = new Map<string, { key: string; routeId?: string; ids: string[] }>();
  for (const id of order) {
    const exception = exceptionOf(id);
    if (!exception) continue;
    const { kind, routeId } = exception;
    const isMerged = routeId !== undefined && MERGED.has(kind);
    const key = isMerged ? `line ${routeId}` : id;
    const group = groups.get(key);
    if (group) group.ids.push(id);
    else groups.set(key, { key, ...(isMerged && { routeId }), ids: [id] });
  }
  return [...groups.values()];
}

/** A list that is read at a glance: these first, the rest under one row. */
const MOST_ROWS = 10;

/** The most urgent rows, and those under the fold; what is selected is never under it. */
export function foldAttention(
  groups: readonly AttentionGroup[],
  selectedId: string | undefined,
): { readonly shown: readonly AttentionGroup[]; readonly folded: readonly AttentionGroup[] } {
  const isSelected = ({ ids }: AttentionGroup): boolean =>
    selectedId !== undefined && ids.includes(selectedId);
  const isShown = (group: AttentionGroup, i: number): boolean => i < MOST_ROWS || isSelected(group);
  // One row is not worth a fold.
  if (groups.length <= MOST_ROWS + 1) return { shown: groups, folded: [] };
  return { shown: groups.filter(isShown), folded: groups.filter((group, i) => !isShown(group, i)) };
}
