import type { ToldSecrets } from '@rukh/domain/dispatch';
import { SESSION_TEXTS } from '../../session/session-texts.js';
import { useTexts } from '../../text/use-texts.js';
import { Facts } from '../../ui/facts.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import { AdminDialog } from './admin-dialog.js';

/** What a person is handed once: login, password, and the code for an authenticator app. */
export function ToldDialog({
  told: { login, password, totpAddress, totpQr },
  onClose,
}: {
  told: ToldSecrets & { readonly login: string };
  onClose: () => void;
}) {
  const texts = useTexts(ADMIN_TEXTS).users;
  const { password: passwordName } = useTexts(SESSION_TEXTS);
  const key = /secret=([A-Z2-7]+)/.exec(totpAddress)?.[1] ?? totpAddress;
  return (
    <AdminDialog title={texts.change(login)} onClose={onClose}>
      <p className="warning">{texts.told}</p>
      <Facts
        facts={[
          [texts.login, <code key="login">{login}</code>],
          [passwordName, <code key="password">{password}</code>],
          [texts.secret, <code key="key">{key.match(/.{1,4}/g)?.join(' ')}</code>],
        ]}
      />
      <p>{texts.qr}</p>
      <img
        className="totp-qr"
        src={`data:image/svg+xml,${encodeURIComponent(totpQr)}`}
        alt={texts.qr}
        width={220}
        height={220}
      />
    </AdminDialog>
  );
}
