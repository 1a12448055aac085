import { useMemo } from 'react';
import type { City } from '../../live/city.js';
import { useLive } from '../../live/use-live.js';
import type { Place, PlaceDrawing } from '../../map/draw-places.js';
import { boundsOf } from '../../map/map-camera.js';
import { PlaceMap } from '../../map/place-map.js';
import { nameStop } from '../../text/name-stop.js';
import { useTexts } from '../../text/use-texts.js';
import { Checks } from '../thing-fields.js';
import {
  type DetourSketch,
  MOST_PLACES,
  lineOf,
  routesThrough,
  stopsAlong,
  stopsBetween,
  stopsOf,
} from './detour-sketch.js';
import { DETOUR_TEXTS } from './detour-texts.js';
import { readSketch, writeSketch } from './offer-detour.js';
import { PlaceList } from './place-list.js';
import { StopAdder } from './stop-adder.js';
import { TemporaryAdder } from './temporary-adder.js';

interface Sketched {
  readonly city: City;
  readonly routeId: string;
  readonly sketch: DetourSketch;
  readonly change: (part: Partial<DetourSketch>) => void;
}

/** A detour, drawn on the map or written down: each can do all that the other can. */
export function DetourField({
  routeId,
  values: [written],
  onChange,
}: {
  routeId: string;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}) {
  const { city } = useLive('network');
  if (!city || written === undefined) return null;
  const sketch = readSketch(written);
  const change = (part: Partial<DetourSketch>): void => onChange([writeSketch({ ...sketch, ...part })]);
  const all = { city, routeId, sketch, change };
  return (
    <div className="detour">
      <Ends {...all} />
      <Drawing {...all} />
      <Between {...all} />
      <Instead {...all} />
      <AlsoRoutes {...all} />
      <Lengths {...all} />
    </div>
  );
}

