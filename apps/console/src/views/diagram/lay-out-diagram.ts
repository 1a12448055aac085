/**
 * Where all of a time–distance diagram stands, in pixels: time to the right, the first stop of the direction on top,
 * stops to the scale of running time.
 */
import type { ChangedTimes, DiagramPoint, DiagramTrip, DiagramView } from '@rukh/domain/dispatch';
import { keepApart } from '../line/put-into-lanes.js';

const TOP = 22;
const BOTTOM = 22;
const RIGHT = 12;
const LEFT = 132;
/** Beside a narrow page names are not to take half of it. */
const LEFT_NARROW = 96;
const NARROW = 480;
const STOP_ROOM = 14;
const TICK_ROOM = 56;
/** Half of what a time of day takes. */
const TICK_LABEL_HALF = 18;
const LABEL_ROOM = { width: 40, height: 14 };
const STEPS_SECONDS = [300, 600, 900, 1800, 3600, 7200, 14_400];

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface DiagramLayout extends Size {
  readonly frame: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  /** `labelX` is the middle of its time of day, which stays within the picture at either end. */
  readonly ticks: readonly { readonly at: number; readonly x: number; readonly labelX: number }[];
  readonly stops: readonly {
    readonly stopId: string;
    readonly name: string;
    readonly y: number;
    readonly isNamed: boolean;
  }[];
  readonly trips: readonly TripLines[];
  /** Undefined where now is not within what is shown. */
  readonly nowX?: number;
}

/** Points as SVG writes them, `x,y x,y`; empty where there are fewer than two. */
export interface TripLines {
  readonly trip: DiagramTrip;
  readonly planned: string;
  readonly actual: string;
  readonly predicted: string;
  /** What an order that is looked at makes of it. */
  readonly ordered?: { readonly points: string; readonly isCancelled: boolean };
  /** Where the vehicle is, or was last seen. */
  readonly head?: { readonly x: number; readonly y: number; readonly isLabelled: boolean };
}

/** `changes` are what an order that is not given yet would make of the trips. */
export function layOutDiagram(
  view: DiagramView,
  { width, height }: Size,
  now: number,
  changes: readonly ChangedTimes[] = [],
): DiagramLayout {
  const left = width < NARROW ? LEFT_NARROW : LEFT;
  const frame = { left, right: Math.max(left + 1, width - RIGHT), top: TOP, bottom: height - BOTTOM };
  const { from, to } = view;
  const longest = Math.max(1, view.stops.at(-1)?.placeSeconds ?? 1);
  const xOf = (at: number): number =>
    round(frame.left + ((at - from) / Math.max(1, to - from)) * (frame.right - frame.left));
  const yOf = (place: number): number => round(frame.top + (place / longest) * (frame.bottom - frame.top));
  return {
    width,
    height,
    frame,
    ticks: listTicks(from, to, frame.right - frame.left).map((at) => {
      const x = xOf(at);
      return { at, x, labelX: Math.min(x, width - TICK_LABEL_HALF) };
    }),
    stops: layOutStops(view, yOf),
    trips: layOutTrips(view, { xOf, yOf }, changes),
    ...(now >= from && now <= to && { nowX: xOf(now) }),
  };
}

/** The time at a distance from the left, epoch seconds; undefined beside the drawing. */
export function timeAtX(
  { from, to }: Pick<DiagramView, 'from' | 'to'>,
  { left, right }: DiagramLayout['frame'],
  x: number,
): number | undefined {
  if (x < left || x > right) return undefined;
  return from + ((x - left) / (right - left)) * (to - from);
}

/** Round times, so many that their texts have room. */
export function listTicks(from: number, to: number, width: number): number[] {
  const most = Math.max(1, Math.floor(width / TICK_ROOM));
  const step = STEPS_SECONDS.find((seconds) => (to - from) / seconds <= most) ?? STEPS_SECONDS.at(-1)!;
  const ticks: number[] = [];
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) ticks.push(at);
  return ticks;
}

interface Scales {
  readonly xOf: (at: number) => number;
  readonly yOf: (place: number) => number;
}

/** Both ends first, so that it is seen where the line goes. */
function layOutStops({ stops }: DiagramView, yOf: Scales['yOf']): DiagramLayout['stops'] {
  const order = [0, stops.length - 1, ...stops.keys()].filter((i) => i >= 0);
  const kept = keepApart(
    order.map((i) => yOf(stops[i]!.placeSeconds)),
    STOP_ROOM,
  );
  const named = new Set(order.filter((_, n) => kept[n]));
  return stops.map(({ stopId, name, placeSeconds }, i) => ({
    stopId,
    name,
    y: yOf(placeSeconds),
    isNamed: named.has(i),
  }));
}

function layOutTrips(
  { trips, from, to }: DiagramView,
  { xOf, yOf }: Scales,
  changes: readonly ChangedTimes[],
): TripLines[] {
  const draw = (points: readonly DiagramPoint[]): string =>
    points.length < 2 ? '' : points.map(([at, place]) => `${xOf(at)},${yOf(place)}`).join(' ');
  const labelled: { x: number; y: number }[] = [];
  return trips.map((trip) => {
    const last = trip.actual.at(-1);
    const isSeen = last !== undefined && last[0] >= from && last[0] <= to && trip.vehicleId !== undefined;
    const place = isSeen ? { x: xOf(last[0]), y: yOf(last[1]) } : undefined;
    const isLabelled =
      place !== undefined &&
      labelled.every(
        ({ x, y }) => Math.abs(x - place.x) >= LABEL_ROOM.width || Math.abs(y - place.y) >= LABEL_ROOM.height,
      );
    if (place && isLabelled) labelled.push(place);
    const change = changes.find(
      ({ tripId, serviceDate }) => tripId === trip.tripId && serviceDate === trip.serviceDate,
    );
    return {
      trip,
      ...(change && {
        ordered: { points: draw(pointsOf(change, trip)), isCancelled: change.isCancelled },
      }),
      planned: draw(trip.planned),
      actual: draw(trip.actual),
      predicted: draw(trip.predicted),
      ...(place && { head: { ...place, isLabelled } }),
    };
  });
}

/** A cancelled trip has the line that it would have run; the planned line of a trip has a point for each stop. */
function pointsOf({ isCancelled, points }: ChangedTimes, { planned }: DiagramTrip): readonly DiagramPoint[] {
  if (isCancelled) return planned;
  return points.flatMap(([at, stopIndex]): DiagramPoint[] => {
    const stop = planned[stopIndex];
    return stop ? [[at, stop[1], stop[2]]] : [];
  });
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
