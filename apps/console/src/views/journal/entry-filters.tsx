import { JOURNAL_KINDS } from '@rukh/domain/dispatch';
import { useLive } from '../../live/use-live.js';
import { readTimeField } from '../../text/city-time.js';
import { useTexts } from '../../text/use-texts.js';
import { Choice, setFilter } from '../../ui/choice.js';
import { MomentField } from '../../ui/time-fields.js';
import { usePageState } from '../../url/use-page-state.js';
import { JOURNAL_TEXTS } from './journal-texts.js';

export function EntryFilters() {
  const texts = useTexts(JOURNAL_TEXTS);
  const { filters } = usePageState();
  return (
    <div className="filters">
      <Choice
        name="kind"
        label={texts.kind}
        options={[['', texts.all], ...JOURNAL_KINDS.map((kind) => [kind, texts.kinds[kind]] as const)]}
      />
      <label className="choice">
        <span>{texts.person}</span>
        <input
          type="search"
          maxLength={100}
          value={filters['person'] ?? ''}
          onChange={(event) => setFilter(filters, 'person', event.target.value)}
        />
      </label>
      {(['from', 'to'] as const).map((name) => (
        <MomentField
          key={name}
          label={texts[name]}
          value={filters[name] ?? ''}
          onChange={(value) => setFilter(filters, name, value)}
        />
      ))}
    </div>
  );
}

/** What is asked for by the address; undefined until the city's clock is known. */
export function useEntriesPath(): string | undefined {
  const { filters } = usePageState();
  const { city } = useLive('network');
  if (!city) return undefined;
  const query = new URLSearchParams();
  const kind = JOURNAL_KINDS.find((known) => known === filters['kind']);
  if (kind !== undefined) query.set('kind', kind);
  const person = (filters['person'] ?? '').trim().slice(0, 100);
  if (person !== '') query.set('person', person);
  for (const name of ['from', 'to'] as const) {
    const at = readTimeField(filters[name] ?? '', city.timeZone);
    if (at !== undefined) query.set(name, String(at));
  }
  query.set('limit', '100');
  return `/dispatch/journal?${query.toString()}`;
}
