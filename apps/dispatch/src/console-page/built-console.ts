/**
 * The built console, kept in memory: a page whose language is put in on each request, and parts whose names hold
 * their hash, so that they may be kept for ever. Each part is packed once, when it is first asked for.
 */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Injectable } from '@nestjs/common';
import type { Basemap } from '@rukh/domain/dispatch';
import { Problem } from '@rukh/service';
import { CONSOLE_TEXTS, type ConsoleLanguage } from './console-texts.js';

const BUILT = new URL('../../../console/dist/', import.meta.url);
const PART = /^[A-Za-z0-9_.-]{1,120}\.(js|mjs|css|svg|png|woff2)$/;
const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  mjs: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  woff2: 'font/woff2',
};
const pack = promisify(gzip);

export interface ConsolePart {
  readonly type: string;
  readonly plain: Buffer;
  readonly packed: Buffer;
}

export interface PageValues {
  readonly language: ConsoleLanguage;
  readonly nonce: string;
  readonly basemap: Basemap | undefined;
}

@Injectable()
export class BuiltConsole {
  #page: string | undefined;
  readonly #parts = new Map<string, Promise<ConsolePart>>();

  /** The page in a language. Throws a 503 problem where the console was not built. */
  async page({ language, nonce, basemap }: PageValues): Promise<string> {
    this.#page ??= await read('index.html').then(
      (bytes) => bytes.toString('utf8'),
      () => {
        throw new Problem(503, { detail: 'The console is not built: run `npm run build`.' });
      },
    );
    const { title, noScript } = CONSOLE_TEXTS[language];
    return this.#page
      .replace('%LANG%', language)
      .replaceAll('%NONCE%', nonce)
      .replace('%BASEMAP%', escapeAttribute(basemap ? JSON.stringify(basemap) : ''))
      .replace('%TITLE%', title)
      .replace('%NOSCRIPT%', noScript);
  }

  /** A part by its name. Throws a 404 problem where there is none. */
  async part(name: string): Promise<ConsolePart> {
    if (!PART.test(name)) throw noPart();
    const known = this.#parts.get(name);
    if (known) return known;
    const part = readPart(name);
    this.#parts.set(name, part);
    part.catch(() => this.#parts.delete(name));
    return part;
  }
}

async function readPart(name: string): Promise<ConsolePart> {
  const plain = await read(`assets/${name}`).catch(() => {
    throw noPart();
  });
  const extension = name.slice(name.lastIndexOf('.') + 1);
  return { type: TYPES[extension]!, plain, packed: await pack(plain, { level: 9 }) };
}

function read(path: string): Promise<Buffer> {
  return readFile(new URL(path, BUILT));
}

function noPart(): Problem {
  return new Problem(404, { detail: 'There is no such part of the console.' });
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
