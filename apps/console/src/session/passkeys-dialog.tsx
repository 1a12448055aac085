import { startRegistration } from '@simplewebauthn/browser';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { useCallback, useEffect, useState } from 'react';
import { ask } from '../live/api.js';
import { useTexts } from '../text/use-texts.js';
import { FormDialog, type Sent } from '../ui/form-dialog.js';
import { showToast } from '../ui/toasts.js';
import { PASSKEYS_TEXTS } from './passkeys-texts.js';

interface Passkey {
  readonly credentialId: string;
  readonly label: string;
}
interface Step {
  readonly stepId: string;
  readonly options: PublicKeyCredentialCreationOptionsJSON;
}
const PATH = '/session/passkeys';
const LONGEST_LABEL = 100;

/** One's own passkeys: made on this device, and forgotten. */
export default function PasskeysDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts(PASSKEYS_TEXTS);
  const [passkeys, setPasskeys] = useState<readonly Passkey[]>();
  const [fault, setFault] = useState('');
  const [label, setLabel] = useState('');
  const look = useCallback(async () => {
    setPasskeys((await ask<{ passkeys: readonly Passkey[] }>(PATH)).passkeys);
  }, []);
  useEffect(() => void look().catch(() => setFault(texts.unknown)), [look, texts]);
  const add = async (): Promise<Sent> => {
    const { stepId, options } = await ask<Step>(`${PATH}/options`, { method: 'POST', body: {} });
    const response = await startRegistration({ optionsJSON: options }).catch(() => undefined);
    if (!response) return { fault: texts.cancelled };
    await ask(PATH, { method: 'POST', body: { stepId, label: label.trim(), response } });
    showToast(texts.added(label.trim()));
    setLabel('');
    await look();
    return { isOpen: true };
  };
  const remove = async (passkey: Passkey): Promise<void> => {
    setFault('');
    try {
      await ask(`${PATH}/${encodeURIComponent(passkey.credentialId)}`, { method: 'DELETE' });
      showToast(texts.removed(passkey.label));
    } catch {
      setFault(texts.notRemoved(passkey.label));
    }
    // Also where it failed: it may have been removed elsewhere.
    await look().catch(() => setFault(texts.unknown));
  };
  return (
    <FormDialog title={texts.title} action={texts.add} close={texts.close} onSend={add} onClose={onClose}>
      <p>{texts.why}</p>
      <ul className="plain">
        {passkeys?.map((passkey) => (
          <li key={passkey.credentialId}>
            {passkey.label}{' '}
            <button
              type="button"
              aria-label={texts.remove(passkey.label)}
              onClick={() => void remove(passkey)}
            >
              ✕
            </button>
          </li>
        ))}
      </ul>
      {passkeys?.length !== 0 ? null : <p className="quiet">{texts.none}</p>}
      {/* Within the dialog: what is said behind it is not heard. */}
      <p role="alert" className="failure">
        {fault}
      </p>
      <label className="choice">
        <span>{texts.label}</span>
        <input
          type="text"
          required
          maxLength={LONGEST_LABEL}
          aria-describedby="passkey-hint"
          value={label}
          onChange={({ target }) => setLabel(target.value)}
        />
      </label>
      <p id="passkey-hint" className="quiet">
        {texts.labelHint}
      </p>
    </FormDialog>
  );
}
