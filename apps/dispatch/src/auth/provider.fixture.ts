// A small OpenID Connect provider, for tests: discovery, keys, codes bound to a PKCE challenge, signed ID tokens. Whoever
// comes to it is at once the person whose claims are set.
import { createHash, createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const encode = (value: object | Buffer): string =>
  (Buffer.isBuffer(value) ? value : Buffer.from(JSON.stringify(value))).toString('base64url');

export class Provider {
  claims: Record<string, unknown> = {};
  /** Put into the next ID token in place of what was asked. */
  wrong: { nonce?: string; aud?: string } = {};
  readonly #keys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly #codes = new Map<string, { challenge: string; nonce: string; client: string }>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#answer(request, response));
  }

  static async start(): Promise<Provider> {
    const provider = new Provider();
    await new Promise<void>((resolve) => provider.#server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get issuer(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url!, this.issuer);
    if (url.pathname === '/authorize') {
      this.#authorize(url.searchParams, response);
      return;
    }
    const answer = url.pathname === '/token' ? await this.#redeem(request) : this.#describe(url.pathname);
    response.writeHead(answer ? 200 : 400, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer ?? { error: 'invalid_grant' }));
  }

  #describe(path: string): object | undefined {
    const { issuer } = this;
    if (path === '/keys') {
      const key = this.#keys.publicKey.export({ format: 'jwk' });
      return { keys: [{ ...key, kid: 'k1', alg: 'RS256', use: 'sig' }] };
    }
    return {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
      response_types_supported: ['code'],
      subject_types_supported: ['public'],
    };
  }

  #authorize(asked: URLSearchParams, response: ServerResponse): void {
    const code = randomBytes(12).toString('hex');
    const read = (name: string): string => asked.get(name) ?? '';
    const bound = { challenge: read('code_challenge'), nonce: read('nonce'), client: read('client_id') };
    this.#codes.set(code, bound);
    const back = new URL(read('redirect_uri'));
    back.search = new URLSearchParams({ code, state: read('state') }).toString();
    response.writeHead(302, { location: back.href }).end();
  }

  async #redeem(request: IncomingMessage): Promise<object | undefined> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const form = new URLSearchParams(Buffer.concat(chunks).toString());
    const bound = this.#codes.get(form.get('code') ?? '');
    this.#codes.delete(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    if (!bound || verifier !== bound.challenge) return undefined;
    const now = Math.floor(Date.now() / 1000);
    const common = { iss: this.issuer, aud: bound.client, nonce: bound.nonce, iat: now, exp: now + 300 };
    const idToken = this.#sign({ ...common, ...this.claims, ...this.wrong });
    return { access_token: 'unused', token_type: 'Bearer', id_token: idToken };
  }

  #sign(claims: object): string {
    const text = `${encode({ alg: 'RS256', kid: 'k1' })}.${encode(claims)}`;
    return `${text}.${encode(createSign('RSA-SHA256').update(text).sign(this.#keys.privateKey))}`;
  }
}
