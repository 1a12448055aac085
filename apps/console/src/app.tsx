import { useCallback, useEffect, useState } from 'react';
import { Frame } from './frame/frame.js';
import { followClock } from './live/follow-clock.js';
import { live } from './live/live-store.js';
import { type SessionAnswer, SessionContext, fetchSession, signOut } from './session/session.js';
import { SESSION_TEXTS } from './session/session-texts.js';
import { SignInPage } from './session/sign-in-page.js';
import { SideDoor } from './session/side-door.js';
import { useTexts } from './text/use-texts.js';
import { VIEWS, mayOpen } from './views/view-list.js';

/** A server that was busy for a moment is asked again before anybody wonders. */
const RETRY_MS = 1000;

export function App() {
  const [answer, setAnswer] = useState<SessionAnswer>();
  const texts = useTexts(SESSION_TEXTS);
  const look = useCallback(() => void fetchSession().then(setAnswer), []);
  useEffect(look, [look]);
  useEffect(() => {
    if (!answer || !('unreachable' in answer)) return;
    const timer = setTimeout(look, RETRY_MS);
    return () => clearTimeout(timer);
  }, [answer, look]);
  const session = answer && 'session' in answer ? answer.session : undefined;
  useEffect(() => {
    document.title = texts.title;
  }, [texts]);
  const seesService = session !== undefined && VIEWS.some((view) => mayOpen(view, session.permissions));
  useEffect(() => {
    if (!seesService) return;
    return followClock(live, look);
  }, [session, seesService, look]);

  if (!answer) return <p className="centred">{texts.wait}</p>;
  if ('unreachable' in answer) {
    return (
      <main className="centred">
        <p role="alert">{texts.unreachable}</p>
      </main>
    );
  }
  if ('ways' in answer) return <SignInPage ways={answer.ways} onSignedIn={look} />;
  const leave = (): void => void signOut().finally(look);
  return (
    <SessionContext value={answer.session}>
      {seesService ? <Frame onSignOut={leave} /> : <SideDoor onSignOut={leave} />}
    </SessionContext>
  );
}
