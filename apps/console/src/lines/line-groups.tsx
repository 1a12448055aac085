/** Named sets of lines: fetched once, and again when one has changed; whoever filters by lines goes by them. */
import { type ReactNode, createContext, useContext, useEffect, useState } from 'react';
import type { LineGroup, LineGroupList } from '@rukh/domain/dispatch';
import { ask } from '../live/api.js';
import { useLive } from '../live/use-live.js';

const LineGroupsContext = createContext<readonly LineGroup[]>([]);

export function LineGroupsProvider({ children }: { children: ReactNode }) {
  const [groups, setGroups] = useState<readonly LineGroup[]>([]);
  const store = useLive('lineGroups', 'link');
  const version = store.version('lineGroups');
  const isConnecting = store.link === 'connecting';
  useEffect(() => {
    if (isConnecting) return;
    const abort = new AbortController();
    ask<LineGroupList>('/dispatch/line-groups', { signal: abort.signal }).then(
      (list) => setGroups(list.groups),
      // Those known before still hold; a set that is not known narrows nothing.
      () => undefined,
    );
    return () => abort.abort();
  }, [version, isConnecting]);
  return <LineGroupsContext value={groups}>{children}</LineGroupsContext>;
}

export function useLineGroups(): readonly LineGroup[] {
  return useContext(LineGroupsContext);
}
