import type { ReactNode } from 'react';
import { Autocomplete } from 'react-aria-components/Autocomplete';
import { I18nProvider } from 'react-aria-components/I18nProvider';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Input, Label, SearchField, Text } from 'react-aria-components/SearchField';
import { localeOf } from '../text/format.js';
import { useLanguage } from '../text/use-texts.js';

export interface Found {
  readonly key: string;
  readonly title: string;
  readonly detail?: string | undefined;
  readonly kind: string;
}

const LONGEST_QUERY = 100;

/** A field with what is found under it: arrows choose and Enter takes, by hand or by voice as by mouse. */
export function ThingSearch({
  label,
  hint,
  query,
  found,
  onQuery,
  onTake,
  autoFocus = false,
  said,
}: {
  label: string;
  hint?: string;
  query: string;
  found: readonly Found[];
  onQuery: (query: string) => void;
  onTake: (key: string) => void;
  autoFocus?: boolean;
  /** Said to who does not see the list. */
  said: ReactNode;
}) {
  const language = useLanguage();
  return (
    <I18nProvider locale={localeOf(language)}>
      <Autocomplete inputValue={query} onInputChange={onQuery}>
        {/* Within a form, Enter would send it. */}
        <SearchField className="field" autoFocus={autoFocus} onSubmit={() => undefined}>
          <Label>{label}</Label>
          <Input maxLength={LONGEST_QUERY} />
          {hint !== undefined && (
            <Text slot="description" className="quiet">
              {hint}
            </Text>
          )}
        </SearchField>
        <ListBox
          className="found"
          aria-label={label}
          items={found.map((one) => ({ ...one, id: one.key }))}
          onAction={(key) => onTake(String(key))}
        >
          {({ title, detail, kind }) => (
            <ListBoxItem textValue={title}>
              <strong>{title}</strong> <span>{detail}</span> <span className="quiet">{kind}</span>
            </ListBoxItem>
          )}
        </ListBox>
      </Autocomplete>
      <p role="status">{said}</p>
    </I18nProvider>
  );
}
