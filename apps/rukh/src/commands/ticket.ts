/**
 * `rukh ticket`: buys signed tickets and shows them, as an app does, so that a validator can be tried with every kind.
 * Exit codes: 0 done, 1 the back office did not sell, or there is no such wallet, 2 wrong usage.
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { presentTicket, toHolderKey } from '@rukh/adapters/tickets';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;
const TIMEOUT_MS = 15_000;

interface SellFlags {
  readonly url: string;
  readonly adminToken: string;
  readonly product: string;
  readonly price: number;
  readonly seconds: number;
  readonly validFrom?: string;
  readonly vehicle?: string;
  readonly zone?: string[];
  readonly category?: string;
  readonly many: boolean;
  readonly phone?: string;
}

const sold = z.object({ ticketId: z.string(), cose: z.string() });
/** The file that stands for a phone: its key, and the issuer's layer of its ticket. */
const wallet = z.object({ privateKey: z.string(), cose: z.string() });

/** Adds the command to the program. */
export function register(program: Command): void {
  const ticket = program.command('ticket').description('buy signed tickets, and show them to a validator');
  const sell = ticket
    .command('sell')
    .description('buy a ticket and print the text of its code; with --phone it needs `rukh ticket show`')
    .option('--url <url>', 'the back office', 'http://localhost:8080')
    .addOption(
      new Option('--admin-token <token>', 'of who may sell').env('RUKH_ADMIN_TOKEN').makeOptionMandatory(),
    )
    .option('--product <id>', 'fare product of the tariff', 'single')
    .option('--price <minor>', 'in kopiyky', readInteger, 2000)
    .option('--seconds <n>', 'how long it is valid', readInteger, 3600)
    .option('--valid-from <instant>', 'ISO 8601 (default: now)')
    .option('--vehicle <id>', 'the only vehicle that takes it')
    .option('--zone <id...>', 'the only zones that take it')
    .option('--category <id>', 'rider category: a concession')
    .option('--many', 'for many rides, not for one', false)
    .option('--phone <file>', 'a ticket of a phone: its key and ticket are kept there')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE));
  sell.action((flags: SellFlags) => told(() => sellTicket(flags)));
  ticket
    .command('show')
    .description("the text of a phone's code, signed now: good for half a minute")
    .requiredOption('--phone <file>', 'made by `rukh ticket sell --phone`')
    .option('--ago <seconds>', 'as it was signed so long ago: a picture of the code', readInteger, 0)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : EXIT_USAGE))
    .action((flags: { readonly phone: string; readonly ago: number }) =>
      told(() => Promise.resolve(showTicket(flags.phone, flags.ago))),
    );
}

async function told(make: () => Promise<string>): Promise<void> {
  try {
    process.stdout.write(`${await make()}\n`);
  } catch (error) {
    process.stderr.write(`rukh ticket: ${(error as Error).message}\n`);
    process.exitCode = EXIT_FAILED;
  }
}

async function sellTicket(flags: SellFlags): Promise<string> {
  const phone = flags.phone === undefined ? undefined : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const holder = phone && toHolderKey(phone.publicKey);
  const answer = await fetch(new URL('/api/v1/tickets', flags.url), {
    method: 'POST',
    headers: { authorization: `Bearer ${flags.adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      channel: phone === undefined ? 'DRIVER' : 'APP',
      fareProductId: flags.product,
      validSeconds: flags.seconds,
      validFrom: flags.validFrom,
      priceMinor: flags.price,
      currency: 'UAH',
      isSingleUse: !flags.many,
      vehicleId: flags.vehicle,
      zoneIds: flags.zone,
      riderCategoryId: flags.category,
      holder: holder && { ...holder, publicKey: Buffer.from(holder.publicKey).toString('base64url') },
    }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`the back office did not sell (${answer.status}): ${text}`);
  const { ticketId, cose } = sold.parse(JSON.parse(text));
  if (phone === undefined) return cose;
  const privateKey = phone.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();
  writeFileSync(flags.phone!, `${JSON.stringify({ privateKey, cose })}\n`, { mode: 0o600 });
  return ticketId;
}

function showTicket(path: string, agoSeconds: number): string {
  if (!existsSync(path)) throw new Error(`there is no ${path}: rukh ticket sell --phone ${path}`);
  const { privateKey: pem, cose } = wallet.parse(JSON.parse(readFileSync(path, 'utf8')));
  const privateKey = createPrivateKey(pem);
  const { algorithm } = toHolderKey(createPublicKey(privateKey));
  const madeAt = Math.floor(Date.now() / 1000) - agoSeconds;
  const issued = Buffer.from(cose, 'base64url');
  return presentTicket({ algorithm, privateKey }, { madeAt, issued }).toString('base64url');
}

function readInteger(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is no whole number.');
}
