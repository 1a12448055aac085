/**
 * Cards that are reported lost as of noon of the day, some of them found again at three, by the API as an office does. Which ones
 * goes by their names, which are the same in both runs, whenever it is done: rides with them in between are the scheme's loss in both.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { ADMIN_TOKEN, type Stage, chooseDay } from './stage.ts';

const HOUR_MS = 3_600_000;
/** Of names' first bytes: about one card in forty. */
const LOST_BYTES = 6;
const ATTEMPTS = 60;
const PAUSE_MS = 500;

/** Of those that are known by now and not reported yet. */
const TO_REPORT = `SELECT encode(token_ref, 'hex') AS token FROM ticketing.media AS medium
  WHERE media_type = 'CLOSED_CARD' AND get_byte(token_ref, 0) < ${LOST_BYTES} AND NOT EXISTS (
    SELECT FROM ticketing.deny_list_entries AS entry WHERE entry.token_ref = medium.token_ref AND entry.reason = 'LOST'
  )`;

/** Answers how many were reported now. */
export async function reportLosses(stage: Stage): Promise<number> {
  const cards = await stage.query<{ token: string }>(TO_REPORT);
  const noonMs = chooseDay().startMs + 12 * HOUR_MS;
  for (const { token } of cards) {
    const isFound = Number.parseInt(token.slice(2, 4), 16) % 2 === 1;
    await post(stage, {
      subject: { scope: 'TOKEN', tokenRef: token },
      reason: 'LOST',
      validFrom: new Date(noonMs).toISOString(),
      ...(isFound && { validUntil: new Date(noonMs + 3 * HOUR_MS).toISOString() }),
    });
  }
  return cards.length;
}

/** Comes again while the service or its database is away. */
async function post(stage: Stage, entry: object): Promise<void> {
  const url = `http://127.0.0.1:${stage.ticketingPort}/api/v1/deny-list/entries`;
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_TOKEN}` };
  for (let attempt = 1; ; attempt++) {
    const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(entry) }).catch(
      () => undefined,
    );
    // Who heard no answer finds it there already.
    if (answer?.ok || answer?.status === 409) return;
    const text = (await answer?.text()) ?? 'nothing';
    if ((answer && answer.status < 500) || attempt === ATTEMPTS) {
      throw new Error(`a loss was answered: ${text}`);
    }
    await delay(PAUSE_MS);
  }
}
