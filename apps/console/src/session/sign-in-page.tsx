import { type SubmitEvent, useState } from 'react';
import { ApiProblem } from '../live/api.js';
import { setLanguage, useLanguage, useTexts } from '../text/use-texts.js';
import { writePageState } from '../url/page-state.js';
import { usePageState } from '../url/use-page-state.js';
import { type DemoUser, type SignInWays, signIn, signInByPasskey } from './session.js';
import { SESSION_TEXTS } from './session-texts.js';

export function SignInPage({ ways, onSignedIn }: { ways: SignInWays; onSignedIn: () => void }) {
  const texts = useTexts(SESSION_TEXTS);
  const [failure, setFailure] = useState(useRefusal());
  const [isBusy, setBusy] = useState(false);
  const here = useHere();

  const enter = async (knock: () => Promise<void>): Promise<void> => {
    setBusy(true);
    setFailure(undefined);
    try {
      await knock();
      onSignedIn();
    } catch (error) {
      const status = error instanceof ApiProblem ? error.status : 0;
      setFailure(
        status === 401 || status === 400 ? texts.wrong : status === 429 ? texts.tooMany : texts.failed,
      );
    } finally {
      setBusy(false);
    }
  };
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const value = (name: string): string => {
      const field = form.get(name);
      return typeof field === 'string' ? field : '';
    };
    void enter(() => signIn(value('login'), value('password'), value('totp').trim()));
  };

  return (
    <main className="sign-in">
      <div className="sign-in-head">
        <h1>{texts.title}</h1>
        <LanguageSwitch />
      </div>
      <p>{texts.intro}</p>
      {failure !== undefined && (
        <p role="alert" className="failure">
          {failure}
        </p>
      )}
      {ways.oidc && (
        <p>
          <a className="button primary" href={`${ways.oidc.start}?returnTo=${encodeURIComponent(here)}`}>
            {texts.oidc(ways.oidc.name)}
          </a>
        </p>
      )}
      {ways.passkeys === true && 'PublicKeyCredential' in globalThis && (
        <p>
          <button type="button" disabled={isBusy} onClick={() => void enter(signInByPasskey)}>
            {texts.passkey}
          </button>
        </p>
      )}
      {ways.local && (
        <form onSubmit={submit} className="fields">
          <label>
            {texts.login}
            <input name="login" autoComplete="username" required maxLength={100} autoCapitalize="none" />
          </label>
          <label>
            {texts.password}
            <input name="password" type="password" autoComplete="current-password" required maxLength={200} />
          </label>
          <label>
            {texts.totp}
            <input name="totp" autoComplete="one-time-code" inputMode="numeric" maxLength={10} />
          </label>
          <button className="primary" disabled={isBusy}>
            {texts.signIn}
          </button>
        </form>
      )}
      {ways.demoUsers && ways.demoUsers.length > 0 && (
        <section aria-labelledby="demo-users">
          <h2 id="demo-users">{texts.demo}</h2>
          <p className="quiet">{texts.demoNote}</p>
          <ul className="demo-users">
            {ways.demoUsers.map((user) => (
              <li key={user.login}>
                <DemoButton
                  user={user}
                  isBusy={isBusy}
                  onEnter={() => void enter(() => signIn(user.login, user.password, ''))}
                />
              </li>
            ))}
          </ul>
        </section>
      )}
    </main>
  );
}

/** What the address says of a sign-in elsewhere that came to nothing. */
function useRefusal(): string | undefined {
  const { refusals } = useTexts(SESSION_TEXTS);
  const why = usePageState().filters['signIn'];
  return why === 'oidc' || why === 'no_role' || why === 'disabled' ? refusals[why] : undefined;
}

/** The page that was asked for, to come back to from the provider. */
function useHere(): string {
  const { filters, ...state } = usePageState();
  const rest = Object.entries(filters).filter(([name]) => name !== 'signIn');
  return location.pathname + writePageState({ ...state, filters: Object.fromEntries(rest) });
}

function DemoButton({ user, isBusy, onEnter }: { user: DemoUser; isBusy: boolean; onEnter: () => void }) {
  const texts = useTexts(SESSION_TEXTS);
  return (
    <button type="button" disabled={isBusy} onClick={onEnter}>
      <strong>{user.name}</strong> <span className="quiet">{texts.roles[user.role]}</span>
    </button>
  );
}

export function LanguageSwitch() {
  const other = useLanguage() === 'uk' ? 'en' : 'uk';
  return (
    <button type="button" lang={other} onClick={() => setLanguage(other)}>
      {other === 'en' ? 'English' : 'Українською'}
    </button>
  );
}
