import type { VehicleState } from '@rukh/domain/dispatch';
import { VEHICLE_SHAPES } from '../map/vehicle-shapes.js';

/** A vehicle's sign as the map has it, turned to where it goes: degrees clockwise from upright. */
export function VehicleMark({
  state,
  x,
  y,
  degrees,
}: {
  state: VehicleState;
  x: number;
  y: number;
  degrees: number;
}) {
  const { rings, isTurned, isOutline } = VEHICLE_SHAPES[state];
  return (
    <path
      className="mark"
      data-tone={state.replaceAll('_', '-')}
      data-hollow={isOutline ? '' : undefined}
      d={rings.map(outline).join('')}
      transform={`translate(${x} ${y})${isTurned ? ` rotate(${degrees})` : ''}`}
    />
  );
}

/** Dashed: by the timetable it should be here. */
export function GhostMark({ x, y, degrees }: { x: number; y: number; degrees: number }) {
  const path = VEHICLE_SHAPES.normal.rings.map(outline).join('');
  return <path className="mark ghost" d={path} transform={`translate(${x} ${y}) rotate(${degrees})`} />;
}

function outline(ring: readonly number[]): string {
  const points: string[] = [];
  for (let i = 0; i < ring.length; i += 2) points.push(`${ring[i]} ${ring[i + 1]}`);
  return `M${points.join('L')}Z`;
}
