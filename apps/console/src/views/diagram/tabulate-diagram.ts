/** What the diagram draws, as a table: stops down, trips across. */
import type { DiagramPoint, DiagramTrip, DiagramView } from '@rukh/domain/dispatch';

/** Epoch seconds; what has passed is not expected any more. */
export interface PassageCell {
  readonly planned?: number;
  readonly actual?: number;
  readonly expected?: number;
}

export interface DiagramTable {
  /** By when they start, be it planned or seen. */
  readonly trips: readonly DiagramTrip[];
  readonly rows: readonly {
    readonly stopId: string;
    readonly name: string;
    readonly cells: readonly PassageCell[];
  }[];
}

export function tabulateDiagram({ trips, stops }: Pick<DiagramView, 'trips' | 'stops'>): DiagramTable {
  const ordered = [...trips].sort((a, b) => startOf(a) - startOf(b));
  const columns = ordered.map(({ planned, actual, predicted }) => ({
    planned: timesByStop(planned),
    actual: timesByStop(actual),
    expected: timesByStop(predicted),
  }));
  return {
    trips: ordered,
    rows: stops.map(({ stopId, name }, i) => ({
      stopId,
      name,
      cells: columns.map((column) => {
        const planned = column.planned.get(i);
        const actual = column.actual.get(i);
        const expected = actual === undefined ? column.expected.get(i) : undefined;
        return {
          ...(planned !== undefined && { planned }),
          ...(actual !== undefined && { actual }),
          ...(expected !== undefined && { expected }),
        };
      }),
    })),
  };
}

export function startOf({ planned, actual, predicted }: DiagramTrip): number {
  return planned[0]?.[0] ?? actual[0]?.[0] ?? predicted[0]?.[0] ?? Infinity;
}

function timesByStop(points: readonly DiagramPoint[]): ReadonlyMap<number, number> {
  const times = new Map<number, number>();
  for (const [at, , stopIndex] of points) {
    if (stopIndex >= 0 && !times.has(stopIndex)) times.set(stopIndex, at);
  }
  return times;
}
