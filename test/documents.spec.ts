/** What people read must lead somewhere: links between pages, the index of docs/, files that steps name. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const ROOT = resolve(import.meta.dirname, '..');

function listPages(folder: string): string[] {
  return readdirSync(join(ROOT, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name));
}
const PAGES = ['.', 'docs', 'deploy'].flatMap(listPages);

describe('the documents', () => {
  it.each(PAGES)('%s links to what is there', (page) => {
    const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '');
    const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!);
    const broken = links.filter((link) => !/^(https?:|mailto:)/.test(link) && !leadsSomewhere(page, link));
    expect(broken).toEqual([]);
  });

  it('are all in the index', () => {
    const index = readFileSync(join(ROOT, 'docs/README.md'), 'utf8');
    const files = readdirSync(join(ROOT, 'docs')).filter((name) => /\.(md|yaml)$/.test(name));
    const missing = files.filter((name) => name !== 'README.md' && !index.includes(`](${name})`));
    expect(missing).toEqual([]);
  });

  it('name files that exist in the steps for contributors', () => {
    const text = readFileSync(join(ROOT, 'CONTRIBUTING.md'), 'utf8');
    const paths = [...text.matchAll(/`((?:apps|libs|db|docs|test|tools)\/[\w./-]+)`/g)].map(
      ([, path]) => path!,
    );
    expect(paths.length).toBeGreaterThan(15);
    expect(paths.filter((path) => !/NAME|NNN/.test(path) && !existsSync(join(ROOT, path)))).toEqual([]);
  });
});

/** A file, and the heading in it where the link names one. */
function leadsSomewhere(page: string, link: string): boolean {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(ROOT, page) : join(ROOT, dirname(page), path);
  if (!existsSync(target)) return false;
  if (anchor === undefined || !target.endsWith('.md')) return true;
  const headings = readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gm);
  return [...headings].some(([, heading]) => toAnchor(heading!) === anchor);
}

function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(' ', '-');
}
