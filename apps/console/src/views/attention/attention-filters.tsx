import { EXCEPTION_KINDS } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { Choice } from '../../ui/choice.js';
import { ATTENTION_TEXTS } from './attention-texts.js';

export function AttentionFilters() {
  const texts = useTexts(ATTENTION_TEXTS);
  const { exceptions } = useTexts(CITY_TEXTS);
  const { city } = useLive('network');
  const agencies = city?.network.agencies ?? [];
  return (
    <div className="filters" role="group" aria-label={texts.filters}>
      <Choice
        name="kind"
        label={texts.kind}
        options={[['', texts.all], ...EXCEPTION_KINDS.map((kind) => [kind, exceptions[kind]] as const)]}
      />
      <Choice
        name="lines"
        label={texts.lines}
        options={[
          ['', texts.all],
          ['mine', texts.mine],
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
      {agencies.length > 1 && (
        <Choice
          name="carrier"
          label={texts.carrier}
          options={[['', texts.all], ...agencies.map(({ agencyId, name }) => [agencyId, name] as const)]}
        />
      )}
    </div>
  );
}
