import { useId, useState } from 'react';
import type { TripsView } from '@rukh/domain/dispatch';
import { useAsked } from '../live/use-asked.js';
import { useLive } from '../live/use-live.js';
import { clockMinutes } from '../text/format.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { writeRun } from './order-field.js';
import { ORDER_TEXTS } from './order-texts.js';

interface Chosen {
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

/** Several of a list, each with a box. */
export function Checks({
  legend,
  options,
  values,
  onChange,
  hintId,
}: Chosen & {
  readonly legend: string;
  readonly options: readonly (readonly [value: string, text: string])[];
  readonly hintId?: string;
}) {
  const toggle = (value: string, isOn: boolean): void =>
    onChange(isOn ? [...values, value] : values.filter((other) => other !== value));
  return (
    <fieldset className="checks" aria-describedby={hintId}>
      <legend>{legend}</legend>
      <div>
        {options.map(([value, text]) => (
          <label key={value}>
            <input
              type="checkbox"
              checked={values.includes(value)}
              onChange={({ target }) => toggle(value, target.checked)}
            />{' '}
            {text}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** A trip that is not over, by line and departure; who runs it now is said. */
export function TripField({ routeId, values, onChange }: Chosen & { readonly routeId: string | undefined }) {
  const texts = useTexts(ORDER_TEXTS);
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const routes = city?.lines ?? [];
  const [line, setLine] = useState(routeId ?? routes[0]?.routeId ?? '');
  const { value } = useAsked<TripsView>(
    `/dispatch/trips?routeId=${encodeURIComponent(line)}&state=planned,running,not_started`,
  );
  const zone = city?.timeZone;
  const whose = (vehicleId: string | undefined): string =>
    vehicleId === undefined ? texts.nobodyRuns : (vehicles.get(vehicleId)?.label ?? vehicleId);
  return (
    <>
      <label className="choice">
        <span>{texts.line}</span>
        <select
          value={line}
          onChange={({ target }) => {
            setLine(target.value);
            onChange([]);
          }}
        >
          {routes.map((route) => (
            <option key={route.routeId} value={route.routeId}>
              {route.shortName}
            </option>
          ))}
        </select>
      </label>
      <label className="choice">
        <span>{texts.fields.run}</span>
        <select value={values[0] ?? ''} onChange={({ target }) => onChange([target.value])}>
          <option value="">{texts.choose}</option>
          {(value?.trips ?? []).map((trip) => (
            <option key={writeRun(trip)} value={writeRun(trip)}>
              {`${clockMinutes(language, trip.startAt, zone)} → ${trip.headsign} · ${whose(trip.vehicleId)}`}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}

/** A vehicle by the number on its side; with its line, so that it is seen whose it is. */
export function VehicleField({ values, onChange }: Chosen) {
  const texts = useTexts(ORDER_TEXTS);
  const listId = useId();
  const { city, vehicles } = useLive('network');
  const [text, setText] = useState(vehicles.get(values[0] ?? '')?.label ?? '');
  const type = (typed: string): void => {
    setText(typed);
    const found = [...vehicles.values()].find(({ label }) => label === typed.trim());
    onChange(found ? [found.vehicleId] : []);
  };
  return (
    <label className="choice">
      <span>{texts.fields.vehicle}</span>
      <input
        type="text"
        list={listId}
        autoComplete="off"
        value={text}
        onChange={({ target }) => type(target.value)}
      />
      <datalist id={listId}>
        {[...vehicles.values()].map(({ vehicleId, label, routeId }) => (
          <option key={vehicleId} value={label}>
            {routeId === null ? texts.free : city?.routeName(routeId)}
          </option>
        ))}
      </datalist>
    </label>
  );
}
