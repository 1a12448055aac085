import { type MouseEvent, useMemo, useRef, useState } from 'react';
import type { DiagramTrip, DiagramView } from '@rukh/domain/dispatch';
import { live } from '../../live/live-store.js';
import { useLive, useNow } from '../../live/use-live.js';
import { useMay } from '../../session/session.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { selectVehicle } from '../line/select-on-line.js';
import { moveFocus } from '../line/move-focus.js';
import { VehicleMark } from '../line/vehicle-mark.js';
import { useSelectedVehicle } from '../map/selected-vehicle.js';
import { DIAGRAM_TEXTS } from './diagram-texts.js';
import { Clipped, Grid, keyOf } from './diagram-grid.js';
import { DiagramMoment } from './diagram-moment.js';
import { type DiagramLayout, type Size, type TripLines, layOutDiagram, timeAtX } from './lay-out-diagram.js';
import { startOf } from './tabulate-diagram.js';
import { USUAL_REM_PIXELS, remPixels } from '../../ui/rem-pixels.js';
import { useWidth } from '../../ui/use-width.js';

const LEAST_HEIGHT = 520;
/** Of the window's height: a wall is used, not looked at from above. */
const HEIGHT_SHARE = 0.6;

export function Diagram({ view, label }: { view: DiagramView; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const now = useNow(5);
  const layout = useMemo(
    () => (width === undefined ? undefined : layOutDiagram(view, sizeOf(width), now)),
    [view, width, now],
  );
  return (
    <div ref={box} className="diagram-box">
      {layout && <Drawing layout={layout} view={view} label={label} />}
    </div>
  );
}

/** In pixels of text of the usual size: the drawing grows with the text. */
function sizeOf(width: number): Size {
  const scale = remPixels() / USUAL_REM_PIXELS;
  const height = Math.max(LEAST_HEIGHT, Math.round((HEIGHT_SHARE * innerHeight) / scale));
  return { width: Math.floor(width / scale), height };
}

function Drawing({ layout, view, label }: { layout: DiagramLayout; view: DiagramView; label: string }) {
  const { width, height, frame, trips } = layout;
  const selectedId = useSelectedVehicle();
  const say = useSayTrip(view);
  const [visited, setVisited] = useState<string>();
  const [asked, setAsked] = useState<number>();
  const mayLookBack = useMay('replay.read');
  /** A click beside the trips is on a moment; of what is to come there is nothing to show. */
  const ask = (event: MouseEvent<SVGSVGElement>): void => {
    if (!mayLookBack || (event.target as Element).closest('[data-runner]')) return;
    const { left, width: pixels } = event.currentTarget.getBoundingClientRect();
    const at = timeAtX(view, frame, ((event.clientX - left) / pixels) * width);
    setAsked(at !== undefined && at < live.now() ? Math.round(at) : undefined);
  };
  const ran = trips
    .filter(({ trip }) => trip.vehicleId !== undefined)
    .sort((a, b) => startOf(a.trip) - startOf(b.trip));
  // One row: every arrow goes to the next or the one before.
  const runners = ran.map(({ trip }, i) => ({ id: keyOf(trip), column: 0, place: i }));
  const selected = ran.find(({ trip }) => trip.vehicleId === selectedId);
  const tabStop = [visited, selected && keyOf(selected.trip), runners[0]?.id].find((id) =>
    runners.some((runner) => runner.id === id),
  );
  return (
    <div
      onKeyDown={(event) => moveFocus(event, runners, ALONG)}
      onFocus={(event) =>
        setVisited((event.target as Element).closest<SVGElement>('[data-runner]')?.dataset['runner'])
      }
    >
      <svg
        className="diagram"
        role="group"
        aria-label={label}
        width={`${width / USUAL_REM_PIXELS}rem`}
        height={`${height / USUAL_REM_PIXELS}rem`}
        viewBox={`0 0 ${width} ${height}`}
        onClick={ask}
      >
        <Grid layout={layout} />
        <Clipped layout={layout}>
          <g aria-hidden="true">
            {trips.map(({ trip, planned }) => (
              <polyline key={keyOf(trip)} className="diagram-planned" points={planned} />
            ))}
          </g>
          {ran.map((lines) => (
            <Ran
              key={keyOf(lines.trip)}
              lines={lines}
              say={say}
              isSelected={lines.trip.vehicleId === selectedId}
              isTabStop={keyOf(lines.trip) === tabStop}
            />
          ))}
        </Clipped>
      </svg>
      {asked !== undefined && <DiagramMoment at={asked} onClose={() => setAsked(undefined)} />}
    </div>
  );
}

const ALONG: Readonly<Record<string, string>> = { ArrowLeft: 'ArrowUp', ArrowRight: 'ArrowDown' };

interface RanProps {
  readonly lines: TripLines;
  readonly say: (trip: DiagramTrip) => string;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
}

/** A trip that a vehicle ran or runs. Its line is thin for a pointer: beside it there is room to press. */
function Ran({ lines: { trip, actual, predicted, head }, say, isSelected, isTabStop }: RanProps) {
  const vehicleId = trip.vehicleId!;
  const state = trip.state ?? 'normal';
  return (
    <g
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      className="diagram-trip"
      data-runner={keyOf(trip)}
      data-tone={state.replaceAll('_', '-')}
      aria-label={say(trip)}
      aria-pressed={isSelected}
      onClick={(event) => {
        event.currentTarget.focus();
        selectVehicle(vehicleId);
      }}
    >
      <title>{say(trip)}</title>
      <polyline className="diagram-press" points={actual} />
      <polyline className="diagram-press" points={predicted} />
      <polyline className="diagram-predicted" points={predicted} />
      <polyline className="diagram-actual" points={actual} />
      {head && (
        <>
          <circle className="diagram-ground" cx={head.x} cy={head.y} r="12" />
          <VehicleMark state={state} x={head.x} y={head.y} degrees={90} />
          {(head.isLabelled || isSelected) && (
            <text className="diagram-label" x={head.x + 12} y={head.y - 6}>
              {trip.label ?? vehicleId}
            </text>
          )}
        </>
      )}
    </g>
  );
}

/** A trip in words: who, how, where it was last seen and what it comes to next. */
function useSayTrip({ stops }: DiagramView): (trip: DiagramTrip) => string {
  const texts = useTexts(DIAGRAM_TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const timeOf = (at: number): string => clockMinutes(language, at, city?.timeZone);
  return ({ vehicleId, label, state, actual, predicted }) => {
    const seen = actual.findLast(([, , stopIndex]) => stopIndex >= 0);
    const next = predicted.find(([, , stopIndex]) => stopIndex >= 0);
    return [
      texts.vehicle(label ?? vehicleId ?? ''),
      state && states[state],
      seen && texts.seenAt(stops[seen[2]]!.name, timeOf(seen[0])),
      next && texts.expectedAt(stops[next[2]]!.name, timeOf(next[0])),
    ]
      .filter(Boolean)
      .join(', ');
  };
}
