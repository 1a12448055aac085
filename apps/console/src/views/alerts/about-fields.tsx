import { useState } from 'react';
import type { FoundItem, SearchView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { useLive } from '../../live/use-live.js';
import { listKinds } from '../../orders/city-kinds.js';
import { ORDER_TEXTS } from '../../orders/order-texts.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { ThingSearch } from '../../ui/thing-search.js';
import { type InformedEntity, isSameEntity, keyOfEntity } from './alert-draft.js';
import { ALERT_TEXTS } from './alert-texts.js';
import { entitiesOfKind } from './entities-of-kind.js';
import type { FormPart } from './form-part.js';
import { nameEntity } from './name-entity.js';
import { PickFields } from './pick-fields.js';

const MOST = 1000;

/** Lines, stops and trips by search, whole kinds of transport, or the whole network. */
export function AboutFields({ draft: { entities }, onChange }: FormPart) {
  const texts = useTexts(ALERT_TEXTS);
  const language = useLanguage();
  const { kinds } = useTexts(ORDER_TEXTS);
  const { city } = useLive('network');
  const put = (next: readonly InformedEntity[]): void => onChange({ entities: next.slice(0, MOST) });
  const add = (...more: readonly InformedEntity[]): void =>
    put([...entities, ...more.filter((one) => !entities.some((known) => isSameEntity(known, one)))]);
  const lines = city?.network.routes ?? [];
  return (
    <fieldset className="form-part">
      <legend>{texts.about}</legend>
      <FindThing onAdd={add} />
      <PickFields
        entities={entities}
        onAdd={add}
        onRemove={(one) => put(entities.filter((known) => !isSameEntity(known, one)))}
      />
      <div className="order-buttons">
        <button
          type="button"
          onClick={() => put((city?.network.agencies ?? []).map(({ agencyId }) => ({ agencyId })))}
        >
          {texts.wholeNetwork}
        </button>
        {listKinds(lines).map((kind) => (
          <button key={kind} type="button" onClick={() => add(...entitiesOfKind(lines, kind))}>
            {texts.everyOf(kinds[kind])}
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

/** Lines, stops and trips by name or code. */
function FindThing({ onAdd }: { onAdd: (entity: InformedEntity) => void }) {
  const texts = useTexts(ALERT_TEXTS);
  const [query, setQuery] = useState('');
  const asked = query.trim();
  const { value } = useAsked<SearchView>(
    asked === '' ? undefined : `/dispatch/search?q=${encodeURIComponent(asked)}`,
  );
  const found = (value?.found ?? []).flatMap((item) => {
    const entity = toEntity(item);
    return entity ? [{ item, entity, key: `${item.kind} ${item.id}` }] : [];
  });
  const take = (key: string): void => {
    const one = found.find((known) => known.key === key);
    if (!one) return;
    onAdd(one.entity);
    setQuery('');
  };
  return (
    <div className="find-thing">
      <ThingSearch
        label={texts.find}
        hint={texts.findHint}
        query={query}
        found={found.map(({ item: { title, detail, kind }, key }) => ({
          key,
          title,
          detail,
          kind: texts.kinds[kind as keyof typeof texts.kinds],
        }))}
        onQuery={setQuery}
        onTake={take}
        said={<span className="unseen">{value ? texts.found(found.length) : ''}</span>}
      />
    </div>
  );
}

function toEntity({ kind, id, serviceDate }: FoundItem): InformedEntity | undefined {
  if (kind === 'route') return { routeId: id };
  if (kind === 'stop') return { stopId: id };
  if (kind !== 'trip') return undefined;
  return { trip: { tripId: id, ...(serviceDate !== undefined && { startDate: serviceDate }) } };
}
