import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { GhostView, LineVehicleView, LineView } from '@rukh/domain/dispatch';
import { live } from '../../live/live-store.js';
import { useLive } from '../../live/use-live.js';
import { useSession } from '../../session/session.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { clockMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { useSelectedVehicle } from '../map/selected-vehicle.js';
import { Rail } from './ladder-rail.js';
import { layOutLadder } from './lay-out-ladder.js';
import { LINE_TEXTS } from './line-texts.js';
import { moveFocus } from './move-focus.js';
import { labelOf, sayVehicle } from './say-vehicle.js';
import { selectTrip, selectVehicle } from './select-on-line.js';
import { Terminal } from './terminal.js';

const NEAREST = { block: 'nearest', inline: 'nearest' } as const;

/** Both directions of a line side by side. */
export function Ladder({ line }: { line: LineView }) {
  const texts = useTexts(LINE_TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { carrierIds } = useSession();
  const selectedId = useSelectedVehicle();
  const [visited, setVisited] = useState<string>();
  const { mode, routeId } = line;
  const textOf = useCallback((vehicle: LineVehicleView) => labelOf(vehicle, mode), [mode]);
  const rails = useMemo(() => layOutLadder(line, textOf), [line, textOf]);
  const say = useCallback(
    (vehicle: LineVehicleView) =>
      sayVehicle(vehicle, {
        texts,
        states,
        stopName: (stopId) => city?.stopName(stopId) ?? stopId,
        vehicleLabel: (vehicleId) => live.vehicles.get(vehicleId)?.label ?? vehicleId,
      }),
    [texts, states, city],
  );
  const timeOf = useCallback(
    ({ departureAt }: GhostView) => clockMinutes(language, departureAt, city?.timeZone),
    [language, city],
  );
  const sayGhost = useCallback((ghost: GhostView) => texts.ghost(timeOf(ghost)), [texts, timeOf]);
  const onGhost = useCallback((tripId: string) => selectTrip(tripId, routeId), [routeId]);

  const runners = rails.flatMap(({ vehicles, ghosts }, column) => [
    ...vehicles.map(({ vehicle, y }) => ({ id: vehicle.vehicleId, column, place: y })),
    ...ghosts.map(({ ghost, y }) => ({ id: ghost.tripId, column, place: y })),
  ]);
  const tabStop = [visited, selectedId, runners[0]?.id].find((id) =>
    runners.some((runner) => runner.id === id),
  );
  const ladder = useRef<HTMLDivElement>(null);
  const isHere = runners.some(({ id }) => id === selectedId);
  useEffect(() => {
    // Who is selected elsewhere is brought into sight; afterwards it may go out of it, as the line moves on.
    if (isHere) ladder.current?.querySelector('[aria-pressed=true]')?.scrollIntoView(NEAREST);
  }, [selectedId, isHere, routeId]);
  return (
    <div
      ref={ladder}
      className="ladder"
      onKeyDown={(event) => moveFocus(event, runners)}
      onFocus={(event) =>
        setVisited((event.target as Element).closest<SVGElement>('[data-runner]')?.dataset['runner'])
      }
    >
      {rails.map((rail, i) => {
        const direction = line.directions[i]!;
        return (
          <section key={rail.directionId} className="rail-box">
            <h3>→ {direction.headsign}</h3>
            <Terminal direction={direction} />
            <div className="rail-scroller">
              {direction.vehicles.length + direction.ghosts.length === 0 && (
                <p>{carrierIds ? texts.noneOfYours : texts.none}</p>
              )}
              <Rail
                rail={rail}
                label={`→ ${direction.headsign}`}
                selectedId={selectedId}
                tabStop={tabStop}
                textOf={textOf}
                say={say}
                ghostText={timeOf}
                sayGhost={sayGhost}
                onVehicle={selectVehicle}
                onGhost={onGhost}
              />
            </div>
          </section>
        );
      })}
    </div>
  );
}
