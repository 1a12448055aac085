import type { Language } from '@rukh/domain/passenger';
import { type Html, html } from './html.js';
import { PAGE_WORDS } from './page-words.js';

export const THEMES = ['light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

export interface Page {
  readonly language: Language;
  readonly title: string;
  /** The page's own path, to which the other language is linked. */
  readonly path: string;
  /** Other parameters of the address, kept over a change of language. */
  readonly query?: Readonly<Record<string, string>>;
  readonly main: Html;
  readonly attribution: string;
  /** Seconds after which a page with scripts fetches its content again; never where not given. */
  readonly refreshSeconds?: number;
  readonly isLocating?: boolean;
  /** Without what leads elsewhere: for frames and displays. */
  readonly isBare?: boolean;
  /** Whether it stands in a frame, where no other page of ours may be: what is pressed opens beside it. */
  readonly isFramed?: boolean;
  /** The look that is asked for, whatever the reader's system has. */
  readonly theme?: Theme;
  readonly className?: string;
}

/** The frame that the pages for passengers share. */
export function writePage(page: Page): string {
  const {
    language,
    title,
    main,
    refreshSeconds = 0,
    isBare = false,
    className = '',
    isLocating = false,
    isFramed = false,
    theme,
  } = page;
  const words = PAGE_WORDS[language];
  const refresh =
    refreshSeconds > 0 ? html` data-refresh="${refreshSeconds}" data-offline="${words.offline}"` : undefined;
  const look = theme === undefined ? '' : ` theme-${theme}`;
  return html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        ${isFramed ? html`<base target="_blank" />` : undefined}
        <link rel="stylesheet" href="/assets/feeds/page.css" />
        <link rel="stylesheet" href="/assets/feeds/boards.css" />
        <link rel="icon" href="data:," />
        ${refresh || isLocating ? html`<script type="module" src="/assets/feeds/boards.js"></script>` : undefined}
      </head>
      <body class="boards ${className}${look}">
        ${isBare ? undefined : html`<a class="skip" href="#main">${words.skip}</a> ${writeHeader(page)}`}
        <main id="main" tabindex="-1" ${refresh}>${main}</main>
        ${
          isBare
            ? undefined
            : html`<footer>
                <p>${page.attribution}</p>
              </footer>`
        }
      </body>
    </html> `.html;
}

function writeHeader({ language, path, query = {} }: Page): Html {
  const words = PAGE_WORDS[language];
  const other = language === 'uk' ? 'en' : 'uk';
  const link = (href: string, text: string): Html => {
    const current = path === href ? html` aria-current="page"` : undefined;
    return html`<li><a href="${href}?lang=${language}" ${current}>${text}</a></li>`;
  };
  const address = `${path}?${new URLSearchParams({ ...query, lang: other }).toString()}`;
  return html`<header>
    <nav aria-label="${words.site}">
      <ul>
        ${link('/stops', words.nearby)} ${link('/routes', words.routes)} ${link('/alerts', words.alerts)}
        ${link('/map', words.map)} ${link('/', words.allData)}
        <li><a href="${address}" lang="${other}" hreflang="${other}">${words.otherLanguage}</a></li>
      </ul>
    </nav>
  </header>`;
}
