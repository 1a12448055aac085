import { useId, useState } from 'react';
import { ALERT_IMAGE_TYPES, ALERT_LIMITS } from '@rukh/domain/dispatch';
import { useTexts } from '../../text/use-texts.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { FormPart } from './form-part.js';
import { BothTexts } from './text-fields.js';

/** What few alerts need: other words for the voice, a link, an image. Open where something stands in it. */
export function VoiceFields({ draft, onChange }: FormPart) {
  const texts = useTexts(ALERT_TEXTS);
  const id = useId();
  const [isOpen] = useState(
    () =>
      draft.imageUrl !== '' ||
      [draft.ttsHeader, draft.ttsDescription, draft.url].some(({ uk, en }) => uk + en !== ''),
  );
  return (
    <details className="form-part" open={isOpen}>
      <summary>{texts.more}</summary>
      <p className="quiet">{texts.ttsHint}</p>
      <BothTexts
        label={texts.ttsHeader}
        most={ALERT_LIMITS.tts}
        values={draft.ttsHeader}
        onChange={(ttsHeader) => onChange({ ttsHeader })}
      />
      <BothTexts
        label={texts.ttsDescription}
        most={ALERT_LIMITS.tts}
        rows={3}
        values={draft.ttsDescription}
        onChange={(ttsDescription) => onChange({ ttsDescription })}
      />
      <BothTexts
        label={texts.url}
        type="url"
        most={ALERT_LIMITS.url}
        values={draft.url}
        onChange={(url) => onChange({ url })}
      />
      <div className="field-row">
        <div className="field">
          <label htmlFor={`${id}-image`}>{texts.imageUrl}</label>
          <input
            id={`${id}-image`}
            type="url"
            maxLength={ALERT_LIMITS.url}
            value={draft.imageUrl}
            onChange={({ target }) => onChange({ imageUrl: target.value })}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-type`}>{texts.imageType}</label>
          <select
            id={`${id}-type`}
            value={draft.imageType}
            onChange={({ target }) => onChange({ imageType: target.value as typeof draft.imageType })}
          >
            {ALERT_IMAGE_TYPES.map((type) => (
              <option key={type}>{type}</option>
            ))}
          </select>
        </div>
      </div>
      <BothTexts
        label={texts.imageText}
        most={ALERT_LIMITS.image}
        values={draft.imageText}
        onChange={(imageText) => onChange({ imageText })}
      />
    </details>
  );
}
