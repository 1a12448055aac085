import type { LineGroup, LineGroupRequest } from '@rukh/domain/dispatch';
import { useState } from 'react';
import { ask } from '../live/api.js';
import { live } from '../live/live-store.js';
import { useLive } from '../live/use-live.js';
import { explainRefusal } from '../orders/explain-refusal.js';
import { Checks } from '../orders/thing-fields.js';
import { useMay } from '../session/session.js';
import { sayProblem } from '../text/say-problem.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { setFilter } from '../ui/choice.js';
import { FormDialog, type Sent } from '../ui/form-dialog.js';
import { preferences } from '../ui/preferences.js';
import { showToast } from '../ui/toasts.js';
import { pageState } from '../url/use-page-state.js';
import { LINE_GROUP_TEXTS } from './line-group-texts.js';
import { useLineGroups } from './line-groups.js';

/** Named sets of lines: those there are, and a form for a new one or for what changes in one. */
export default function LineGroupsDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(LINE_GROUP_TEXTS);
  const language = useLanguage();
  const [changed, setChanged] = useState<LineGroup>();
  const [wanted, setWanted] = useState<LineGroupRequest>(emptyGroup);
  const change = (group: LineGroup): void => {
    const { name, routeIds, isShared } = group;
    setChanged(group);
    setWanted({ name, routeIds, isShared });
  };
  const begin = (): void => {
    setChanged(undefined);
    setWanted(emptyGroup());
  };
  const save = async (): Promise<Sent> => {
    if (wanted.routeIds.length === 0) return { fault: texts.empty };
    const { groupId, name } = await ask<LineGroup>(pathOf(changed), {
      method: changed ? 'PUT' : 'POST',
      body: wanted,
    });
    showToast(texts.saved(name));
    live.notice('lineGroups');
    setFilter(pageState().filters, 'lines', groupId);
    return {};
  };
  return (
    <FormDialog
      title={texts.title}
      action={texts.save}
      isReady={wanted.name.trim() !== ''}
      close={texts.close}
      onSend={save}
      explain={(problem) => explainRefusal(problem, language, texts)}
      onClose={onClose}
    >
      <p>{texts.why}</p>
      <GroupList onChange={change} onRemoved={begin} />
      <h3>{changed ? texts.changesTo(changed.name) : texts.fresh}</h3>
      <GroupFields wanted={wanted} onChange={setWanted} />
    </FormDialog>
  );
}

/** One's own lines are what one most likely wants to name. */
function emptyGroup(): LineGroupRequest {
  return { name: '', routeIds: preferences().myRoutes, isShared: false };
}

function pathOf(group: LineGroup | undefined): string {
  return `/dispatch/line-groups${group ? `/${group.groupId}` : ''}`;
}

function GroupList({ onChange, onRemoved }: { onChange: (group: LineGroup) => void; onRemoved: () => void }) {
  const texts = useTexts(LINE_GROUP_TEXTS);
  const groups = useLineGroups();
  const remove = async (group: LineGroup): Promise<void> => {
    try {
      await ask(pathOf(group), { method: 'DELETE' });
      showToast(texts.removed(group.name));
      onRemoved();
    } catch (problem) {
      showToast(sayProblem(problem), { isFailure: true });
    }
    live.notice('lineGroups');
  };
  if (groups.length === 0) return <p className="quiet">{texts.none}</p>;
  return (
    <ul className="plain line-groups">
      {groups.map((group) => (
        <li key={group.groupId}>
          <strong>{group.name}</strong>{' '}
          <span className="quiet">
            {texts.count(group.routeIds.length)}
            {group.isShared && `, ${texts.shared}, ${texts.by(group.by.name)}`}
          </span>
          {group.mayChange && (
            <span className="row-actions">
              <button type="button" onClick={() => onChange(group)}>
                {texts.change(group.name)}
              </button>
              <button type="button" onClick={() => void remove(group)}>
                {texts.remove(group.name)}
              </button>
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}

function GroupFields({
  wanted,
  onChange,
}: {
  wanted: LineGroupRequest;
  onChange: (wanted: LineGroupRequest) => void;
}) {
  const texts = useTexts(LINE_GROUP_TEXTS);
  const { city } = useLive('network');
  const mayShare = useMay('lines.configure');
  const { name, routeIds, isShared } = wanted;
  return (
    <>
      <label className="choice">
        <span>{texts.name}</span>
        <input
          type="text"
          required
          maxLength={60}
          value={name}
          onChange={({ target }) => onChange({ ...wanted, name: target.value })}
        />
      </label>
      <div className="line-checks">
        <Checks
          legend={texts.ofSet}
          options={(city?.lines ?? []).map(({ routeId, shortName }) => [routeId, shortName] as const)}
          values={routeIds}
          onChange={(values) => onChange({ ...wanted, routeIds: values })}
        />
      </div>
      {mayShare && (
        <label>
          <input
            type="checkbox"
            checked={isShared}
            onChange={({ target }) => onChange({ ...wanted, isShared: target.checked })}
          />{' '}
          {texts.share}
        </label>
      )}
    </>
  );
}
