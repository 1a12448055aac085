import { useState } from 'react';
import type { ToldSecrets, UserView } from '@rukh/domain/dispatch';
import { useAsked } from '../../live/use-asked.js';
import { SESSION_TEXTS } from '../../session/session-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { setFilter } from '../../ui/choice.js';
import { type Column, LongTable } from '../../ui/long-table.js';
import { usePageState } from '../../url/use-page-state.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { FRESH_SECONDS } from './office.js';
import { ToldDialog } from './told-dialog.js';
import { useCarriers } from './use-carriers.js';
import { UserDialog } from './user-dialog.js';

/** Who may sign in, and to what. */
export function UsersPanel() {
  const texts = useTexts(ADMIN_TEXTS);
  const { filters } = usePageState();
  const { value, error } = useAsked<{ readonly users: readonly UserView[] }>(
    '/users',
    FRESH_SECONDS,
    'office',
  );
  const [open, setOpen] = useState<UserView | 'new'>();
  const [told, setTold] = useState<ToldSecrets & { readonly login: string }>();
  const { q = '' } = filters;
  const wanted = q.trim().toLocaleLowerCase();
  const users = (value?.users ?? []).filter(({ login, name }) =>
    `${login} ${name}`.toLocaleLowerCase().includes(wanted),
  );
  const columns = useColumns(setOpen);
  return (
    <>
      <div className="filters">
        <button type="button" className="primary" onClick={() => setOpen('new')}>
          {texts.users.add}
        </button>
        <label className="choice">
          <span>{texts.find}</span>
          <input
            type="search"
            maxLength={100}
            value={q}
            onChange={({ target }) => setFilter(filters, 'q', target.value)}
          />
        </label>
        <span className="quiet">{texts.users.count(users.length)}</span>
      </div>
      {error !== undefined && <p role="status">{texts.failed}</p>}
      <LongTable
        label={texts.tabs.users}
        columns={columns}
        rows={users}
        keyOf={({ userId }) => userId}
        isChosen={() => false}
      />
      {open !== undefined && (
        <UserDialog
          user={open === 'new' ? undefined : open}
          onTold={setTold}
          onClose={() => setOpen(undefined)}
        />
      )}
      {told && <ToldDialog told={told} onClose={() => setTold(undefined)} />}
    </>
  );
}

function useColumns(open: (user: UserView) => void): Column<UserView>[] {
  const texts = useTexts(ADMIN_TEXTS).users;
  const roleNames = useTexts(SESSION_TEXTS).roles;
  const { nameOf } = useCarriers();
  const rolesOf = ({ roles }: UserView): string => roles.map((role) => roleNames[role]).join(', ');
  const carriersOf = ({ carrierIds }: UserView): string =>
    carrierIds?.map(nameOf).join(', ') ?? texts.allCarriers;
  const waysOf = ({ hasPassword, hasTotp, passkeys, isExternal, isDemo }: UserView): string =>
    [
      isDemo ? texts.demo : '',
      isExternal ? texts.external : '',
      hasPassword ? (hasTotp ? texts.passwordAndCode : texts.password) : '',
      passkeys > 0 ? texts.passkeys(passkeys) : '',
    ]
      .filter((way) => way !== '')
      .join(', ');
  const stateOf = ({ isDisabled }: UserView): string => (isDisabled ? texts.shut : texts.open);
  return [
    {
      id: 'login',
      title: texts.login,
      cell: (user) => (
        <button type="button" className="link" onClick={() => open(user)}>
          {user.login}
        </button>
      ),
      order: ({ login }) => login,
    },
    { id: 'name', title: texts.name, cell: ({ name }) => name, order: ({ name }) => name },
    { id: 'roles', title: texts.roles, cell: rolesOf, order: rolesOf },
    { id: 'carriers', title: texts.carriers, cell: carriersOf, order: carriersOf },
    { id: 'ways', title: texts.ways, cell: waysOf, order: waysOf },
    { id: 'state', title: texts.state, cell: stateOf, order: stateOf },
  ];
}
