import { useState } from 'react';
import {
  type NewUserRequest,
  ROLES,
  type Role,
  type ToldSecrets,
  type UserChangeRequest,
  type UserView,
} from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';
import { Checks } from '../../orders/thing-fields.js';
import { SESSION_TEXTS } from '../../session/session-texts.js';
import { sayProblem } from '../../text/say-problem.js';
import { useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { Field } from './field.js';
import type { Sent } from '../../ui/form-dialog.js';
import { AdminDialog } from './admin-dialog.js';
import { noticeChange } from './office.js';
import { useCarriers } from './use-carriers.js';

/** An account: a new one, or one that is changed. Passwords are made by the server and told once. */
export function UserDialog({
  user,
  onTold,
  onClose,
}: {
  user: UserView | undefined;
  onTold: (told: ToldSecrets & { login: string }) => void;
  onClose: () => void;
}) {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.users;
  const roleNames = useTexts(SESSION_TEXTS).roles;
  const { carriers } = useCarriers();
  const [login, setLogin] = useState('');
  const [name, setName] = useState(user?.name ?? '');
  const [roles, setRoles] = useState<readonly string[]>(user?.roles ?? []);
  const [carrierIds, setCarrierIds] = useState<readonly string[]>(user?.carrierIds ?? []);
  const [isDisabled, setIsDisabled] = useState(user?.isDisabled ?? false);
  const isOthers = user?.isExternal === true;

  const send = async (): Promise<Sent> => {
    if (roles.length === 0) return { fault: texts.needsRole };
    if (roles.includes('company_operator') && carrierIds.length === 0) return { fault: texts.needsCarrier };
    const rights = { roles: roles as readonly Role[] };
    if (user) {
      const change: UserChangeRequest = {
        name: name.trim(),
        isDisabled,
        ...(isOthers ? {} : { ...rights, carrierIds: carrierIds.length > 0 ? carrierIds : null }),
      };
      await ask(`/users/${encodeURIComponent(user.userId)}`, { method: 'PATCH', body: change });
      showToast(all.saved);
    } else {
      const body: NewUserRequest = {
        login: login.trim(),
        name: name.trim(),
        ...rights,
        ...(carrierIds.length > 0 && { carrierIds }),
      };
      onTold({ ...(await ask<ToldSecrets>('/users', { method: 'POST', body })), login: body.login });
      showToast(texts.made);
    }
    noticeChange();
    return {};
  };
  return (
    <AdminDialog
      title={user ? texts.change(user.login) : texts.add}
      action={all.save}
      onSend={send}
      onClose={onClose}
    >
      {!user && (
        <Field
          label={texts.login}
          hint={texts.loginHint}
          required
          minLength={2}
          pattern="[\p{L}\p{N}_.@\-]+"
          maxLength={100}
          value={login}
          onChange={setLogin}
        />
      )}
      <Field label={texts.name} required maxLength={200} value={name} onChange={setName} />
      {isOthers ? (
        <p>{texts.externalNote}</p>
      ) : (
        <>
          <Checks
            legend={texts.roles}
            options={ROLES.map((role) => [role, roleNames[role]] as const)}
            values={roles}
            onChange={setRoles}
          />
          <Checks
            legend={texts.carriers}
            options={carriers.map(({ carrierId, name: called }) => [carrierId, called] as const)}
            values={carrierIds}
            onChange={setCarrierIds}
            hintId="carriers-hint"
          />
          <p id="carriers-hint" className="quiet">
            {texts.carriersHint}
          </p>
        </>
      )}
      {user && (
        <>
          <label>
            <input
              type="checkbox"
              checked={isDisabled}
              onChange={({ target }) => setIsDisabled(target.checked)}
            />{' '}
            {texts.isDisabled}
          </label>
          <AccountButtons user={user} onTold={onTold} />
        </>
      )}
    </AdminDialog>
  );
}

/** What is done to an account at once. */
function AccountButtons({
  user: { userId, login, isExternal, isDemo },
  onTold,
}: {
  user: UserView;
  onTold: (told: ToldSecrets & { login: string }) => void;
}) {
  const texts = useTexts(ADMIN_TEXTS).users;
  const path = `/users/${encodeURIComponent(userId)}`;
  const fail = (error: unknown): void => void showToast(sayProblem(error), { isFailure: true });
  const reset = (): void => {
    ask<ToldSecrets>(`${path}/reset`, { method: 'POST' }).then((told) => {
      onTold({ ...told, login });
      noticeChange();
    }, fail);
  };
  const signOut = (): void => {
    ask(`${path}/sessions`, { method: 'DELETE' }).then(() => void showToast(texts.signedOut), fail);
  };
  return (
    <>
      <div className="order-buttons">
        {!isExternal && !isDemo && (
          <button type="button" onClick={reset} aria-describedby="reset-note">
            {texts.reset}
          </button>
        )}
        <button type="button" onClick={signOut}>
          {texts.signOut}
        </button>
      </div>
      {!isExternal && !isDemo && (
        <p id="reset-note" className="quiet">
          {texts.resetNote}
        </p>
      )}
    </>
  );
}
