import { useLanguage, useTexts } from '../text/use-texts.js';
import { SESSION_TEXTS } from './session-texts.js';
import { useSession } from './session.js';
import { LanguageSwitch } from './sign-in-page.js';

/** Where the same session opens the page of finance. */
export function moneyAddress(language: string): string {
  return `/finance?lang=${language}`;
}

/** For who is known and sees nothing of the service: the way to what is theirs, and out. */
export function SideDoor({ onSignOut }: { onSignOut: () => void }) {
  const texts = useTexts(SESSION_TEXTS);
  const language = useLanguage();
  const { user, roles, permissions } = useSession();
  return (
    <main className="sign-in">
      <div className="sign-in-head">
        <h1>{user.name}</h1>
        <LanguageSwitch />
      </div>
      <p className="quiet">{roles.map((role) => texts.roles[role]).join(', ')}</p>
      <p>{texts.nothingHere}</p>
      {permissions.includes('money.read') && (
        <p>
          <a className="button primary" href={moneyAddress(language)}>
            {texts.moneyTitle}
          </a>
        </p>
      )}
      <p>
        <button type="button" onClick={onSignOut}>
          {texts.signOut}
        </button>
      </p>
    </main>
  );
}
