import { useLive } from '../../live/use-live.js';
import { clockSeconds } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { goTo } from '../../url/use-page-state.js';
import { MAP_TEXTS } from './map-texts.js';

/** When the selected vehicle was at the place of its trail that was clicked, and the way to that moment. */
export function TrailMoment({
  vehicleId,
  at,
  onClose,
}: {
  vehicleId: string;
  at: number;
  onClose: () => void;
}) {
  const texts = useTexts(MAP_TEXTS);
  const language = useLanguage();
  const { city, vehicles } = useLive('network');
  const label = vehicles.get(vehicleId)?.label ?? vehicleId;
  return (
    <div className="stack trail-moment" role="status">
      <p>{texts.wasHere(label, clockSeconds(language, at, city?.timeZone))}</p>
      <button
        type="button"
        onClick={() => {
          goTo({ at: Math.round(at) });
          onClose();
        }}
      >
        {texts.showThen}
      </button>
      <button type="button" onClick={onClose}>
        {texts.close}
      </button>
    </div>
  );
}
