/** Longer is no token of ours. */
const MOST_CHARACTERS = 1_024;

/** The token of an Authorization header (RFC 6750, 2.1); undefined where it has none. */
export function readBearer(authorization: string | string[] | undefined): string | undefined {
  const text = String(authorization ?? '').slice(0, MOST_CHARACTERS + 10);
  const token = /^Bearer +(\S+)$/i.exec(text)?.[1];
  return token !== undefined && token.length <= MOST_CHARACTERS ? token : undefined;
}
