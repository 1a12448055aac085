import type { City } from '../../live/city.js';
import type { Place } from '../../map/draw-places.js';
import { useTexts } from '../../text/use-texts.js';
import { DETOUR_TEXTS } from './detour-texts.js';
import { StopAdder } from './stop-adder.js';

/** The points of a detour as a list: what the map shows, to be read, added to and taken from without it. */
export function PlaceList({
  city,
  places,
  onChange,
}: {
  city: City;
  places: readonly Place[];
  onChange: (places: readonly Place[]) => void;
}) {
  const texts = useTexts(DETOUR_TEXTS);
  return (
    <div role="group" aria-label={texts.places}>
      <p>
        <strong>{texts.places}</strong>
      </p>
      {places.length === 0 && <p className="quiet">{texts.noPlaces}</p>}
      <ol className="plain detour-places">
        {places.map(([lon, lat], i) => (
          <li key={`${i} ${lon} ${lat}`}>
            {texts.place(i + 1, lat.toFixed(5), lon.toFixed(5))}{' '}
            <button
              type="button"
              aria-label={texts.remove(i + 1)}
              onClick={() => onChange(places.filter((_, other) => other !== i))}
            >
              ✕
            </button>
          </li>
        ))}
      </ol>
      {places.length > 0 && (
        <button type="button" onClick={() => onChange(places.slice(0, -1))}>
          {texts.undoPlace}
        </button>
      )}
      <StopAdder
        city={city}
        label={texts.addPlace}
        fault={texts.notPlace}
        onPlace={(place) => onChange([...places, place])}
      />
    </div>
  );
}
