/** Whether one entry id of a stream comes after another. Both parts are numbers below 2^64. */
export function isAfterId(id: string, other: string): boolean {
  const [ms, sequence] = parse(id);
  const [otherMs, otherSequence] = parse(other);
  return ms > otherMs || (ms === otherMs && sequence > otherSequence);
}

function parse(id: string): readonly [bigint, bigint] {
  const [ms = '0', sequence = '0'] = id.split('-');
  return [BigInt(ms), BigInt(sequence)];
}
