import { useLive } from '../live/use-live.js';
import { defineTexts } from '../text/define-texts.js';
import { useTexts } from '../text/use-texts.js';
import { Choice } from './choice.js';

const TEXTS = defineTexts({ all: 'усі', carrier: 'Перевізник' }, { all: 'all', carrier: 'Carrier' });

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
