/**
 * Whether what an office grants or sells is in the tariffs. A misspelt concession or pass would be kept, and paid for, while
 * its rider is charged as if he had none. Any version will do: a right may be given before its tariff begins. While the
 * tariffs cannot be read nothing is refused.
 */
import { Injectable } from '@nestjs/common';
import type { Tariff } from '@rukh/domain/fares';
import { Problem } from '@rukh/service';
import { Tariffs } from '../pricing/tariffs.js';

@Injectable()
export class KnownRights {
  constructor(private readonly tariffs: Tariffs) {}

  async checkCategory(id: string): Promise<void> {
    await this.#check(id, 'rider category', ({ categories }) => [...categories.keys()]);
  }

  async checkPass(id: string, currency: string): Promise<void> {
    await this.#check(id, 'pass', ({ passes }) => [...passes.keys()]);
    await this.checkCurrency(currency);
  }

  async checkTicket(id: string, currency: string): Promise<void> {
    await this.#check(id, 'fare product', ({ products }) => [...products.keys()]);
    await this.checkCurrency(currency);
  }

  async checkCurrency(currency: string): Promise<void> {
    await this.#check(currency, 'currency', (tariff) => [tariff.currency]);
  }

  async #check(id: string, what: string, list: (tariff: Tariff) => string[]): Promise<void> {
    const history = await this.tariffs.findHistory();
    if (!history) return;
    const known = new Set(history.versions.flatMap(list));
    if (known.has(id)) return;
    const there = known.size > 0 ? `there is ${[...known].join(', ')}` : 'there is none';
    throw new Problem(422, { detail: `No tariff has the ${what} ${id}; ${there}.` });
  }
}
