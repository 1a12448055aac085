import { useLive } from '../live/use-live.js';
import { clockMinutes } from '../text/format.js';
import { useLanguage } from '../text/use-texts.js';
import { goTo } from '../url/use-page-state.js';
import { FRAME_TEXTS, nameMode } from './frame-texts.js';

/** While a city-wide mode is in force it is said in both languages: whoever looks over a shoulder reads it too. */
export function CityBanner() {
  const language = useLanguage();
  const { cityModes, city } = useLive('modes', 'network');
  const zone = city?.timeZone;
  const others = language === 'uk' ? (['uk', 'en'] as const) : (['en', 'uk'] as const);
  return (
    <div role="status" className={cityModes.length === 0 ? 'unseen' : 'banner'} data-kind="city">
      {cityModes.map(({ orderId, mode, since }) => (
        <p key={orderId}>
          {others.map((one) => {
            const { modes, inForce } = FRAME_TEXTS[one];
            return (
              <strong key={one} lang={one}>
                {inForce(nameMode(mode, modes), clockMinutes(one, since, zone))}{' '}
              </strong>
            );
          })}
          <button type="button" onClick={() => goTo({ view: 'orders', filters: {} })}>
            {FRAME_TEXTS[language].toOrders}
          </button>
        </p>
      ))}
    </div>
  );
}
