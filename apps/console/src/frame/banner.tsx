import { NEVER_HEARD_SECONDS } from '@rukh/domain/dispatch';
import { STALE_SECONDS } from '../live/live-store.js';
import { useLive, useNow } from '../live/use-live.js';
import { useSession } from '../session/session.js';
import { dateAndTime, duration } from '../text/format.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { goTo, usePageState } from '../url/use-page-state.js';
import { FRAME_TEXTS } from './frame-texts.js';

/** So long before the session ends it is said: enough to finish what one is at. */
const WARNED_SECONDS = 300;

/** Says what must not be missed: that what is seen is not now. */
export function Banner() {
  const texts = useTexts(FRAME_TEXTS);
  const language = useLanguage();
  const now = useNow();
  const { at } = usePageState();
  const { expiresAt } = useSession();
  const store = useLive('link', 'vehicles', 'lamp', 'network');
  if (at !== undefined) {
    // Until the clock of the city is known no time is better than that of another place.
    const when = store.city ? dateAndTime(language, now, store.city.timeZone) : '…';
    return (
      <section className="banner" data-kind="replay" aria-label={texts.past}>
        <strong>{texts.replay(when)}</strong>
        <button type="button" onClick={() => goTo({ at: undefined })}>
          {texts.backToNow}
        </button>
      </section>
    );
  }
  // That vehicles fell silent is news of them, and no newer data: so old is the newest word of any of them.
  const { lamp } = store;
  const silence = lamp === undefined || lamp.level === 'good' ? 0 : lamp.lagSeconds;
  const age = Math.max(now - store.at, silence);
  const text = sayWhatIsWrong();
  return (
    <div role="status" className={text === undefined ? 'unseen' : 'banner'} data-kind="fault">
      {text !== undefined && <strong>{text}</strong>}
    </div>
  );

  function sayWhatIsWrong(): string | undefined {
    if (store.link === 'lost') return store.at > 0 ? texts.lost(duration(language, age)) : texts.lostFirst;
    if (silence >= NEVER_HEARD_SECONDS) return texts.neverHeard;
    if (store.at > 0 && age > STALE_SECONDS) return texts.stale(duration(language, age));
    const sessionLeft = expiresAt === undefined ? Infinity : expiresAt - now;
    if (sessionLeft < WARNED_SECONDS) return texts.expiring(duration(language, sessionLeft));
    if (lamp?.level !== 'outage') return undefined;
    return texts.outage(lamp.expectedVehicles - lamp.freshVehicles, lamp.expectedVehicles);
  }
}
