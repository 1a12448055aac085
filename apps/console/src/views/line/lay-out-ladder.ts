/**
 * Where all of a line's ladder stands, in pixels. Two rails upright, the first direction running down and the other
 * up, so that both ends of the line are level; stops to the scale of running time, the same on both rails. Vehicles
 * stand beside the rail in as many lanes as keep their labels apart.
 */
import type { GhostView, LineDirectionView, LineVehicleView, LineView } from '@rukh/domain/dispatch';
import { type HeadwayGrade, gradeHeadway } from './grade-headway.js';
import { keepApart, putIntoLanes } from './put-into-lanes.js';

export const ROW_HEIGHT = 26;
const MARGIN = 18;
const STOP_ROOM = 15;
const HEADWAY_ROOM = 14;
const PIXELS_A_STOP = 21;
const LEAST_HEIGHT = 420;
const MOST_HEIGHT = 1500;
/** Names of stops stand before the rail, headways between it and the lanes. */
export const RAIL_X = 128;
const LANES_X = RAIL_X + 38;
const SIGN_WIDTH = 26;
const CHARACTER_WIDTH = 7.5;
const FEWEST_CHARACTERS = 5;

export interface LadderStop {
  readonly stopId: string;
  readonly name: string;
  readonly y: number;
  readonly isNamed: boolean;
  readonly isTimepoint: boolean;
}

interface InLane {
  readonly x: number;
  readonly y: number;
}
export interface LadderVehicle extends InLane {
  readonly vehicle: LineVehicleView;
  /** Where the timetable has it, of lines by schedule. */
  readonly scheduledY?: number;
}
export interface LadderGhost extends InLane {
  readonly ghost: GhostView;
}

export interface LadderHeadway {
  readonly vehicleId: string;
  readonly seconds: number;
  readonly fromY: number;
  readonly toY: number;
  readonly middleY: number;
  readonly grade: HeadwayGrade;
  readonly isWritten: boolean;
}

export interface LadderRail {
  readonly directionId: number;
  readonly goesDown: boolean;
  readonly width: number;
  readonly height: number;
  readonly startY: number;
  readonly endY: number;
  readonly laneWidth: number;
  readonly stops: readonly LadderStop[];
  readonly vehicles: readonly LadderVehicle[];
  readonly ghosts: readonly LadderGhost[];
  readonly headways: readonly LadderHeadway[];
}

/** `labelOf` is what stands beside a vehicle's sign: its length makes the lanes as wide as they must be. */
export function layOutLadder(
  { directions }: Pick<LineView, 'directions'>,
  labelOf: (vehicle: LineVehicleView) => string,
): readonly LadderRail[] {
  const longest = Math.max(1, ...directions.map(({ lengthSeconds }) => lengthSeconds));
  const mostStops = Math.max(0, ...directions.map(({ stops }) => stops.length));
  const inner = Math.min(MOST_HEIGHT, Math.max(LEAST_HEIGHT, mostStops * PIXELS_A_STOP));
  return directions.map((direction, i) => {
    const goesDown = i % 2 === 0;
    const yOf = (seconds: number): number => {
      const along = (Math.min(longest, Math.max(0, seconds)) / longest) * inner;
      return Math.round((MARGIN + (goesDown ? along : inner - along)) * 10) / 10;
    };
    return layOutRail(direction, { goesDown, yOf, labelOf, inner });
  });
}

interface RailFrame {
  readonly goesDown: boolean;
  readonly yOf: (seconds: number) => number;
  readonly labelOf: (vehicle: LineVehicleView) => string;
  readonly inner: number;
}

function layOutRail(direction: LineDirectionView, frame: RailFrame): LadderRail {
  const { yOf, goesDown, labelOf, inner } = frame;
  const { vehicles, ghosts } = direction;
  const places = [...vehicles, ...ghosts].map(({ placeSeconds }) => yOf(placeSeconds));
  const lanes = putIntoLanes(places.map((y) => ({ from: y - ROW_HEIGHT / 2, to: y + ROW_HEIGHT / 2 })));
  const characters = Math.max(FEWEST_CHARACTERS, ...vehicles.map((vehicle) => labelOf(vehicle).length));
  const laneWidth = Math.ceil(SIGN_WIDTH + characters * CHARACTER_WIDTH);
  const standing = (i: number): InLane => ({ x: LANES_X + lanes[i]! * laneWidth, y: places[i]! });
  const laneCount = Math.max(1, ...lanes.map((lane) => lane + 1));
  return {
    directionId: direction.directionId,
    goesDown,
    width: LANES_X + laneCount * laneWidth + 4,
    height: inner + 2 * MARGIN,
    startY: yOf(0),
    endY: yOf(direction.lengthSeconds),
    laneWidth,
    stops: layOutStops(direction, yOf),
    vehicles: vehicles.map((vehicle, i) => ({
      vehicle,
      ...standing(i),
      ...(vehicle.scheduledPlaceSeconds !== undefined && { scheduledY: yOf(vehicle.scheduledPlaceSeconds) }),
    })),
    ghosts: ghosts.map((ghost, i) => ({ ghost, ...standing(vehicles.length + i) })),
    headways: layOutHeadways(vehicles, frame),
  };
}

/** Both ends have their names first, then timepoints, then who has room. */
function layOutStops({ stops }: LineDirectionView, yOf: (seconds: number) => number): LadderStop[] {
  const rank = (i: number): number => (i === 0 || i === stops.length - 1 ? 0 : stops[i]!.isTimepoint ? 1 : 2);
  const order = stops.map((_, i) => i).sort((a, b) => rank(a) - rank(b) || a - b);
  const ys = stops.map(({ placeSeconds }) => yOf(placeSeconds));
  const kept = keepApart(
    order.map((i) => ys[i]!),
    STOP_ROOM,
  );
  const named = new Set(order.filter((_, n) => kept[n]));
  return stops.map(({ stopId, name, isTimepoint }, i) => ({
    stopId,
    name,
    isTimepoint,
    y: ys[i]!,
    isNamed: named.has(i),
  }));
}

/** From each vehicle to the one ahead, where that is on the rail too. What is wrong is written first. */
function layOutHeadways(vehicles: readonly LineVehicleView[], { yOf }: RailFrame): LadderHeadway[] {
  const placeOf = new Map(vehicles.map(({ vehicleId, placeSeconds }) => [vehicleId, placeSeconds]));
  const found = vehicles.flatMap(({ vehicleId, placeSeconds, ahead }) => {
    const aheadPlace = ahead?.aheadVehicleId === undefined ? undefined : placeOf.get(ahead.aheadVehicleId);
    if (!ahead || aheadPlace === undefined) return [];
    const [fromY, toY] = [yOf(placeSeconds), yOf(aheadPlace)];
    const grade = gradeHeadway(ahead);
    return [{ vehicleId, seconds: ahead.headwaySeconds, fromY, toY, middleY: (fromY + toY) / 2, grade }];
  });
  found.sort((a, b) => Number(a.grade === 'even') - Number(b.grade === 'even'));
  const kept = keepApart(
    found.map(({ middleY }) => middleY),
    HEADWAY_ROOM,
  );
  return found.map((headway, i) => ({ ...headway, isWritten: kept[i]! }));
}
