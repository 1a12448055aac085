import type { DispatchException, Handover } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { dateAndTime } from '../../text/format.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { AcceptShift } from './accept-shift.js';
import { EntryTable } from './entry-table.js';
import { HANDOVER_TEXTS } from './handover-texts.js';
import { OpenThings } from './open-things.js';

/** A handover as it was signed: it can be printed. */
export function HandoverDocument({ handover }: { handover: Handover }) {
  const texts = useTexts(HANDOVER_TEXTS);
  const { handoverId, givenBy, givenAt, notes, acceptedBy, acceptedAt, acceptNote, snapshot } = handover;
  // Kept as it was; what was an exception then is one now.
  const exceptions = snapshot.exceptions as readonly DispatchException[];
  return (
    <section className="document" aria-labelledby="handover-title" data-handover={handoverId}>
      <div className="details-tools">
        <h2 id="handover-title">{texts.document(handoverId)}</h2>
        <button type="button" className="no-print" onClick={() => print()}>
          {texts.print}
        </button>
      </div>
      <dl className="signatures">
        <Signature title={texts.givenBy} name={givenBy.name} at={givenAt} />
        <Signature title={texts.acceptedBy} name={acceptedBy?.name} at={acceptedAt} note={acceptNote} />
      </dl>
      {acceptedBy === undefined && <AcceptShift handover={handover} />}
      <h3>{texts.notes}</h3>
      <p className="entry-text">{notes === '' ? texts.noNotes : notes}</p>
      <OpenThings exceptions={exceptions} orders={snapshot.orders} alerts={snapshot.alerts} />
      <h3>
        {texts.entries} ({snapshot.entries.length})
      </h3>
      {snapshot.entries.length === 0 ? (
        <p className="quiet">{texts.nothing}</p>
      ) : (
        <EntryTable entries={snapshot.entries} isShort />
      )}
    </section>
  );
}

function Signature({
  title,
  name,
  at,
  note,
}: {
  title: string;
  name: string | undefined;
  at: number | undefined;
  note?: string | undefined;
}) {
  const texts = useTexts(HANDOVER_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  return (
    <div data-signed={name === undefined ? undefined : ''}>
      <dt>{title}</dt>
      <dd>
        {name === undefined ? (
          <em>{texts.waiting}</em>
        ) : (
          <>
            <strong>{name}</strong>
            <br />
            {at !== undefined && dateAndTime(language, at, city?.timeZone)}
          </>
        )}
        {note !== undefined && (
          <>
            <br />
            {note}
          </>
        )}
      </dd>
    </div>
  );
}
