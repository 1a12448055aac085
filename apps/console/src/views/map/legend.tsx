import type { VehicleState } from '@rukh/domain/dispatch';
import { FRAME_TEXTS } from '../../frame/frame-texts.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { VEHICLE_SHAPES } from './vehicle-shapes.js';

const STATES = Object.keys(VEHICLE_SHAPES) as VehicleState[];

/** What the shapes on the map mean. */
export function Legend() {
  const texts = useTexts(FRAME_TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  return (
    <details className="legend">
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
      </ul>
    </details>
  );
}
