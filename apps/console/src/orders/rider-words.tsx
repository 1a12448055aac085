import type { OrderAlertInput, OrderPreview } from '@rukh/domain/dispatch';
import { ALERT_LIMITS } from '@rukh/domain/dispatch';
import { useTexts } from '../text/use-texts.js';
import { RIDER_WORDS_TEXTS } from './rider-words-texts.js';

export type OwnWords = Required<Pick<OrderAlertInput, 'header' | 'description'>>;

/** Own words of an order's alert; undefined while a language lacks any, for riders read both. */
export function readOwnWords({ header, description }: OwnWords): OrderAlertInput | undefined {
  const all = [header.uk, header.en, description.uk, description.en];
  return all.some((text) => text.trim() === '') ? undefined : { header, description };
}

/** What riders are told in words of one's own, begun from those of the template. */
export function RiderWords({
  template,
  own,
  onChange,
}: {
  template: OrderPreview['riderText'] | undefined;
  own: OwnWords | undefined;
  onChange: (own: OwnWords | undefined) => void;
}) {
  const texts = useTexts(RIDER_WORDS_TEXTS);
  if (!own) {
    if (!template) return null;
    const { uk, en } = template;
    const begin: OwnWords = {
      header: { uk: uk.header, en: en.header },
      description: { uk: uk.description, en: en.description },
    };
    return (
      <button type="button" onClick={() => onChange(begin)}>
        {texts.title}
      </button>
    );
  }
  return (
    <fieldset className="own-words">
      <legend>{texts.title}</legend>
      {(['uk', 'en'] as const).map((language) => (
        <div key={language}>
          <label className="choice">
            <span>{texts.header[language]}</span>
            <input
              type="text"
              lang={language}
              maxLength={ALERT_LIMITS.header}
              value={own.header[language]}
              onChange={({ target }) =>
                onChange({ ...own, header: { ...own.header, [language]: target.value } })
              }
            />
          </label>
          <label className="choice">
            <span>{texts.description[language]}</span>
            <textarea
              rows={2}
              lang={language}
              maxLength={ALERT_LIMITS.description}
              value={own.description[language]}
              onChange={({ target }) =>
                onChange({ ...own, description: { ...own.description, [language]: target.value } })
              }
            />
          </label>
        </div>
      ))}
      <button type="button" onClick={() => onChange(undefined)}>
        {texts.asTemplate}
      </button>
    </fieldset>
  );
}
