import { useRef } from 'react';
import type { DiagramView } from '@rukh/domain/dispatch';
import { live } from '../../live/live-store.js';
import { useAsked } from '../../live/use-asked.js';
import { useLive, useNow } from '../../live/use-live.js';
import { useTexts } from '../../text/use-texts.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { usePageState } from '../../url/use-page-state.js';
import { LineChoice } from '../line/line-choice.js';
import { LINE_TEXTS } from '../line/line-texts.js';
import { useLine } from '../line/use-line.js';
import { useSelectedVehicle } from '../map/selected-vehicle.js';
import { DiagramTableView } from './diagram-table.js';
import { SPANS, querySpan, readSpan, stepSpan } from './diagram-span.js';
import { DIAGRAM_TEXTS } from './diagram-texts.js';
import { Diagram } from './diagram.js';
import { pickDirection } from './pick-direction.js';
import { useSpanWheel } from './use-span-wheel.js';

const EVERY_SECONDS = 10;

export default function DiagramPane() {
  const texts = useTexts(DIAGRAM_TEXTS);
  const { waiting } = useTexts(LINE_TEXTS);
  const { city } = useLive('network');
  const { filters } = usePageState();
  const line = useLine();
  const vehicleId = useSelectedVehicle();
  const vehicle = vehicleId === undefined ? undefined : live.vehicles.get(vehicleId);
  const route = line && city?.routes.get(line.routeId);
  const known = [...new Set(route?.patterns.map(({ directionId }) => directionId))].sort((a, b) => a - b);
  const ofSelected = vehicle?.routeId === route?.routeId ? vehicle?.directionId : undefined;
  const { direction, usual } = pickDirection(known, filters['dir'], ofSelected);
  const now = useNow(60);
  const span = readSpan(filters['span']);
  const query = city ? querySpan(span, now, city.timeZone) : '';
  const box = useRef<HTMLDivElement>(null);
  useSpanWheel(box, (step) => setFilter(filters, 'span', stepSpan(span, step)));
  const { value, error } = useAsked<DiagramView>(
    route === undefined
      ? undefined
      : `/dispatch/lines/${encodeURIComponent(route.routeId)}/diagram?direction=${direction}${query}`,
    EVERY_SECONDS,
    'orders',
  );
  if (!line || !route) return <p className="centred">{waiting}</p>;
  const headsign = (directionId: number): string => {
    const name = city?.headsign(line.routeId, directionId) ?? '';
    return name === '' ? String(directionId) : name;
  };
  const label = texts.label(headsign(direction));
  const isTable = filters['as'] === 'table';
  return (
    <div ref={box} className="line-pane">
      <div className="line-head">
        <h2>
          {route.shortName} <span className="quiet">→ {headsign(direction)}</span>
        </h2>
        <LineChoice line={line} />
        {known.length > 1 && (
          <Choice
            name="dir"
            label={texts.direction}
            options={[
              ['', (usual === ofSelected ? texts.ofSelected : texts.usual)(headsign(usual))],
              ...known.map((directionId) => [String(directionId), headsign(directionId)] as const),
            ]}
          />
        )}
        <Choice
          name="span"
          label={texts.time}
          options={SPANS.map((one) => [one, texts.spans[one === '' ? 'usual' : one]] as const)}
        />
        <div className="line-tools" role="group" aria-label={texts.show}>
          <button type="button" aria-pressed={!isTable} onClick={() => setFilter(filters, 'as', '')}>
            {texts.drawn}
          </button>
          <button type="button" aria-pressed={isTable} onClick={() => setFilter(filters, 'as', 'table')}>
            {texts.table}
          </button>
        </div>
      </div>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      {!value && error === undefined && <p>{waiting}</p>}
      {value?.trips.length === 0 && <p>{texts.noTrips}</p>}
      {value &&
        (isTable ? <DiagramTableView view={value} label={label} /> : <Diagram view={value} label={label} />)}
      {value && <p className="quiet">{isTable ? texts.tableNote : `${texts.legend} ${texts.keys}`}</p>}
    </div>
  );
}
