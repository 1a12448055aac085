// People of the demonstration, one for each role and the operators of two companies. They exist only there: nothing is
// made without RUKH_DEMO and the key that `rukh up --demo` makes at random with its home, and an account marked as a
// demonstration's is shut wherever RUKH_DEMO is not set.
import { createHmac } from 'node:crypto';
import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { ScheduleStore, UserStore } from '@rukh/adapters/postgres';
import type { Role } from '@rukh/domain/dispatch';
import type { Schedule } from '@rukh/domain/gtfs';
import type { DispatchConfig } from '../config.js';
import { DISPATCH_CONFIG } from '../tokens.js';
import { hashPassword, isPassword } from './hash-password.js';
import { makeUserId } from './make-account.js';

export interface DemoUser {
  readonly login: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
  readonly carrierIds?: readonly string[];
}

type Person = Omit<DemoUser, 'password'>;

const PEOPLE: readonly Person[] = [
  { login: 'dispatcher', name: 'Олена Коваль', role: 'dispatcher' },
  { login: 'supervisor', name: 'Тарас Мельник', role: 'supervisor' },
  { login: 'viewer', name: 'Ірина Бондар', role: 'viewer' },
  { login: 'inspector', name: 'Андрій Шевчук', role: 'inspector' },
  { login: 'alerts', name: 'Марія Лисенко', role: 'alert_writer' },
  { login: 'auditor', name: 'Юрій Гнатюк', role: 'auditor' },
  { login: 'finance', name: 'Наталія Савчук', role: 'finance' },
  { login: 'admin', name: 'Софія Ткач', role: 'admin' },
];
const OPERATORS = ['Назар Кравець', 'Оксана Дорош'];

@Injectable()
export class DemoUsers implements OnModuleInit, OnModuleDestroy {
  readonly #logger = new Logger('Demo');
  #unsubscribe: (() => void) | undefined;
  #making: Promise<readonly DemoUser[]> = Promise.resolve([]);

  constructor(
    @Inject(DISPATCH_CONFIG) private readonly config: DispatchConfig,
    private readonly users: UserStore,
    private readonly schedules: ScheduleStore,
  ) {}

  onModuleInit(): void {
    const { RUKH_DEMO, RUKH_DEMO_PASSWORD_KEY: key } = this.config;
    if (!RUKH_DEMO || key === undefined) return;
    const others = this.#make(PEOPLE, key);
    this.#making = others;
    this.#unsubscribe = this.schedules.subscribe(({ schedule }) => {
      this.#making = others.then(async (made) => [
        ...made,
        ...(await this.#make(nameOperators(schedule), key)),
      ]);
    });
  }

  onModuleDestroy(): void {
    this.#unsubscribe?.();
  }

  /** Whom a visitor of the demonstration may be; nobody outside it. */
  async list(): Promise<readonly DemoUser[]> {
    return this.#making;
  }

  async #make(people: readonly Person[], key: string): Promise<readonly DemoUser[]> {
    try {
      const made = people.map((person) => ({ ...person, password: passwordOf(person.login, key) }));
      for (const user of made) await this.#put(user);
      return made;
    } catch (error) {
      this.#logger.warn(`the people of the demonstration could not be made: ${(error as Error).message}`);
      return [];
    }
  }

  async #put({ login, password, name, role, carrierIds }: DemoUser): Promise<void> {
    const known = await this.users.findByLogin(login);
    const rights = { name, roles: [role], carrierIds };
    const note = { actor: 'demo', details: { role, ...(carrierIds ? { carrierIds } : {}) } } as const;
    const hash = known && (await this.users.getSecrets(known.userId)).passwordHash;
    const isSame = known?.carrierIds?.join() === carrierIds?.join() && (await isPassword(password, hash));
    if (isSame || (known && !known.isDemo)) return;
    const secrets = { passwordHash: await hashPassword(password), totpSecret: undefined };
    if (known) {
      const change = { ...rights, secrets, carrierIds: carrierIds ?? null };
      await this.users.change(known.userId, change, { kind: 'user_changed', subject: known.userId, ...note });
    } else {
      const userId = makeUserId();
      const user = { ...rights, ...secrets, userId, login, isDemo: true };
      await this.users.add(user, { kind: 'user_added', subject: userId, ...note });
    }
  }
}

/** Of the two agencies with most routes: a demonstration of any city has two companies to compare. */
function nameOperators({ agencies, routes }: Schedule): Person[] {
  const sizes = agencies.map((agency, i) => ({
    agency,
    routes: routes.filter((route) => route.agency === i).length,
  }));
  const largest = sizes.sort((a, b) => b.routes - a.routes).slice(0, OPERATORS.length);
  return largest.map(({ agency }, i) => ({
    login: `operator${i + 1}`,
    name: `${OPERATORS[i]!} (${agency.name})`,
    role: 'company_operator',
    carrierIds: [agency.agencyId],
  }));
}

function passwordOf(login: string, key: string): string {
  return createHmac('sha256', key).update(login).digest('base64url').slice(0, 16);
}
