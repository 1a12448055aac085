import { type MouseEvent, memo } from 'react';
import type { GhostView, LineVehicleView } from '@rukh/domain/dispatch';
import { primeMinutes } from '../../text/format.js';
import { shorten } from '../../text/shorten.js';
import { USUAL_REM_PIXELS } from '../../ui/rem-pixels.js';
import { type LadderHeadway, type LadderRail, RAIL_X, ROW_HEIGHT } from './lay-out-ladder.js';
import { GhostMark, VehicleMark } from './vehicle-mark.js';

const SIGN_X = 12;
const NAME_CHARACTERS = 15;

interface RailProps {
  readonly rail: LadderRail;
  readonly label: string;
  readonly selectedId: string | undefined;
  /** The one that the Tab key comes to. */
  readonly tabStop: string | undefined;
  readonly textOf: (vehicle: LineVehicleView) => string;
  readonly say: (vehicle: LineVehicleView) => string;
  readonly ghostText: (ghost: GhostView) => string;
  readonly sayGhost: (ghost: GhostView) => string;
  readonly onVehicle: (vehicleId: string) => void;
  readonly onGhost: (tripId: string) => void;
}

/** One direction of the ladder. */
export const Rail = memo(function Rail(props: RailProps) {
  const { rail, label } = props;
  return (
    <svg
      className="rail"
      role="group"
      aria-label={label}
      width={`${rail.width / USUAL_REM_PIXELS}rem`}
      height={`${rail.height / USUAL_REM_PIXELS}rem`}
      viewBox={`0 0 ${rail.width} ${rail.height}`}
    >
      <Stops rail={rail} />
      <g aria-hidden="true">
        {rail.vehicles.map(({ vehicle, x, y }) => (
          <line key={vehicle.vehicleId} className="rail-leader" x1={RAIL_X} x2={x} y1={y} y2={y} />
        ))}
        {rail.ghosts.map(({ ghost, x, y }) => (
          <line key={ghost.tripId} className="rail-leader ghost" x1={RAIL_X} x2={x} y1={y} y2={y} />
        ))}
        {rail.headways.map((headway) => (
          <Headway key={headway.vehicleId} headway={headway} />
        ))}
      </g>
      <Ghosts {...props} />
      <Vehicles {...props} />
    </svg>
  );
});

function Stops({ rail: { stops, startY, endY } }: { rail: LadderRail }) {
  return (
    <g aria-hidden="true">
      <line className="rail-line" x1={RAIL_X} x2={RAIL_X} y1={startY} y2={endY} />
      {stops.map(({ stopId, name, y, isNamed, isTimepoint }, i) => (
        <g key={`${stopId} ${i}`}>
          <title>{name}</title>
          <circle className="rail-stop" cx={RAIL_X} cy={y} r={isTimepoint ? 4.5 : 3} />
          {isNamed && (
            <text className="rail-name" x={RAIL_X - 10} y={y} textAnchor="end">
              {shorten(name, NAME_CHARACTERS)}
            </text>
          )}
        </g>
      ))}
    </g>
  );
}

function Headway({
  headway: { fromY, toY, middleY, grade, seconds, isWritten },
}: {
  headway: LadderHeadway;
}) {
  return (
    <>
      {grade !== 'even' && (
        <line className="rail-headway" data-grade={grade} x1={RAIL_X} x2={RAIL_X} y1={fromY} y2={toY} />
      )}
      {isWritten && (
        <text className="rail-minutes" data-grade={grade} x={RAIL_X + 9} y={middleY}>
          {primeMinutes(seconds)}
        </text>
      )}
    </>
  );
}

function Vehicles({ rail, selectedId, tabStop, textOf, say, onVehicle }: RailProps) {
  const degrees = rail.goesDown ? 180 : 0;
  return rail.vehicles.map(({ vehicle, x, y, scheduledY }) => (
    <g
      key={vehicle.vehicleId}
      role="button"
      tabIndex={tabStop === vehicle.vehicleId ? 0 : -1}
      className="runner"
      data-runner={vehicle.vehicleId}
      aria-label={say(vehicle)}
      aria-pressed={vehicle.vehicleId === selectedId}
      onClick={(event) => press(event, () => onVehicle(vehicle.vehicleId))}
    >
      {scheduledY !== undefined && Math.abs(scheduledY - y) > 4 && (
        <path className="rail-scheduled" d={`M${x + SIGN_X} ${y}V${scheduledY}m-5 0h10`} />
      )}
      <Ground rail={rail} x={x} y={y} />
      <VehicleMark state={vehicle.state} x={x + SIGN_X} y={y} degrees={degrees} />
      <text className="runner-label" x={x + SIGN_X + 13} y={y}>
        {textOf(vehicle)}
      </text>
    </g>
  ));
}

function Ghosts({ rail, tabStop, ghostText, sayGhost, onGhost }: RailProps) {
  return rail.ghosts.map(({ ghost, x, y }) => (
    <g
      key={ghost.tripId}
      role="button"
      tabIndex={tabStop === ghost.tripId ? 0 : -1}
      className="runner"
      data-runner={ghost.tripId}
      aria-label={sayGhost(ghost)}
      onClick={(event) => press(event, () => onGhost(ghost.tripId))}
    >
      <Ground rail={rail} x={x} y={y} />
      <GhostMark x={x + SIGN_X} y={y} degrees={rail.goesDown ? 180 : 0} />
      <text className="runner-label ghost" x={x + SIGN_X + 13} y={y}>
        {ghostText(ghost)}
      </text>
    </g>
  ));
}

/** The ground that somebody presses, as wide as its lane. */
function Ground({ rail, x, y }: { rail: LadderRail; x: number; y: number }) {
  return (
    <rect
      className="runner-ground"
      x={x}
      y={y - ROW_HEIGHT / 2 + 1}
      width={rail.laneWidth - 3}
      height={ROW_HEIGHT - 2}
      rx="4"
    />
  );
}

/** The click gives focus, as a button's does. */
function press(event: MouseEvent<SVGGElement>, run: () => void): void {
  event.currentTarget.focus();
  run();
}
