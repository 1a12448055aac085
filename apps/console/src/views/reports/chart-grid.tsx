import { remPixels } from '../../ui/rem-pixels.js';
import type { Scale } from './scale.js';

/** Lines across at round values, named on the left. */
export function ChartGrid({
  up,
  left,
  right,
  say,
}: {
  up: Scale;
  left: number;
  right: number;
  say: (value: number) => string;
}) {
  return up.ticks.map((value) => {
    const y = up.placeOf(value);
    return (
      <g key={value}>
        <line
          className="chart-grid"
          x1={left}
          x2={right}
          y1={y}
          y2={y}
          data-zero={value === 0 ? '' : undefined}
        />
        <text x={left - 0.4 * remPixels()} y={y} className="chart-value">
          {say(value)}
        </text>
      </g>
    );
  });
}
