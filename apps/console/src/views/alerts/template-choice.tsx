import type { AlertTemplate } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { type AlertDraft, applyTemplate } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { FormPart } from './form-part.js';

/** Texts to begin with; what is chosen already stands in them. */
export function TemplateChoice({ draft, onChange }: FormPart) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { value } = useAsked<{ templates: readonly AlertTemplate[] }>('/dispatch/alerts/templates');
  const templates = value?.templates ?? [];
  const use = (templateId: string): void => {
    const template = templates.find((one) => one.templateId === templateId);
    if (template) onChange(applyTemplate(draft, template, namesOf(draft)));
  };
  const namesOf = ({ entities }: AlertDraft): Record<string, string> => ({
    route: distinct(entities.map(({ routeId }) => routeId && city?.routeName(routeId))),
    stop: distinct(entities.map(({ stopId }) => stopId && city?.stopName(stopId))),
  });
  return (
    <label className="choice">
      <span>{texts.template}</span>
      <select value="" onChange={({ target }) => use(target.value)}>
        <option value="">{texts.chooseTemplate}</option>
        {templates.map(({ templateId, name }) => (
          <option key={templateId} value={templateId}>
            {name[language]}
          </option>
        ))}
      </select>
    </label>
  );
}

function distinct(names: readonly (string | undefined)[]): string {
  return [...new Set(names.filter(Boolean))].join(', ');
}
