import { NEVER_HEARD_SECONDS } from '@rukh/domain/dispatch';
import { Suspense, lazy, useRef, useState } from 'react';
import { STALE_SECONDS } from '../live/live-store.js';
import { useLive, useNow } from '../live/use-live.js';
import { LanguageSwitch } from '../session/sign-in-page.js';
import { moneyAddress } from '../session/side-door.js';
import { useSession } from '../session/session.js';
import { SESSION_TEXTS } from '../session/session-texts.js';
import { clockSeconds, duration, percent } from '../text/format.js';
import { shorten } from '../text/shorten.js';
import { useLanguage, useTexts } from '../text/use-texts.js';
import { setPreferences, usePreferences } from '../ui/preferences.js';
import { AddressLink } from '../url/address-link.js';
import { usePageState } from '../url/use-page-state.js';
import { VIEWS, mayOpen } from '../views/view-list.js';
import { FRAME_TEXTS, nameMode } from './frame-texts.js';
import { lookBack } from './look-back.js';

/** A longer name would push the bar into a second row; the menu under it has it whole. */
const NAME_CHARACTERS = 20;

const PasskeysDialog = lazy(() => import('../session/passkeys-dialog.js'));

export function TopBar({ onSearch, onSignOut }: { onSearch: () => void; onSignOut: () => void }) {
  const texts = useTexts(FRAME_TEXTS);
  return (
    <header className="top-bar" data-region tabIndex={-1} aria-label={texts.product}>
      <Views />
      <button type="button" className="search-button" onClick={onSearch} aria-keyshortcuts="Control+K">
        {texts.search} <kbd>Ctrl K</kbd>
      </button>
      <Lamp />
      <Mode />
      <Clock />
      <UserMenu onSignOut={onSignOut} />
    </header>
  );
}

function Views() {
  const texts = useTexts(FRAME_TEXTS);
  const language = useLanguage();
  const { permissions } = useSession();
  const { view } = usePageState();
  const { money, moneyTitle } = useTexts(SESSION_TEXTS);
  const shown = VIEWS.filter((known) => mayOpen(known, permissions));
  return (
    <nav aria-label={texts.views} className="views">
      {shown.map(({ id, title }) => (
        <AddressLink key={id} to={{ view: id, filters: {} }} aria-current={id === view ? 'page' : undefined}>
          {title[language]}
        </AddressLink>
      ))}
      {permissions.includes('money.read') && (
        <a href={moneyAddress(language)} title={moneyTitle}>
          {money}
        </a>
      )}
    </nav>
  );
}

function Lamp() {
  const texts = useTexts(FRAME_TEXTS);
  const language = useLanguage();
  const now = useNow();
  const { lamp, lampAt, link, at } = useLive('lamp', 'link');
  if (!lamp) return <span className="lamp">{texts.noData}</span>;
  const age = Math.max(0, now - Math.max(lampAt, at));
  // What was said last is of then, and only its age is of now.
  if (link === 'lost' || (link === 'live' && age > STALE_SECONDS)) {
    return (
      <span className="lamp" data-level="outage">
        <span aria-hidden="true" className="lamp-light" /> {texts.oldData(duration(language, age))}
      </span>
    );
  }
  const { level, expectedVehicles, freshVehicles, lagSeconds } = lamp;
  if (lagSeconds >= NEVER_HEARD_SECONDS) {
    return (
      <span className="lamp" data-level={level}>
        <span aria-hidden="true" className="lamp-light" /> {texts.noData}
      </span>
    );
  }
  const share = expectedVehicles > 0 ? percent(language, freshVehicles / expectedVehicles) : texts.nothingOut;
  const lag = duration(language, lagSeconds);
  const title = texts.dataTitle(freshVehicles, expectedVehicles, lag);
  return (
    <span className="lamp" data-level={level} title={title}>
      <span aria-hidden="true" className="lamp-light" /> {texts.data} {share}, {lag}
      <span className="unseen">
        {' '}
        ({texts.levels[level]}; {title})
      </span>
    </span>
  );
}

function Mode() {
  const texts = useTexts(FRAME_TEXTS);
  const { cityModes } = useLive('modes');
  const names = cityModes.map(({ mode }) => nameMode(mode, texts.modes));
  return (
    <AddressLink
      to={{ view: 'orders', filters: {} }}
      className="mode"
      data-special={names.length > 0 ? '' : undefined}
    >
      {texts.mode}: {names.length > 0 ? names.join(', ') : texts.modeNormal}
    </AddressLink>
  );
}

function Clock() {
  const texts = useTexts(FRAME_TEXTS);
  const language = useLanguage();
  const now = useNow();
  const { city } = useLive('network');
  if (!city) return null;
  return (
    <time className="clock" dateTime={new Date(now * 1000).toISOString()} title={texts.clock}>
      {clockSeconds(language, now, city.timeZone)}
    </time>
  );
}

function UserMenu({ onSignOut }: { onSignOut: () => void }) {
  const texts = useTexts(FRAME_TEXTS);
  const roles = useTexts(SESSION_TEXTS).roles;
  const { user, roles: own, carrierIds } = useSession();
  const { city } = useLive('network');
  const { theme, letterKeys, sound } = usePreferences();
  const shownName = shorten(user.name, NAME_CHARACTERS);
  const menu = useRef<HTMLDivElement>(null);
  const { at } = usePageState();
  const [hasPasskeys, setHasPasskeys] = useState(false);
  const openPasskeys = (): void => {
    menu.current?.hidePopover();
    setHasPasskeys(true);
  };
  const past = (): void => {
    menu.current?.hidePopover();
    lookBack();
  };
  return (
    <>
      <button
        type="button"
        className="user"
        popoverTarget="user-menu"
        aria-label={`${texts.menu}: ${shownName}`}
        title={user.name}
      >
        {shownName}
      </button>
      <div id="user-menu" popover="auto" ref={menu} className="user-menu">
        <p>
          <strong>{user.name}</strong>
          <br />
          {own.map((role) => roles[role]).join(', ')}
          {carrierIds && (
            <>
              <br />
              {texts.scope(carrierIds.map((id) => city?.carrierName(id) ?? id).join(', '))}
            </>
          )}
        </p>
        <fieldset>
          <legend>{texts.theme}</legend>
          {(['light', 'dark', 'system'] as const).map((name) => (
            <label key={name}>
              <input
                type="radio"
                name="theme"
                checked={theme === name}
                onChange={() => setPreferences({ theme: name })}
              />
              {texts.themes[name]}
            </label>
          ))}
        </fieldset>
        <label>
          <input
            type="checkbox"
            checked={letterKeys}
            onChange={(event) => setPreferences({ letterKeys: event.target.checked })}
          />
          {texts.letterKeys}
        </label>
        <label>
          <input
            type="checkbox"
            checked={sound}
            onChange={(event) => setPreferences({ sound: event.target.checked })}
          />
          {texts.sound}
        </label>
        <LanguageSwitch />
        {at === undefined && (
          <button type="button" onClick={past}>
            {texts.goBack}
          </button>
        )}
        {'PublicKeyCredential' in globalThis && (
          <button type="button" onClick={openPasskeys}>
            {texts.passkeys}…
          </button>
        )}
        <button type="button" onClick={onSignOut}>
          {texts.signOut}
        </button>
      </div>
      {hasPasskeys && (
        <Suspense>
          <PasskeysDialog onClose={() => setHasPasskeys(false)} />
        </Suspense>
      )}
    </>
  );
}
