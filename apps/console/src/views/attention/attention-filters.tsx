import { EXCEPTION_KINDS, EXCEPTION_NAMES } from '@rukh/domain/dispatch';
import { LinesChoice } from '../../lines/lines-choice.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Choice } from '../../ui/choice.js';
import { CarrierChoice } from '../../ui/city-choices.js';
import { ATTENTION_TEXTS } from './attention-texts.js';

export function AttentionFilters() {
  const texts = useTexts(ATTENTION_TEXTS);
  const language = useLanguage();
  return (
    <div className="filters" role="group" aria-label={texts.filters}>
      <Choice
        name="kind"
        label={texts.kind}
        options={[
          ['', texts.all],
          ...EXCEPTION_KINDS.map((kind) => [kind, EXCEPTION_NAMES[kind][language]] as const),
        ]}
      />
      <Choice
        name="state"
        label={texts.state}
        options={[
          ['', texts.open],
          ['unowned', texts.unowned],
          ['own', texts.own],
          ['put_off', texts.put_off],
        ]}
      />
      <LinesChoice isNarrow />
      <CarrierChoice />
    </div>
  );
}
