import type { LineDirectionView } from '@rukh/domain/dispatch';
import { useLive, useNow } from '../../live/use-live.js';
import { clockMinutes, duration, primeMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ThingLink } from '../../ui/thing-link.js';
import { LINE_TEXTS } from './line-texts.js';

/** Where a direction begins: who waits there and until when, and what leaves next. */
export function Terminal({ direction }: { direction: LineDirectionView }) {
  const texts = useTexts(LINE_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const now = useNow(10);
  const zone = city?.timeZone;
  const { terminal, plannedHeadwaySeconds } = direction;
  const facts = [
    terminal.nextDepartureAt !== undefined &&
      texts.nextAt(clockMinutes(language, terminal.nextDepartureAt, zone)),
    plannedHeadwaySeconds !== undefined && texts.intended(primeMinutes(plannedHeadwaySeconds)),
  ].filter((fact) => fact !== false);
  const left = (departureAt: number): string => {
    const text = duration(language, Math.abs(departureAt - now));
    return departureAt >= now ? texts.inTime(text) : texts.overdue(text);
  };
  return (
    <div className="terminal">
      <p>
        <strong>{terminal.name}</strong>
        {facts.length > 0 && `: ${facts.join(' · ')}`}
      </p>
      {terminal.layovers.length > 0 && (
        <ul className="plain">
          {terminal.layovers.map(({ vehicleId, label, departureAt, expectedAt }) => (
            <li key={vehicleId}>
              <ThingLink kind="vehicle" id={vehicleId}>
                {label}
              </ThingLink>{' '}
              {texts.waits(left(expectedAt ?? departureAt), clockMinutes(language, departureAt, zone))}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
