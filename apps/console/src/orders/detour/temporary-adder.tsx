import { useState } from 'react';
import { useTexts } from '../../text/use-texts.js';
import { type DetourSketch, MOST_TEMPORARY, temporaryStopId } from './detour-sketch.js';
import { DETOUR_TEXTS } from './detour-texts.js';

const LONGEST_NAME = 100;

/** A stop that is not in the timetable, at one of the detour's points: riders read its name in both languages. */
export function TemporaryAdder({
  sketch: { places, temporary },
  onChange,
}: {
  sketch: DetourSketch;
  onChange: (temporary: DetourSketch['temporary']) => void;
}) {
  const texts = useTexts(DETOUR_TEXTS);
  const [point, setPoint] = useState(0);
  const [names, setNames] = useState({ uk: '', en: '' });
  const place = places[Math.min(point, places.length - 1)];
  const isNamed = names.uk.trim() !== '' && names.en.trim() !== '';
  const add = (): void => {
    if (!place || !isNamed) return;
    const stop = { name: { uk: names.uk.trim(), en: names.en.trim() }, place };
    const others = temporary.filter((other) => temporaryStopId(other) !== temporaryStopId(stop));
    onChange([...others, stop]);
    setNames({ uk: '', en: '' });
  };
  if (!place) return <p className="quiet">{texts.temporaryNeedsPoint}</p>;
  return (
    <fieldset className="temporary-stop">
      <legend>{texts.temporary}</legend>
      <label className="choice">
        <span>{texts.atPoint}</span>
        <select value={point} onChange={({ target }) => setPoint(Number(target.value))}>
          {places.map(([lon, lat], i) => (
            <option key={`${i} ${lon} ${lat}`} value={i}>
              {texts.place(i + 1, lat.toFixed(5), lon.toFixed(5))}
            </option>
          ))}
        </select>
      </label>
      {(['uk', 'en'] as const).map((language) => (
        <label key={language} className="choice">
          <span>{texts.nameIn[language]}</span>
          <input
            type="text"
            lang={language}
            autoComplete="off"
            maxLength={LONGEST_NAME}
            value={names[language]}
            onChange={({ target }) => setNames({ ...names, [language]: target.value })}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              // Within a form, Enter would give the order.
              event.preventDefault();
              add();
            }}
          />
        </label>
      ))}
      <button type="button" disabled={!isNamed || temporary.length >= MOST_TEMPORARY} onClick={add}>
        {texts.addTemporary}
      </button>
      <ul className="plain">
        {temporary.map((stop) => (
          <li key={temporaryStopId(stop)}>
            {stop.name.uk} / <span lang="en">{stop.name.en}</span>{' '}
            <button
              type="button"
              aria-label={texts.removeTemporary(stop.name.uk)}
              onClick={() => onChange(temporary.filter((other) => other !== stop))}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
