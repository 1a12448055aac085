import { useId } from 'react';
import { useTexts } from '../../text/use-texts.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { FormPart } from './form-part.js';

/** Cause, effect and severity, by their numbers in GTFS-realtime. */
export function KindFields({ draft, onChange }: FormPart) {
  const texts = useTexts(ALERT_TEXTS);
  return (
    <fieldset className="form-part">
      <legend>{texts.kind}</legend>
      <div className="field-row">
        <NumberChoice
          label={texts.cause}
          names={texts.causes}
          value={draft.cause}
          onChange={(cause) => onChange({ cause })}
        />
        <NumberChoice
          label={texts.effect}
          names={texts.effects}
          value={draft.effect}
          onChange={(effect) => onChange({ effect })}
        />
        <NumberChoice
          label={texts.severity}
          names={texts.severities}
          value={draft.severityLevel}
          onChange={(severityLevel) => onChange({ severityLevel })}
        />
      </div>
    </fieldset>
  );
}

/** The first name is of the number 1. */
function NumberChoice({
  label,
  names,
  value,
  onChange,
}: {
  label: string;
  names: readonly string[];
  value: number;
  onChange: (value: number) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={({ target }) => onChange(Number(target.value))}>
        {names.map((name, i) => (
          <option key={name} value={i + 1}>
            {name}
          </option>
        ))}
        {value > names.length && <option value={value}>{value}</option>}
      </select>
    </div>
  );
}
