import { type KeyboardEvent, useId, useState } from 'react';
import type { FoundItem, SearchView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { useChoosing } from '../../ui/use-choosing.js';
import { type InformedEntity, isSameEntity, keyOfEntity } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { FormPart } from './form-part.js';
import { nameEntity, nameTransport } from './name-entity.js';

const MOST = 1000;

/** Lines, stops and trips by search, whole kinds of transport, or the whole network. */
export function AboutFields({ draft: { entities }, onChange }: FormPart) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const { city } = useLive('network');
  const put = (next: readonly InformedEntity[]): void => onChange({ entities: next.slice(0, MOST) });
  const add = (...more: readonly InformedEntity[]): void =>
    put([...entities, ...more.filter((one) => !entities.some((known) => isSameEntity(known, one)))]);
  const kinds = [...new Set(city?.network.routes.map(({ type }) => type))].sort((a, b) => a - b);
  return (
    <fieldset className="form-part">
      <legend>{texts.about}</legend>
      <FindThing onAdd={add} />
      <div className="order-buttons">
        <button
          type="button"
          onClick={() => put((city?.network.agencies ?? []).map(({ agencyId }) => ({ agencyId })))}
        >
          {texts.wholeNetwork}
        </button>
        {kinds.map((routeType) => (
          <button key={routeType} type="button" onClick={() => add({ routeType })}>
            {texts.everyOf(nameTransport(routeType, language))}
          </button>
        ))}
      </div>
      {entities.length === 0 ? (
        <p className="quiet">{texts.nothingYet}</p>
      ) : (
        <ul className="chips">
          {entities.map((entity, i) => {
            const name = nameEntity(entity, city, language);
            return (
              <li key={keyOfEntity(entity)}>
                {name}
                {entity.routeId !== undefined && (
                  <DirectionChoice
                    entity={entity}
                    name={name}
                    onChange={(one) => put(entities.map((other, n) => (n === i ? one : other)))}
                  />
                )}
                <button
                  type="button"
                  aria-label={texts.remove(name)}
                  onClick={() => put(entities.filter((_, n) => n !== i))}
                >
                  ✕
                </button>
              </li>
            );
          })}
        </ul>
      )}
    </fieldset>
  );
}

function DirectionChoice({
  entity: { directionId, ...rest },
  name,
  onChange,
}: {
  entity: InformedEntity;
  name: string;
  onChange: (entity: InformedEntity) => void;
}) {
  const texts = useTexts(ALERT_TEXTS);
  const { city } = useLive('network');
  const patterns = city?.routes.get(rest.routeId ?? '')?.patterns ?? [];
  const directions = [...new Set(patterns.map((pattern) => pattern.directionId))].sort();
  if (directions.length < 2) return null;
  const choose = (value: string): void =>
    onChange(value === '' ? rest : { ...rest, directionId: Number(value) });
  return (
    <select
      aria-label={`${texts.direction}: ${name}`}
      value={directionId ?? ''}
      onChange={({ target }) => choose(target.value)}
    >
      <option value="">{texts.bothWays}</option>
      {directions.map((direction) => (
        <option key={direction} value={direction}>
          → {city?.headsign(rest.routeId, direction) ?? direction}
        </option>
      ))}
    </select>
  );
}

/** A field that finds; what is found is chosen by arrows and Enter, or by a click. */
function FindThing({ onAdd }: { onAdd: (entity: InformedEntity) => void }) {
  const texts = useTexts(ALERT_TEXTS);
  const id = useId();
  const [query, setQuery] = useState('');
  const asked = query.trim();
  const { value } = useAsked<SearchView>(
    asked === '' ? undefined : `/dispatch/search?q=${encodeURIComponent(asked)}`,
  );
  const found = (value?.found ?? []).flatMap((item) => {
    const entity = toEntity(item);
    return entity ? [{ item, entity }] : [];
  });
  const take = (i: number): void => {
    const one = found[i];
    if (!one) return;
    onAdd(one.entity);
    setQuery('');
    setChosen(0);
  };
  const { chosen, setChosen, listen } = useChoosing(found.length, take);
  const clear = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || query === '') return;
    event.stopPropagation();
    setQuery('');
  };
  return (
    <div className="field find-thing">
      <label htmlFor={id}>{texts.find}</label>
      <input
        id={id}
        type="search"
        role="combobox"
        aria-expanded={found.length > 0}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-describedby={`${id}-hint`}
        aria-activedescendant={found.length > 0 ? `${id}-${chosen}` : undefined}
        autoComplete="off"
        maxLength={100}
        value={query}
        onChange={({ target }) => {
          setQuery(target.value);
          setChosen(0);
        }}
        onKeyDown={(event) => {
          listen(event);
          clear(event);
        }}
      />
      <span id={`${id}-hint`} className="quiet">
        {texts.findHint}
      </span>
      <ul role="listbox" id={`${id}-list`} aria-label={texts.find} className="found">
        {found.map(({ item }, i) => (
          <li
            key={`${item.kind} ${item.id}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onClick={() => take(i)}
          >
            <strong>{item.title}</strong> <span>{item.detail}</span>{' '}
            <span className="quiet">{texts.kinds[item.kind as keyof typeof texts.kinds]}</span>
          </li>
        ))}
      </ul>
      <span role="status" className="unseen">
        {value ? texts.found(found.length) : ''}
      </span>
    </div>
  );
}

function toEntity({ kind, id, serviceDate }: FoundItem): InformedEntity | undefined {
  if (kind === 'route') return { routeId: id };
  if (kind === 'stop') return { stopId: id };
  if (kind !== 'trip') return undefined;
  return { trip: { tripId: id, ...(serviceDate !== undefined && { startDate: serviceDate }) } };
}
