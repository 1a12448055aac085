import '../../styles/office.css';
import { useMay } from '../../session/session.js';
import { useTexts } from '../../text/use-texts.js';
import { AddressLink } from '../../url/address-link.js';
import { usePageState } from '../../url/use-page-state.js';
import { AddEntry } from './add-entry.js';
import { EntryFilters, useEntriesPath } from './entry-filters.js';
import { EntryList } from './entry-list.js';
import { Handovers } from './handovers.js';
import { JOURNAL_TEXTS } from './journal-texts.js';

const PARTS = ['journal', 'handover'] as const;

/** What happened in the shift and who did it; and how one shift hands over to the next. */
export default function JournalView() {
  const texts = useTexts(JOURNAL_TEXTS);
  const { filters } = usePageState();
  const mayRead = useMay('journal.read');
  const part = mayRead ? (PARTS.find((known) => known === filters['part']) ?? 'journal') : 'journal';
  return (
    <article className="page wide journal" aria-labelledby="journal-title">
      <h1 id="journal-title">{texts.parts[part]}</h1>
      {mayRead && (
        <nav className="views report-names" aria-label={texts.title}>
          {PARTS.map((name) => (
            <AddressLink
              key={name}
              to={{ filters: name === 'journal' ? {} : { part: name } }}
              aria-current={name === part ? 'page' : undefined}
            >
              {texts.parts[name]}
            </AddressLink>
          ))}
        </nav>
      )}
      {part === 'handover' ? <Handovers /> : <Entries mayRead={mayRead} />}
    </article>
  );
}

function Entries({ mayRead }: { mayRead: boolean }) {
  const texts = useTexts(JOURNAL_TEXTS);
  const mayWrite = useMay('journal.write');
  const path = useEntriesPath();
  return (
    <>
      {mayWrite && <AddEntry />}
      {mayRead && <EntryFilters />}
      {mayRead ? path !== undefined && <EntryList key={path} path={path} /> : <p>{texts.mayNotRead}</p>}
    </>
  );
}
