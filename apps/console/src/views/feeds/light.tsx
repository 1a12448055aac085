/** A sign whose shape says what its colour does: a disc, a square, a diamond. Words stand beside it. */
export function Light({ level }: { level: 'good' | 'degraded' | 'outage' }) {
  return (
    <span className="lamp" data-level={level} aria-hidden="true">
      <span className="lamp-light" />
    </span>
  );
}
