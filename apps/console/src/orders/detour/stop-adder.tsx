import { useId, useState } from 'react';
import type { City } from '../../live/city.js';
import type { Place } from '../../map/draw-places.js';
import { nameStop } from '../../text/name-stop.js';
import { useTexts } from '../../text/use-texts.js';
import { DETOUR_TEXTS } from './detour-texts.js';
import { readPlace } from '../../map/measure-line.js';

/** A stop by its name or code; where a place is wanted, its coordinates or any others. */
export function StopAdder({
  city,
  label,
  fault,
  onStop,
  onPlace,
}: {
  city: City;
  label: string;
  fault: string;
  onStop?: (stopId: string) => void;
  onPlace?: (place: Place) => void;
}) {
  const texts = useTexts(DETOUR_TEXTS);
  const listId = useId();
  const [text, setText] = useState('');
  const [said, setSaid] = useState('');
  const add = (): void => {
    const stop = findStop(city, text);
    const place = readPlace(text) ?? (stop && ([stop.lon, stop.lat] as const));
    if (onStop && stop) onStop(stop.stopId);
    else if (onPlace && place) onPlace(place);
    else {
      setSaid(fault);
      return;
    }
    setText('');
    setSaid('');
  };
  return (
    <div className="choice">
      <label>
        <span>{label}</span>
        <input
          type="text"
          list={listId}
          autoComplete="off"
          maxLength={100}
          value={text}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            // Within a form, Enter would give the order.
            event.preventDefault();
            add();
          }}
        />
      </label>
      <datalist id={listId}>
        {text.length >= 2 &&
          suggest(city, text).map((stop) => <option key={stop.stopId} value={nameStop(stop)} />)}
      </datalist>
      <button type="button" onClick={add}>
        {texts.add}
      </button>
      <span role="alert">{said}</span>
    </div>
  );
}

type Stop = City['network']['stops'][number];

function suggest(city: City, text: string): readonly Stop[] {
  const sought = text.trim().toLocaleLowerCase();
  return city.network.stops
    .filter((stop) => nameStop(stop).toLocaleLowerCase().includes(sought))
    .slice(0, 20);
}

/** By code, or by the name as suggested; by a name alone where one stop only has it. */
function findStop(city: City, text: string): Stop | undefined {
  const sought = text.trim().toLocaleLowerCase();
  const { stops } = city.network;
  const exact = stops.find(
    (stop) => stop.code.toLocaleLowerCase() === sought || nameStop(stop).toLocaleLowerCase() === sought,
  );
  if (exact) return sought === '' ? undefined : exact;
  const named = stops.filter(({ name }) => name.toLocaleLowerCase() === sought);
  return named.length === 1 ? named[0] : undefined;
}