function Ends({ city, routeId, sketch, change }: Sketched) {
  const texts = useTexts(DETOUR_TEXTS);
  const directions = [...new Set(city.routes.get(routeId)?.patterns.map(({ directionId }) => directionId))];
  const stops = stopsOf(city, routeId, sketch.directionId).map(({ stopId }) => stopId);
  const from = stops.indexOf(sketch.fromStopId);
  const pick = (
    label: string,
    value: string,
    options: readonly string[],
    choose: (stopId: string) => void,
  ): React.JSX.Element => (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={({ target }) => choose(target.value)}>
        <option value="">{texts.choose}</option>
        {options.map((stopId) => (
          <option key={stopId} value={stopId}>
            {city.stopName(stopId)}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <>
      <label className="choice">
        <span>{texts.direction}</span>
        <select
          value={sketch.directionId}
          onChange={({ target }) =>
            change({ directionId: Number(target.value), fromStopId: '', toStopId: '', byHand: {} })
          }
        >
          {directions.map((directionId) => (
            <option key={directionId} value={directionId}>
              → {city.headsign(routeId, directionId)}
            </option>
          ))}
        </select>
      </label>
      {pick(texts.from, sketch.fromStopId, stops.slice(0, -1), (fromStopId) => {
        const isBehind = stops.indexOf(sketch.toStopId) <= stops.indexOf(fromStopId);
        change({ fromStopId, byHand: {}, ...(isBehind && { toStopId: '' }) });
      })}
      {pick(texts.to, sketch.toStopId, from < 0 ? [] : stops.slice(from + 1), (toStopId) =>
        change({ toStopId, byHand: {} }),
      )}
    </>
  );
}

function Drawing({ city, routeId, sketch, change }: Sketched) {
  const texts = useTexts(DETOUR_TEXTS);
  const drawing = useMemo(() => drawingOf(city, routeId, sketch), [city, routeId, sketch]);
  const { directionId, fromStopId, toStopId } = sketch;
  // Until both ends are chosen the whole line: in a city of sixty lines nobody finds the street by its colour.
  const ends = useMemo(() => {
    const chosen = [fromStopId, toStopId].flatMap((id) => city.stops.get(id) ?? []);
    const all = stopsOf(city, routeId, directionId).flatMap(({ stopId }) => city.stops.get(stopId) ?? []);
    return boundsOf(chosen.length > 1 ? chosen : all);
  }, [city, routeId, directionId, fromStopId, toStopId]);
  const pattern = city.mainPattern(routeId, sketch.directionId);
  const add = (place: Place): void => {
    if (sketch.places.length < MOST_PLACES) change({ places: [...sketch.places, place] });
  };
  return (
    <>
      <PlaceMap
        city={city}
        texts={texts}
        patternIds={pattern ? [pattern.patternId] : []}
        drawing={drawing}
        shown={ends}
        room={fromStopId === '' || toStopId === '' ? 1.5 : 3}
        onPlace={add}
      />
      <p className="quiet">{texts.straight}</p>
      <PlaceList city={city} places={sketch.places} onChange={(places) => change({ places })} />
    </>
  );
}

function drawingOf(city: City, routeId: string, sketch: DetourSketch): PlaceDrawing {
  const missed = new Map(
    stopsBetween(city, routeId, sketch).map(({ stopId, isMissed }) => [stopId, isMissed]),
  );
  const mark = (stopId: string, as: 'served' | 'missed' | 'instead') => {
    const stop = city.stops.get(stopId);
    return stop ? [{ place: [stop.lon, stop.lat] as const, as }] : [];
  };
  return {
    line: lineOf(city, sketch),
    places: sketch.places,
    stops: [
      ...stopsOf(city, routeId, sketch.directionId).flatMap(({ stopId }) =>
        mark(stopId, missed.get(stopId) === true ? 'missed' : 'served'),
      ),
      ...sketch.instead.flatMap((stopId) => mark(stopId, 'instead')),
      ...sketch.temporary.map(({ place }) => ({ place, as: 'instead' as const })),
    ],
  };
}

function Between({ city, routeId, sketch, change }: Sketched) {
  const texts = useTexts(DETOUR_TEXTS);
  const between = stopsBetween(city, routeId, sketch);
  if (sketch.toStopId === '') return null;
  if (between.length === 0) return <p>{texts.noneMissed}</p>;
  const served = between.filter(({ isMissed }) => !isMissed).map(({ stopId }) => stopId);
  return (
    <Checks
      legend={texts.missed}
      options={between.map(({ stopId, isMissed }) => [
        stopId,
        `${city.stopName(stopId)}${!isMissed && sketch.byHand[stopId] === undefined ? ` (${texts.passed})` : ''}`,
      ])}
      values={served}
      onChange={(values) => {
        const changed = between.find(({ stopId, isMissed }) => values.includes(stopId) === isMissed);
        if (changed) change({ byHand: { ...sketch.byHand, [changed.stopId]: !changed.isMissed } });
      }}
    />
  );
}

function Instead({ city, routeId, sketch, change }: Sketched) {
  const texts = useTexts(DETOUR_TEXTS);
  if (sketch.toStopId === '') return null;
  const offered = [...new Set([...stopsAlong(city, routeId, sketch), ...sketch.instead])].slice(0, 50);
  const nameOf = (stopId: string): string => {
    const { name = stopId, code = '' } = city.stops.get(stopId) ?? {};
    return nameStop({ name, code });
  };
  return (
    <>
      {offered.length === 0 ? (
        <p>{texts.noneAlong}</p>
      ) : (
        <Checks
          legend={texts.instead}
          options={offered.map((stopId) => [stopId, nameOf(stopId)])}
          values={sketch.instead}
          onChange={(instead) => change({ instead })}
        />
      )}
      <StopAdder
        city={city}
        label={texts.addInstead}
        fault={texts.notStop}
        onStop={(stopId) => change({ instead: [...new Set([...sketch.instead, stopId])] })}
      />
      <TemporaryAdder sketch={sketch} onChange={(temporary) => change({ temporary })} />
    </>
  );
}

function AlsoRoutes({ city, routeId, sketch, change }: Sketched) {
  const texts = useTexts(DETOUR_TEXTS);
  const others = routesThrough(city, routeId, sketch);
  if (others.length === 0) return null;
  return (
    <Checks
      legend={texts.also}
      options={others.map((id) => [id, city.routeName(id)])}
      values={sketch.alsoRoutes}
      onChange={(alsoRoutes) => change({ alsoRoutes })}
    />
  );
}

function Lengths({ sketch, change }: Sketched) {
  const texts = useTexts(DETOUR_TEXTS);
  const number = (name: 'minutes' | 'hours', least: number, most: number): React.JSX.Element => (
    <label className="choice">
      <span>{texts[name]}</span>
      <input
        type="number"
        min={least}
        max={most}
        step={1}
        value={sketch[name]}
        onChange={({ target }) =>
          change({ [name]: Math.min(most, Math.max(least, Math.round(Number(target.value)) || least)) })
        }
      />
    </label>
  );
  return (
    <>
      {number('minutes', 0, 120)}
      {number('hours', 1, 720)}
    </>
  );
}
