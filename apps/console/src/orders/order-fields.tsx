import { Suspense, lazy, useEffect, useId } from 'react';
import type { BlockView, TripStopsView } from '@rukh/domain/dispatch';
import { useAsked } from '../live/use-asked.js';
import { useLive } from '../live/use-live.js';
import { CITY_TEXTS } from '../text/city-texts.js';
import { clockMinutes } from '../text/format.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { listKinds } from './city-kinds.js';
import type { Answers, FieldName, OrderField, RunOf } from './order-field.js';
import { writeRun } from './order-field.js';
import { ORDER_TEXTS } from './order-texts.js';
import { Checks, TripField, VehicleField } from './thing-fields.js';

const ClockField = lazy(async () => ({ default: (await import('../ui/time-fields.js')).ClockField }));
/** Fetched by who draws one. */
const DetourField = lazy(async () => ({ default: (await import('./detour/detour-field.js')).DetourField }));

const AGAIN_SECONDS = 10;

interface FieldsProps {
  readonly fields: readonly OrderField[];
  readonly answers: Answers;
  readonly onAnswer: (name: FieldName, values: readonly string[]) => void;
}

/** What an order asks for, one control a field. */
export function OrderFields({ fields, answers, onAnswer }: FieldsProps) {
  return fields.map((field) => (
    <Field
      key={field.name}
      field={field}
      values={answers[field.name] ?? []}
      onChange={(values) => onAnswer(field.name, values)}
    />
  ));
}

interface FieldProps<F extends OrderField['type']> {
  readonly field: Extract<OrderField, { type: F }>;
  readonly values: readonly string[];
  readonly onChange: (values: readonly string[]) => void;
}

function Field({ field, values, onChange }: FieldProps<OrderField['type']>) {
  const texts = useTexts(ORDER_TEXTS);
  const rest = { values, onChange };
  switch (field.type) {
    case 'number':
      return <NumberField field={field} {...rest} />;
    case 'time':
      return (
        <Suspense fallback={<p>{texts.loading}</p>}>
          <ClockField
            label={texts.fields[field.name]}
            value={values[0] ?? ''}
            onChange={(value) => onChange([value])}
          />
        </Suspense>
      );
    case 'stop':
      return <StopField field={field} {...rest} />;
    case 'stops':
      return <StopsField field={field} {...rest} />;
    case 'runs':
      return <RunsField field={field} {...rest} />;
    case 'run':
      return <TripField routeId={field.routeId} {...rest} />;
    case 'detour':
      return (
        <Suspense fallback={<p>{texts.loading}</p>}>
          <DetourField routeId={field.routeId} {...rest} />
        </Suspense>
      );
    case 'vehicle':
      return <VehicleField {...rest} />;
    case 'text':
      return <TextField field={field} {...rest} />;
    case 'choice':
      return (
        <label className="choice">
          <span>{texts.fields[field.name]}</span>
          <select value={values[0]} onChange={({ target }) => onChange([target.value])}>
            {field.options.map((option) => (
              <option key={option} value={option}>
                {texts.options[option as keyof typeof texts.options]}
              </option>
            ))}
          </select>
        </label>
      );
    case 'kinds':
    case 'carriers':
      return <ScopeField field={field} {...rest} />;
  }
}

function NumberField({ field, values, onChange }: FieldProps<'number'>) {
  const texts = useTexts(ORDER_TEXTS);
  return (
    <label className="choice">
      <span>{texts.fields[field.name]}</span>
      <input
        type="number"
        min={1}
        max={field.most}
        step={1}
        value={values[0] ?? ''}
        onChange={({ target }) => onChange([target.value])}
      />
    </label>
  );
}

function TextField({ field: { name, most }, values: [value = ''], onChange }: FieldProps<'text'>) {
  const texts = useTexts(ORDER_TEXTS);
  const hint = useId();
  return (
    <>
      <label className="choice">
        <span>{texts.fields[name]}</span>
        <input
          type="text"
          className="long"
          maxLength={most}
          value={value}
          aria-describedby={hint}
          onChange={({ target }) => onChange([target.value])}
        />
      </label>
      <p id={hint} className="quiet">
        {texts.left(most - value.length)}
      </p>
    </>
  );
}

/** What its vehicle has passed cannot be chosen. */
function useStops({ tripId, serviceDate }: RunOf): readonly (readonly [value: string, text: string])[] {
  const language = useLanguage();
  const { city } = useLive('network');
  const { value } = useAsked<TripStopsView>(
    `/dispatch/trips/${encodeURIComponent(tripId)}/stops?date=${serviceDate}`,
    AGAIN_SECONDS,
  );
  const zone = city?.timeZone;
  const { stops = [], nextStopSequence = -Infinity } = value ?? {};
  const ahead = stops.filter(({ stopSequence }) => stopSequence >= nextStopSequence);
  return ahead.map(({ stopSequence, name, departureAt }) => [
    String(stopSequence),
    `${clockMinutes(language, departureAt, zone)} ${name}`,
  ]);
}

function StopField({ field, values, onChange }: FieldProps<'stop'>) {
  const texts = useTexts(ORDER_TEXTS);
  const stops = useStops(field.run);
  return (
    <label className="choice">
      <span>{texts.fields[field.name]}</span>
      <select value={values[0] ?? ''} onChange={({ target }) => onChange([target.value])}>
        <option value="">{field.name === 'firstStop' ? texts.fromItsFirst : texts.toItsLast}</option>
        {stops.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

function StopsField({ field, ...rest }: FieldProps<'stops'>) {
  const texts = useTexts(ORDER_TEXTS);
  return <Checks legend={texts.fields[field.name]} options={useStops(field.run)} {...rest} />;
}

/** All that is not over, until somebody leaves one out. */
function RunsField({ field, values, onChange }: FieldProps<'runs'>) {
  const texts = useTexts(ORDER_TEXTS);
  const states = useTexts(CITY_TEXTS).trip;
  const language = useLanguage();
  const { city } = useLive('network');
  const { value } = useAsked<BlockView>(
    `/dispatch/blocks/${encodeURIComponent(field.blockId)}?date=${field.serviceDate}`,
  );
  const left = (value?.trips ?? []).filter(
    ({ state }) => !['done', 'cancelled', 'unobserved'].includes(state),
  );
  const all = JSON.stringify(left.map(writeRun));
  useEffect(() => {
    if (all !== '[]') onChange(JSON.parse(all) as string[]);
    // Only what the block has sets it anew, not what is chosen.
  }, [all]);
  const zone = city?.timeZone;
  const options = left.map(
    (trip) =>
      [
        writeRun(trip),
        `${clockMinutes(language, trip.startAt, zone)} → ${trip.headsign} (${states[trip.state]})`,
      ] as const,
  );
  if (value && options.length === 0) return <p>{texts.nothingLeft}</p>;
  return <Checks legend={texts.fields.runs} options={options} values={values} onChange={onChange} />;
}

function ScopeField({ field, ...rest }: FieldProps<'kinds' | 'carriers'>) {
  const texts = useTexts(ORDER_TEXTS);
  const hint = useId();
  const { city } = useLive('network');
  const options =
    field.type === 'kinds'
      ? listKinds(city?.network.routes ?? []).map((kind) => [kind, texts.kinds[kind]] as const)
      : (city?.network.agencies ?? []).map(({ agencyId, name }) => [agencyId, name] as const);
  return (
    <>
      <Checks legend={texts.fields[field.name]} options={options} hintId={hint} {...rest} />
      <p id={hint} className="quiet">
        {texts.allWithout}
      </p>
    </>
  );
}
