import type { AlertView } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { dateAndTime } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { Facts } from '../../ui/facts.js';
import { ALERT_TEXTS } from './alert-texts.js';
import { nameEntities } from './name-entity.js';

/** An alert for who reads it and writes none. */
export function AlertFacts({ view: { alert, state, endsAt, changedBy, changedAt } }: { view: AlertView }) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const zone = city?.timeZone;
  return (
    <>
      <h2>{alert.header[language]}</h2>
      <p>{alert.description[language]}</p>
      <Facts
        facts={[
          [texts.state, texts.states[state]],
          [texts.about, nameEntities(alert.informedEntities, city, language, 20)],
          [texts.cause, texts.causes[(alert.cause ?? 1) - 1]],
          [texts.effect, texts.effects[(alert.effect ?? 8) - 1]],
          [texts.until, endsAt === undefined ? texts.untilTakenBack : dateAndTime(language, endsAt, zone)],
          [texts.columns.changed, texts.written(changedBy.name, dateAndTime(language, changedAt, zone))],
        ]}
      />
    </>
  );
}
