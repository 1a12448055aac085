// Whether a request that changes something comes from our own page. A browser sends our cookie with whatever page makes
// it send the request; SameSite=Strict holds most of that off, this the rest (a neighbour on the same site).
const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];

type Headers = Readonly<Record<string, string | string[] | undefined>>;

/**
 * 'same' where the browser says so, 'other' where it says otherwise, 'unknown' where nothing tells.
 * @param publicAddress where browsers find us, when a proxy hides it
 */
export function judgeOrigin(headers: Headers, publicAddress?: string): 'same' | 'other' | 'unknown' {
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' ? 'same' : 'other';
  const origin = headers['origin'];
  if (typeof origin !== 'string') return 'unknown';
  const ours = [publicAddress, `http://${String(headers['host'])}`, `https://${String(headers['host'])}`];
  return ours.some((address) => address !== undefined && originOf(address) === originOf(origin))
    ? 'same'
    : 'other';
}

export function isUnsafe(method: string): boolean {
  return !SAFE_METHODS.includes(method);
}

/** Whether a Host header names this machine itself. */
export function isLoopbackHost(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i.test(host);
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}
