import type { ReactNode } from 'react';
import type { SpeedsView, TapCountsView } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { useTexts } from '../../text/use-texts.js';
import { setFilter } from '../../ui/choice.js';
import { ThingLink } from '../../ui/thing-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { AlertPlaces } from './alert-places.js';
import { LAYERS_TEXTS } from './layers-texts.js';
import { PACES } from './pace.js';
import type { Layer, ShownLayers } from './use-layers.js';

const SHOWN_ROWS = 15;
const PACE_LINES = { quick: 'M-12 0h24', middling: 'M-12 0h9m4 0h9', slow: 'M-12 0h24' } as const;

/** Layers to be switched on, what their signs mean, and the same in words for who does not see the map. */
export function LayerControls({ layers }: { layers: ShownLayers }) {
  const texts = useTexts(LAYERS_TEXTS);
  const { filters } = usePageState();
  const { offered, on, speed, taps, alerts } = layers;
  const toggle = (layer: Layer, isOn: boolean): void => {
    const wanted = offered.filter((one) => (one === layer ? isOn : on.has(one)));
    setFilter(filters, 'layers', wanted.join(','));
  };
  return (
    <details className="legend layers" name="map-panel">
      <summary>
        {texts.title} {on.size > 0 && `(${on.size})`}
      </summary>
      {offered.map((layer) => (
        <div key={layer}>
          <label>
            <input
              type="checkbox"
              checked={on.has(layer)}
              onChange={({ target }) => toggle(layer, target.checked)}
            />{' '}
            {texts.names[layer]}
          </label>
          {on.has(layer) && layer === 'speed' && (
            <Told asked={speed} says={(value) => <Speeds speeds={value} />} />
          )}
          {on.has(layer) && layer === 'taps' && (
            <Told asked={taps} says={(value) => <Taps counts={value} />} />
          )}
          {on.has(layer) && layer === 'alerts' && (
            <Told asked={alerts} says={(value) => <AlertPlaces list={value} />} />
          )}
        </div>
      ))}
    </details>
  );
}

function Told<T>({
  asked: { value, error },
  says,
}: {
  asked: { readonly value: T | undefined; readonly error: unknown };
  says: (value: T) => ReactNode;
}) {
  const texts = useTexts(LAYERS_TEXTS);
  if (value) return says(value);
  return <p role="status">{error === undefined ? texts.loading : texts.failed}</p>;
}

function Speeds({ speeds: { sections } }: { speeds: SpeedsView }) {
  const texts = useTexts(LAYERS_TEXTS);
  if (sections.length === 0) return <p className="quiet">{texts.noSpeeds}</p>;
  const shown = sections.slice(0, SHOWN_ROWS);
  return (
    <>
      <ul>
        {PACES.map((pace) => (
          <li key={pace}>
            <svg viewBox="-13 -13 26 26" className="pace-sign" data-pace={pace} aria-hidden="true">
              <path d={PACE_LINES[pace]} />
            </svg>{' '}
            {texts.paces[pace]}
          </li>
        ))}
      </ul>
      <Words says={texts.slowest(shown.length, sections.length)}>
        <table className="small" aria-label={texts.names.speed}>
          <thead>
            <tr>
              <th scope="col">{texts.from}</th>
              <th scope="col">{texts.to}</th>
              <th scope="col">{texts.speed}</th>
              <th scope="col">{texts.planned}</th>
              <th scope="col">{texts.passages}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((section) => (
              <tr key={`${section.fromStopId} ${section.toStopId}`}>
                <th scope="row">
                  <StopLink id={section.fromStopId} />
                </th>
                <td>
                  <StopLink id={section.toStopId} />
                </td>
                <td>{kilometresPerHour(section.metresPerSecond)}</td>
                <td>
                  {section.plannedMetresPerSecond === undefined
                    ? '—'
                    : kilometresPerHour(section.plannedMetresPerSecond)}
                </td>
                <td>{section.passages}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Words>
    </>
  );
}

function Taps({ counts: { stops, fewest } }: { counts: TapCountsView }) {
  const texts = useTexts(LAYERS_TEXTS);
  if (stops.length === 0) return <p className="quiet">{texts.noTaps}</p>;
  const shown = stops.slice(0, SHOWN_ROWS);
  return (
    <>
      <p>
        <svg viewBox="-13 -13 26 26" className="tap-sign" aria-hidden="true">
          <circle r="9" />
        </svg>{' '}
        {texts.ring(fewest)}
      </p>
      <Words says={texts.fullest(shown.length, stops.length)}>
        <table className="small" aria-label={texts.names.taps}>
          <thead>
            <tr>
              <th scope="col">{texts.stop}</th>
              <th scope="col">{texts.taps}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ stopId, taps }) => (
              <tr key={stopId}>
                <th scope="row">
                  <StopLink id={stopId} />
                </th>
                <td>{taps}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Words>
    </>
  );
}

/** The layer as a table, folded: the map is not to be covered by it. */
function Words({ says, children }: { says: string; children: ReactNode }) {
  return (
    <details>
      <summary>{says}</summary>
      {children}
    </details>
  );
}

function StopLink({ id }: { id: string }) {
  const { city } = useLive('network');
  return (
    <ThingLink kind="stop" id={id}>
      {city?.stopName(id) ?? id}
    </ThingLink>
  );
}

function kilometresPerHour(metresPerSecond: number): string {
  return String(Math.round(metresPerSecond * 3.6));
}
