/**
 * The tasks of a shift, done with the keys of a keyboard and nothing else. Whatever is wanted is come to by NEAR presses
 * of Tab at most; what lies further off has a key, or is found by the search.
 */
import type { Page } from 'playwright-core';
import { type Person, codeOf } from '../../../apps/dispatch/src/auth/access-rig.fixture.js';
import { pick, tabTo, typeInto } from './by-keyboard.js';
import { until } from './browser.js';

const NEAR = 15;
/** What is said to be chosen of what a search has found: Enter takes it. */
const CHOSEN =
  "(document.getElementById(document.activeElement.getAttribute('aria-activedescendant'))?.textContent ?? '')";
const WAIT = { timeout: 30_000 };

export class WholeShift {
  constructor(private readonly page: Page) {}

  async signIn(person: Person): Promise<void> {
    const { page } = this;
    await page.waitForSelector('[name=login]', WAIT);
    await typeInto(page, 'Login', person.login, NEAR);
    await typeInto(page, 'Password', person.password, NEAR);
    await typeInto(page, 'Code', `${codeOf(person)}\n`, NEAR);
    await page.waitForSelector('.top-bar .clock', WAIT);
  }

  async signOut(): Promise<void> {
    await this.#toTopBar();
    await this.#press(/^Settings/);
    await this.#press('Sign out');
    await this.page.waitForSelector('[name=login]', WAIT);
  }

  /** By the search; the focus is then where it was found. */
  async find(sought: string, found = sought): Promise<void> {
    const { page } = this;
    await page.keyboard.press('Control+k');
    await page.waitForSelector('dialog.search input', WAIT);
    await page.keyboard.type(sought);
    await until(
      page,
      `document.querySelector('.found').textContent.includes(${JSON.stringify(found)}) && ${CHOSEN} !== ''`,
    );
    while (!(await page.evaluate<string>(CHOSEN)).includes(found)) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.waitForSelector('dialog.search', { ...WAIT, state: 'detached' });
    await until(page, "['centre', 'inspector'].includes(document.activeElement.id)");
    await until(page, "!document.activeElement.textContent.includes('Loading')");
  }

  async order(button: string): Promise<void> {
    const { page } = this;
    await page.waitForSelector('.details .order-buttons', WAIT);
    await this.#press(button);
    await page.waitForSelector('dialog.order', WAIT);
    await pick(page, 'Reason', 'accident', NEAR);
    await until(page, "document.querySelector('dialog.order .primary:not(:disabled)')");
    await this.#press('Give the order');
    await page.waitForSelector('dialog.order', { ...WAIT, state: 'detached' });
    await page.locator('.toast', { hasText: 'The order is given' }).last().waitFor(WAIT);
  }

  async undo(): Promise<void> {
    await this.page.keyboard.press('Control+z');
    await this.page.locator('.toast', { hasText: 'The order is taken back' }).last().waitFor(WAIT);
  }

  /** The first row of what needs attention. */
  async takeException(): Promise<void> {
    const { page } = this;
    await this.#toPart('attention');
    await page.waitForSelector('[data-exception]', WAIT);
    await tabTo(page, /^off route/i, NEAR);
    await page.keyboard.press('a');
    await until(page, "document.activeElement.textContent.includes('taken by')");
  }

  async publishAlert(line: string, header: { readonly uk: string; readonly en: string }): Promise<void> {
    const { page } = this;
    await this.#press('New alert');
    await page.waitForSelector('.alert-editor', WAIT);
    await typeInto(page, 'Line, stop or trip', line, NEAR);
    await until(page, CHOSEN);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.chips li', WAIT);
    await pick(page, 'Effect', 'detour', NEAR);
    await typeInto(page, 'Header in Ukrainian', header.uk, NEAR);
    await typeInto(page, 'Header in English', header.en, NEAR);
    await typeInto(page, 'Description in Ukrainian', header.uk, NEAR);
    await typeInto(page, 'Description in English', header.en, NEAR);
    await this.#press('For 1 h from now');
    await until(page, "document.querySelector('.alert-preview[data-current]')");
    await this.#press('Publish');
    await page.waitForSelector('.scroller tbody tr', WAIT);
  }

  /** @returns the name of the file that the report was saved as */
  async saveReport(): Promise<string> {
    const { page } = this;
    // The list comes a moment after its heading: whoever tabbed on before would be past its place.
    await page.waitForSelector('text=Headway regularity', WAIT);
    await this.#press('Headway regularity');
    await page.waitForSelector('h1:has-text("Headway regularity")', WAIT);
    const saved = page.waitForEvent('download', WAIT);
    await this.#press('Download CSV');
    return (await saved).suggestedFilename();
  }

  async writeNote(text: string): Promise<void> {
    const { page } = this;
    await typeInto(page, 'Entry', text, NEAR);
    await this.#press('Write down');
    await page.waitForSelector(`[data-kind=note]:has-text("${text}")`, WAIT);
  }

  async giveShift(notes: string): Promise<void> {
    const { page } = this;
    await this.#press('Handover');
    await typeInto(page, 'What the next shift has to know', notes, NEAR);
    await this.#press('Sign and hand over');
    await page.waitForSelector('.document', WAIT);
  }

  async acceptShift(): Promise<void> {
    const { page } = this;
    await this.#press('Handover');
    await page.waitForSelector('.document form', WAIT);
    await this.#press('Sign and take over');
    await until(page, "document.querySelectorAll('.signatures [data-signed]').length === 2");
  }

  /** A minute on in the past, and back to now. */
  async lookBack(): Promise<void> {
    const { page } = this;
    await this.find('look at the', 'Look at the past');
    await page.waitForSelector('.replay-bar', WAIT);
    const before = Number(new URL(page.url()).searchParams.get('t'));
    await page.keyboard.press(']');
    await until(page, `Number(new URLSearchParams(location.search).get('t')) > ${before}`);
    await this.find('back to', 'Back to now');
    await page.waitForSelector('.replay-bar', { ...WAIT, state: 'detached' });
  }

  async #press(name: string | RegExp): Promise<void> {
    await tabTo(this.page, name, NEAR);
    await this.page.keyboard.press('Enter');
  }

  async #toTopBar(): Promise<void> {
    const isThere = "document.activeElement.matches('.top-bar')";
    await this.#goRound(isThere);
  }

  async #toPart(id: string): Promise<void> {
    await this.#goRound(`document.activeElement.id === '${id}'`);
  }

  /** By F6, round the parts of the screen. */
  async #goRound(isThere: string): Promise<void> {
    for (let i = 0; i < 6; i++) {
      await this.page.keyboard.press('F6');
      if (await this.page.evaluate<boolean>(isThere)) return;
    }
    throw new Error(`not come to by F6: ${isThere}`);
  }
}
