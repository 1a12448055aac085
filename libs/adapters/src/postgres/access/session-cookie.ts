/** How a browser says who it is: a random token in a cookie, of which the database has the hash. */
import { createHash } from 'node:crypto';

export const SESSION_COOKIE = 'rukh_session';

interface WithHeaders {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** The value of a request's cookie; undefined where there is none, or none that was made here. */
export function findCookie({ headers }: WithHeaders, name: string): string | undefined {
  const cookies = String(headers['cookie'] ?? '')
    .slice(0, 8192)
    .split(/; */);
  const value = cookies.find((cookie) => cookie.startsWith(`${name}=`))?.slice(name.length + 1);
  return value !== undefined && /^[A-Za-z0-9_-]{20,100}$/.test(value) ? value : undefined;
}

export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
