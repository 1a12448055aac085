import { useId } from 'react';
import { ALERT_LIMITS, type BothLanguages } from '@rukh/domain/dispatch';
import { LANGUAGES } from '../../text/define-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { FormPart } from './form-part.js';

/** Header and description, in both languages side by side. */
export function TextFields({ draft, onChange }: FormPart) {
  const texts = useTexts(ALERT_TEXTS);
  return (
    <fieldset className="form-part">
      <legend>{texts.texts}</legend>
      <BothTexts
        label={texts.header}
        most={ALERT_LIMITS.header}
        values={draft.header}
        onChange={(header) => onChange({ header })}
      />
      <BothTexts
        label={texts.description}
        most={ALERT_LIMITS.description}
        rows={4}
        values={draft.description}
        onChange={(description) => onChange({ description })}
      />
    </fieldset>
  );
}

/** One text in both languages, each with how long it may be. Of one row, or more. */
export function BothTexts({
  label,
  most,
  rows = 1,
  type = 'text',
  values,
  onChange,
}: {
  label: string;
  most: number;
  rows?: number;
  type?: 'text' | 'url';
  values: BothLanguages;
  onChange: (values: BothLanguages) => void;
}) {
  const texts = useTexts(ALERT_TEXTS);
  const id = useId();
  return (
    <div className="field-row">
      {LANGUAGES.map((language) => {
        const shared = {
          id: `${id}-${language}`,
          lang: type === 'text' ? language : undefined,
          maxLength: most,
          value: values[language],
          'aria-describedby': `${id}-${language}-length`,
          onChange: ({ target }: { target: { value: string } }) =>
            onChange({ ...values, [language]: target.value }),
        };
        return (
          <div key={language} className="field">
            <label htmlFor={shared.id}>
              {label} {texts.languages[language]}
            </label>
            {rows > 1 ? <textarea rows={rows} {...shared} /> : <input type={type} {...shared} />}
            <span id={`${id}-${language}-length`} className="quiet">
              {texts.length(values[language].length, most)}
            </span>
          </div>
        );
      })}
    </div>
  );
}
