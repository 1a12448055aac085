import type { HandoverList } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { useMay } from '../../session/session.js';
import { dateAndTime } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { GiveShift } from './give-shift.js';
import { HandoverDocument } from './handover-document.js';
import { HANDOVER_TEXTS } from './handover-texts.js';

const RETRY_SECONDS = 30;

/** One of them is shown, the newest where the address names none. */
export function Handovers() {
  const texts = useTexts(HANDOVER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const { filters } = usePageState();
  const maySign = useMay('shifts.sign');
  const { value, error } = useAsked<HandoverList>('/dispatch/handovers', RETRY_SECONDS, 'journal');
  const all = value?.handovers ?? [];
  const shown = all.find(({ handoverId }) => String(handoverId) === filters['handover']) ?? all[0];
  const zone = city?.timeZone;
  return (
    <>
      {maySign && <GiveShift />}
      {error !== undefined && <p role="status">{texts.failed}</p>}
      {!value && error === undefined && <p role="status">{texts.loading}</p>}
      {value && !shown && <p>{texts.none}</p>}
      {shown && <HandoverDocument key={shown.handoverId} handover={shown} />}
      {all.length > 1 && (
        <nav className="no-print" aria-labelledby="handovers-title">
          <h2 id="handovers-title">{texts.handovers}</h2>
          <ul className="plain handover-list">
            {all.map(({ handoverId, givenBy, givenAt, acceptedBy }) => (
              <li key={handoverId}>
                <AddressLink
                  to={{ filters: { ...filters, handover: String(handoverId) } }}
                  aria-current={handoverId === shown?.handoverId ? 'true' : undefined}
                >
                  {dateAndTime(language, givenAt, zone)}
                </AddressLink>{' '}
                {givenBy.name} → {acceptedBy?.name ?? texts.waiting}
              </li>
            ))}
          </ul>
        </nav>
      )}
    </>
  );
}
