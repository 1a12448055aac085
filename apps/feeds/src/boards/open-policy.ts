import type { HttpReply } from '../http/http-server.js';

const POLICY = 'content-security-policy';

/** Widens the policy that all answers have, for this one: a form that comes back to us, a frame in anybody's page. */
export function openPolicy(reply: HttpReply, { forms = false, frames = false }): void {
  const policy = String(reply.getHeader(POLICY) ?? '');
  const widened = policy
    .replace("form-action 'none'", forms ? "form-action 'self'" : "form-action 'none'")
    .replace("frame-ancestors 'none'", frames ? 'frame-ancestors *' : "frame-ancestors 'none'");
  reply.header(POLICY, widened);
  if (frames) reply.removeHeader('x-frame-options');
}
