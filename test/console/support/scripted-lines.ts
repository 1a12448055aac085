/** Ladder and diagram of a line of the scripted city, from where its vehicles are. */
import type {
  DiagramTrip,
  DiagramView,
  HeadwayBetween,
  LineDirectionView,
  LineStopView,
  LineView,
  LineVehicleView,
  PatternView,
  RouteView,
  StopView,
  VehicleState,
} from '@rukh/domain/dispatch';

export interface OnLine {
  readonly vehicleId: string;
  readonly label: string;
  readonly state: VehicleState;
  readonly fixAt: number;
  readonly directionId: number;
  readonly placeSeconds: number;
  readonly deviationSeconds: number;
}

const INTENDED_SECONDS = 240;
const THRESHOLDS = {
  earlySeconds: 60,
  lateSeconds: 360,
  veryLateSeconds: 900,
  gapShare: 1.5,
  bunchShare: 0.25,
  bunchSeconds: 60,
  offRouteMetres: 60,
  notStartedSeconds: 300,
};

export interface ScriptedLine {
  readonly route: RouteView;
  readonly stops: ReadonlyMap<string, StopView>;
  readonly vehicles: readonly OnLine[];
}

export function answerLine({ route, stops, vehicles }: ScriptedLine, now: number): LineView {
  const directions = route.patterns.map((pattern) => viewDirection(route, pattern, stops, vehicles, now));
  const headways = directions.flatMap((direction) => direction.vehicles).flatMap(({ ahead }) => ahead ?? []);
  const worstGap = headways.sort((a, b) => b.headwaySeconds - a.headwaySeconds)[0];
  const { routeId, agencyId, shortName, longName, type, color, textColor, mode } = route;
  return {
    at: now,
    routeId,
    agencyId,
    shortName,
    longName,
    type,
    color,
    textColor,
    mode,
    isModeChosen: false,
    thresholds: THRESHOLDS,
    plannedVehicles: vehicles.length + 1,
    actualVehicles: vehicles.length,
    directions,
    ...(worstGap && { worstGap }),
  };
}

export function answerDiagram(
  { route, stops, vehicles }: ScriptedLine,
  directionId: number,
  now: number,
): DiagramView {
  const pattern = route.patterns[directionId]!;
  const places = pattern.stops.map(({ runningSeconds }) => runningSeconds);
  const trips = vehicles
    .filter((vehicle) => vehicle.directionId === directionId)
    .map((vehicle, i): DiagramTrip => {
      const { placeSeconds, deviationSeconds, vehicleId, label, state } = vehicle;
      const startAt = now - placeSeconds;
      const pointOf = (place: number, n: number, late: number) =>
        [Math.round(startAt + place + late), place, n] as const;
      const passed = places.filter((place) => place <= placeSeconds);
      const here = [Math.round(now), Math.round(placeSeconds), -1] as const;
      return {
        tripId: `${route.routeId}-t${i}`,
        serviceDate: '20261128',
        startTime: '10:00:00',
        vehicleId,
        label,
        state,
        planned: places.map((place, n) => pointOf(place, n, -deviationSeconds)),
        actual: [...passed.map((place, n) => pointOf(place, n, 0)), here],
        predicted: [
          here,
          ...places.slice(passed.length).map((place, n) => pointOf(place, n + passed.length, 0)),
        ],
      };
    });
  const startAt = Math.round(now) - 300;
  const missing: DiagramTrip = {
    tripId: `${route.routeId}-ghost`,
    serviceDate: '20261128',
    startTime: '10:00:00',
    planned: places.map((place, n) => [startAt + place, place, n] as const),
    actual: [],
    predicted: [],
  };
  return {
    at: now,
    routeId: route.routeId,
    directionId,
    from: now - 3600,
    to: now + 1800,
    stops: viewStops(pattern, stops),
    trips: [...trips, missing],
  };
}

function viewDirection(
  route: RouteView,
  pattern: PatternView,
  stops: ReadonlyMap<string, StopView>,
  vehicles: readonly OnLine[],
  now: number,
): LineDirectionView {
  const { directionId, headsign, patternId } = pattern;
  const here = vehicles
    .filter((vehicle) => vehicle.directionId === directionId)
    .sort((a, b) => b.placeSeconds - a.placeSeconds);
  const list = viewStops(pattern, stops);
  const ghostAt = Math.round(now) - 300;
  return {
    directionId,
    headsign,
    patternId,
    lengthSeconds: list.at(-1)!.placeSeconds,
    stops: list,
    vehicles: here.map((vehicle, i) => viewVehicle(route, list, vehicle, here[i - 1])),
    ghosts:
      directionId === 0
        ? [
            {
              tripId: `${route.routeId}-ghost`,
              serviceDate: '20261128',
              startTime: '10:00:00',
              placeSeconds: 300,
              departureAt: ghostAt,
            },
          ]
        : [],
    terminal: {
      stopId: list[0]!.stopId,
      name: list[0]!.name,
      layovers: here.slice(-1).map(({ vehicleId, label }) => ({
        vehicleId,
        label,
        tripId: `${route.routeId}-t9`,
        serviceDate: '20261128',
        departureAt: Math.round(now) + 180,
      })),
      nextDepartureAt: Math.round(now) + 180,
    },
    plannedHeadwaySeconds: INTENDED_SECONDS,
    excessWaitSeconds: 84,
  };
}

function viewStops(pattern: PatternView, stops: ReadonlyMap<string, StopView>): LineStopView[] {
  return pattern.stops.map(({ stopId, runningSeconds }, i) => ({
    stopId,
    code: stops.get(stopId)!.code,
    name: stops.get(stopId)!.name,
    placeSeconds: runningSeconds,
    isTimepoint: i % 5 === 0,
  }));
}

function viewVehicle(
  { routeId, mode }: RouteView,
  stops: readonly LineStopView[],
  vehicle: OnLine,
  ahead: OnLine | undefined,
): LineVehicleView {
  const { vehicleId, label, state, fixAt, placeSeconds, deviationSeconds, directionId } = vehicle;
  const headwaySeconds = ahead ? Math.round(ahead.placeSeconds - placeSeconds) : 0;
  const share = headwaySeconds / INTENDED_SECONDS;
  const between: HeadwayBetween | undefined = ahead && {
    vehicleId,
    aheadVehicleId: ahead.vehicleId,
    directionId,
    headwaySeconds,
    plannedSeconds: INTENDED_SECONDS,
    judged: share > THRESHOLDS.gapShare ? 'gap' : share < THRESHOLDS.bunchShare ? 'bunch' : 'even',
  };
  return {
    vehicleId,
    label,
    state,
    fixAt,
    placeSeconds: Math.round(placeSeconds),
    tripId: `${routeId}-t6`,
    serviceDate: '20261128',
    nextStopId: (stops.find((stop) => stop.placeSeconds > placeSeconds) ?? stops.at(-1)!).stopId,
    deviationSeconds,
    ...(mode === 'schedule' && { scheduledPlaceSeconds: Math.max(0, placeSeconds + deviationSeconds) }),
    ...(between && { ahead: between }),
  };
}
