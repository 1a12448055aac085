import { Suspense, lazy, useMemo, useState } from 'react';
import type { RouteView } from '@rukh/domain/dispatch';
import type { City } from '../../live/city.js';
import { useLive } from '../../live/use-live.js';
import { boundsOf } from '../../map/map-camera.js';
import { nearestOf } from '../../map/nearest-of.js';
import { Checks } from '../../orders/thing-fields.js';
import { nameStop } from '../../text/name-stop.js';
import { useTexts } from '../../text/use-texts.js';
import type { InformedEntity } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';

/** Fetched by who opens it. */
const PlaceMap = lazy(async () => ({ default: (await import('../../map/place-map.js')).PlaceMap }));

interface PickProps {
  readonly entities: readonly InformedEntity[];
  readonly onAdd: (entity: InformedEntity) => void;
  readonly onRemove: (entity: InformedEntity) => void;
}

/** Without a name to search by: a line out of all, and its stops out of a list or from the map. */
export function PickFields(props: PickProps) {
  const texts = useTexts(ALERT_TEXTS);
  const { city } = useLive('network');
  const [isOpen, setIsOpen] = useState(false);
  const [routeId, setRouteId] = useState('');
  if (!city) return null;
  const route = city.routes.get(routeId);
  return (
    <details className="pick-fields" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
      <summary>{texts.pick}</summary>
      {isOpen && (
        <>
          <label className="choice">
            <span>{texts.pickLine}</span>
            <select value={routeId} onChange={({ target }) => setRouteId(target.value)}>
              <option value="">{texts.choose}</option>
              {city.lines.map(({ routeId: id, shortName, longName }) => (
                <option key={id} value={id}>
                  {shortName} {longName}
                </option>
              ))}
            </select>
          </label>
          {route && (
            <button type="button" onClick={() => props.onAdd({ routeId })}>
              {texts.addLine(route.shortName)}
            </button>
          )}
          {route && <StopsOfLine key={routeId} city={city} route={route} {...props} />}
        </>
      )}
    </details>
  );
}

function StopsOfLine({
  city,
  route,
  entities,
  onAdd,
  onRemove,
}: PickProps & { city: City; route: RouteView }) {
  const texts = useTexts(ALERT_TEXTS);
  const stops = useMemo(() => {
    const ids = new Set(route.patterns.flatMap((pattern) => pattern.stops.map(({ stopId }) => stopId)));
    return [...ids].flatMap((id) => city.stops.get(id) ?? []);
  }, [city, route]);
  const bounds = useMemo(() => boundsOf(stops), [stops]);
  const chosen = entities.flatMap(({ stopId, routeId }) =>
    stopId !== undefined && routeId === undefined ? [stopId] : [],
  );
  const toggle = (stopId: string): void => (chosen.includes(stopId) ? onRemove : onAdd)({ stopId });
  const drawing = {
    line: [],
    places: [],
    stops: stops.map(({ stopId, lon, lat }) => ({
      place: [lon, lat] as const,
      as: chosen.includes(stopId) ? ('instead' as const) : ('served' as const),
    })),
  };
  return (
    <>
      <Checks
        legend={texts.pickStops}
        options={stops.map((stop) => [stop.stopId, nameStop(stop)])}
        values={chosen}
        onChange={(values) => {
          const changed = stops.find(({ stopId }) => values.includes(stopId) !== chosen.includes(stopId));
          if (changed) toggle(changed.stopId);
        }}
      />
      <Suspense fallback={<p>{texts.loading}</p>}>
        <PlaceMap
          city={city}
          texts={texts.pickMap}
          patternIds={route.patterns.map(({ patternId }) => patternId)}
          drawing={drawing}
          shown={bounds}
          onPlace={(place) => {
            const nearest = nearestOf(stops, place);
            if (nearest) toggle(nearest.stopId);
          }}
        />
      </Suspense>
    </>
  );
}
