import { useLive } from '../live/use-live.js';
import { defineTexts } from '../text/define-texts.js';
import { useTexts } from '../text/use-texts.js';
import { Choice } from './choice.js';

const TEXTS = defineTexts(
  { all: 'усі', lines: 'Лінії', mine: 'мої', carrier: 'Перевізник' },
  { all: 'all', lines: 'Lines', mine: 'mine', carrier: 'Carrier' },
);

/** All lines, or those that one has chosen as one's own. */
export function LinesChoice() {
  const texts = useTexts(TEXTS);
  return (
    <Choice
      name="lines"
      label={texts.lines}
      options={[
        ['', texts.all],
        ['mine', texts.mine],
      ]}
    />
  );
}

/** Nothing where the network has one carrier. */
export function CarrierChoice() {
  const texts = useTexts(TEXTS);
  const { city } = useLive('network');
  const agencies = city?.network.agencies ?? [];
  if (agencies.length <= 1) return null;
  return (
    <Choice
      name="carrier"
      label={texts.carrier}
      options={[['', texts.all], ...agencies.map(({ agencyId, name }) => [agencyId, name] as const)]}
    />
  );
}
