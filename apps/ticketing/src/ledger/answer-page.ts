import type { Language } from './money-requests.js';

/** The parts of a Fastify reply used here. */
export interface Reply {
  header(name: string, value: string): Reply;
  send(body: unknown): unknown;
}

export interface PageAnswer {
  readonly wish: { readonly lang: Language; readonly format?: 'json' | 'html' | undefined };
  readonly accept: string | undefined;
  readonly value: unknown;
  readonly page: (lang: Language) => string;
}

/** Answers with a page for whoever asks for one, and with JSON otherwise. What is money is kept by no cache. */
export function answer(reply: Reply, { wish, accept, value, page }: PageAnswer): void {
  const isPage =
    wish.format === 'html' || (wish.format === undefined && accept?.includes('text/html') === true);
  reply.header('cache-control', 'no-store').header('vary', 'Accept');
  if (isPage) reply.header('content-type', 'text/html; charset=utf-8').send(page(wish.lang));
  else reply.header('content-type', 'application/json; charset=utf-8').send(value);
}
