import { readFileSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { RULES } from '@rukh/domain/realtime';
import { writeFeedRules } from './write-feed-rules.js';

const root = resolve(import.meta.dirname, '../../../..');

describe('the page on the rules for feeds', () => {
  it('has a line for each rule', () => {
    const page = writeFeedRules();
    for (const { id, severity, title } of RULES) expect(page).toContain(`| ${id} | ${severity} | ${title} |`);
  });
});

describe('the specs of the rules', () => {
  it('describe each rule by what it reports and what it accepts', () => {
    const folder = `${root}/libs/domain/src/realtime/rules`;
    const specs = readdirSync(folder).filter((name) => name.endsWith('.spec.ts'));
    const text = specs.map((name) => readFileSync(`${folder}/${name}`, 'utf8')).join('\n');
    const missing = RULES.filter(({ id }) => !text.includes(`describeRule('${id}'`)).map(({ id }) => id);
    expect(missing).toEqual([]);
  });
});
