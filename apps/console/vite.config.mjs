// The console's page, built to dist/. apps/dispatch serves it at /console and puts the language into index.html.
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Words of the widgets in languages that the console does not speak are left out: they fall back to English. */
const SPOKEN = /\/intl\/[^/]+\/(?!(?:en-US|uk-UA)\.)[a-z]{2}-[A-Z]{2}\.mjs$/;
const spokenOnly = {
  name: 'spoken-only',
  load: { filter: { id: SPOKEN }, handler: () => 'export default {};' },
};

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/console/',
  plugins: [spokenOnly],
  publicDir: false,
  logLevel: 'error',
  oxc: { jsx: { runtime: 'automatic' } },
  build: {
    target: 'es2023',
    outDir: 'dist',
    emptyOutDir: true,
    // Nothing inline: the page's policy takes scripts, styles and pictures from files only.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // MapLibre alone is larger; it is fetched only where a map is shown.
    chunkSizeWarningLimit: 1300,
  },
  worker: { format: 'es' },
});
