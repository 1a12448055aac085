import { useLive } from '../../live/use-live.js';
import { clockSeconds } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { goTo } from '../../url/use-page-state.js';
import { INSPECTOR_TEXTS } from './inspector-texts.js';

const MINUTE_SECONDS = 60;

/** The trail on the map as a list: a moment of each minute, to be shown again. */
export function TrailTimes({ trail }: { trail: readonly (readonly [number, number, number])[] }) {
  const texts = useTexts(INSPECTOR_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const moments = trail.filter(([at], i) => {
    const before = trail[i - 1]?.[0] ?? -Infinity;
    return Math.floor(at / MINUTE_SECONDS) !== Math.floor(before / MINUTE_SECONDS);
  });
  if (moments.length === 0) return null;
  return (
    <details className="trail-times">
      <summary>{texts.trail}</summary>
      <ul className="plain">
        {moments.map(([at]) => (
          <li key={at}>
            <button type="button" onClick={() => goTo({ at: Math.round(at) })}>
              {texts.showAt(clockSeconds(language, at, city?.timeZone))}
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
