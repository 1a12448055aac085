import type { AlertView } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { dayAndMinutes } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { SENDING_TEXTS } from './sending-texts.js';

/** Somebody else changed it meanwhile: who and when, what they made of it, and the two ways on. */
export function ConflictNote({
  view,
  onTheirs,
  onMine,
}: {
  view: AlertView;
  onTheirs: () => void;
  onMine: () => void;
}) {
  const texts = useTexts(SENDING_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { changedBy, changedAt, state, alert } = view;
  const time = dayAndMinutes(language, changedAt, city?.timeZone);
  const say = state === 'archived' ? texts.conflictArchived : texts.conflict;
  return (
    <div className="warning" data-conflict>
      <p>{say(changedBy.name, time)}</p>
      <blockquote>
        <p>
          <strong>{alert.header[language]}</strong>
        </p>
        <p>{alert.description[language]}</p>
      </blockquote>
      <div className="order-buttons">
        <button type="button" onClick={onTheirs}>
          {texts.takeTheirs}
        </button>
        <button type="button" onClick={onMine}>
          {texts.keepMine}
        </button>
      </div>
    </div>
  );
}
