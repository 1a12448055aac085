/**
 * What is asked of the scripted city besides: a vehicle's tracker and validators (one is well, one has fallen silent with
 * taps in its queue, one never spoke), layers of the map, sets of lines.
 */
import type {
  AlertList,
  LineGroupList,
  NetworkView,
  SpeedsView,
  TapCountsView,
  VehicleMessagesView,
  VehicleValidatorsView,
} from '@rukh/domain/dispatch';

export function answerDetails(path: string, network: NetworkView, now: number): unknown {
  const [, what] = /^\/dispatch\/vehicles\/[^/]+\/(validators|messages)$/.exec(path) ?? [];
  if (what !== undefined) return what === 'validators' ? answerValidators(now) : answerMessages(now);
  if (path === '/dispatch/layers/speeds') return answerSpeeds(network, now);
  if (path === '/dispatch/layers/taps') return answerTaps(network, now);
  if (path === '/dispatch/line-groups') return { groups: [] } satisfies LineGroupList;
  if (path === '/dispatch/alerts') return { alerts: [] } satisfies AlertList;
  return undefined;
}

function answerValidators(now: number): VehicleValidatorsView {
  const well = { queueLength: 0, listVersion: 41, clockOffsetSeconds: 0.4, lastTapAt: now - 15 };
  const ill = { queueLength: 37, listVersion: 39, clockOffsetSeconds: -312, lastTapAt: now - 5400 };
  return {
    at: now,
    newestListVersion: 41,
    validators: [
      { deviceId: 'V-1', kind: 'VALIDATOR', state: 'ACTIVE', heardAt: now - 20, ...well },
      { deviceId: 'V-2', kind: 'VALIDATOR', state: 'ACTIVE', heardAt: now - 4000, ...ill },
      { deviceId: 'V-3', kind: 'DRIVER_TERMINAL', state: 'PROVISIONED' },
    ],
  };
}

function answerMessages(now: number): VehicleMessagesView {
  const topic = 'rukh/v1/lviv/vehicle/v21/position';
  const messages = Array.from({ length: 20 }, (_, i) => {
    const text = JSON.stringify({ timestamp: Math.round(now) - 5 * i, latitude: 49.84, longitude: 24.03 });
    const outcome = i === 3 ? 'teleport' : 'accepted';
    return { at: now - 5 * i, adapter: 'rukh', topic, text, bytes: text.length, outcome };
  });
  return { at: now, isAnswered: true, messages };
}

function answerSpeeds({ routes }: NetworkView, now: number): SpeedsView {
  const sections = routes.flatMap(({ patterns }, line) =>
    patterns.flatMap(({ patternId, stops }) =>
      stops.slice(1).map((stop, i) => ({
        fromStopId: stops[i]!.stopId,
        toStopId: stop.stopId,
        patternId,
        fromMetres: Math.round(stops[i]!.shapeMetres),
        toMetres: Math.round(stop.shapeMetres),
        metresPerSecond: 1.5 + ((3 * i + line) % 7),
        plannedMetresPerSecond: 6,
        passages: 1 + (i % 4),
      })),
    ),
  );
  sections.sort((a, b) => a.metresPerSecond - b.metresPerSecond);
  return { at: Math.floor(now), windowSeconds: 1800, sections };
}

function answerTaps({ stops }: NetworkView, now: number): TapCountsView {
  const counts = stops
    .filter((_, i) => i % 3 === 0)
    .map(({ stopId }, i) => ({ stopId, taps: 5 * (1 + ((i * 7) % 30)) }));
  counts.sort((a, b) => b.taps - a.taps);
  return { at: Math.floor(now), windowSeconds: 3600, fewest: 5, stops: counts };
}
