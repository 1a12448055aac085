import type { Counted, FeedHealthView, IntakeReport } from '@rukh/domain/dispatch';

type Intake = NonNullable<FeedHealthView['intake']>;

/** What several ingest processes say, as one; of the shortest of their times. */
export function addIntakes(reports: readonly unknown[]): Intake {
  const intakes = reports as readonly Intake[];
  const byAdapter = Map.groupBy(
    intakes.flatMap(({ adapters }) => adapters),
    ({ adapter }) => adapter,
  );
  return {
    seconds: Math.min(...intakes.map(({ seconds }) => seconds)),
    adapters: [...byAdapter].map(([adapter, parts]) => addParts(adapter, parts)),
  };
}

function addParts(adapter: string, parts: readonly IntakeReport[]): IntakeReport {
  const sum = (of: (part: IntakeReport) => number): number =>
    parts.reduce((total, part) => total + of(part), 0);
  return {
    adapter,
    received: sum(({ received }) => received),
    accepted: sum(({ accepted }) => accepted),
    rejected: addCounted(parts.flatMap(({ rejected }) => rejected)),
    refused: addCounted(parts.flatMap(({ refused }) => refused)),
  };
}

/** The most first. */
function addCounted(counted: readonly Counted[]): Counted[] {
  const sums = new Map<string, number>();
  for (const { reason, count } of counted) sums.set(reason, (sums.get(reason) ?? 0) + count);
  return [...sums].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
