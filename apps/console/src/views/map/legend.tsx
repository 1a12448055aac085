import type { VehicleState } from '@rukh/domain/dispatch';
import { FRAME_TEXTS } from '../../frame/frame-texts.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { MAP_TEXTS } from './map-texts.js';
import { VEHICLE_SHAPES } from './vehicle-shapes.js';

const STATES = Object.keys(VEHICLE_SHAPES) as VehicleState[];

/** What orders draw. */
const ORDERED = [
  ['detour', 'M-12 0h24'],
  ['closed', 'M-6 -6l12 12m0-12l-12 12'],
  ['instead', 'M-6 -6h12v12h-12z'],
] as const;

/** What the shapes on the map mean. */
export function Legend() {
  const texts = useTexts(FRAME_TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  const { ordered } = useTexts(MAP_TEXTS);
  return (
    <details className="legend" name="map-panel">
      <summary>{texts.legend}</summary>
      <ul>
        {STATES.map((state) => (
          <li key={state}>
            <svg
              viewBox="-13 -13 26 26"
              className="sign"
              data-tone={state.replaceAll('_', '-')}
              data-hollow={VEHICLE_SHAPES[state].isOutline ? '' : undefined}
              aria-hidden="true"
            >
              {VEHICLE_SHAPES[state].rings.map((ring) => (
                <polygon key={ring.join()} points={ring.join(' ')} />
              ))}
            </svg>{' '}
            {states[state]}
          </li>
        ))}
        {ORDERED.map(([name, path]) => (
          <li key={name}>
            <svg viewBox="-13 -13 26 26" className="ordered-sign" data-ordered={name} aria-hidden="true">
              <path d={path} />
            </svg>{' '}
            {ordered[name]}
          </li>
        ))}
      </ul>
    </details>
  );
}
