import 'reflect-metadata';
import { execFile } from 'node:child_process';
import { createHash, createPrivateKey, sign } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { decodeSigned, encodeSigned, encodeTapBatch } from '@rukh/adapters/protobuf';
import { makeTokenRef } from '@rukh/adapters/token-ref';
import {
  ALLOW_REASONS,
  BATCH_REJECTIONS,
  DENY_REASONS,
  type DeviceHeartbeat,
  MEDIA_TYPES,
  SIGNED_AS,
  TAP_OUTCOMES,
  type TapBatch,
  writeCanonicalTap,
} from '@rukh/domain/taps';
import { IntakeRig } from '../intake-rig.fixture.js';
import { checkRequest } from '../media/check/check.controller.js';

const HEARTBEAT = [
  ...[
    'deviceId',
    'sentAtMs',
    'bootId',
    'uptimeMs',
    'clockSource',
    'lastSeq',
    'queueLength',
    'denyListVersion',
  ],
  ...['softwareVersion', 'configVersion', 'vehicleId'],
] as const satisfies readonly (keyof DeviceHeartbeat)[];
const run = promisify(execFile);
const DOCS = resolve(import.meta.dirname, '../../../../docs');

let page: string;
beforeAll(async () => {
  page = await readFile(join(DOCS, 'validators.md'), 'utf8');
});

/** All of a language, one after the other: a later one goes on where the one before ended. */
const example = (language: string): string =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text]) => text).join('\n');

describe('the examples of docs/validators.md', () => {
  let rig: IntakeRig;
  let url: string;
  let folder: string;

  beforeAll(async () => {
    rig = await IntakeRig.create();
    await rig.app.listen(0, '127.0.0.1');
    url = await rig.app.getUrl();
    folder = await mkdtemp(join(tmpdir(), 'rukh-validator-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
    await rig.close();
  });

  async function envOf(deviceId: string): Promise<NodeJS.ProcessEnv> {
    return { ...process.env, RUKH: url, DEVICE: deviceId, CODE: await rig.openEnrolment(deviceId) };
  }

  it('run in Node', async () => {
    const file = join(folder, 'validator.mjs');
    await writeFile(file, example('js'));
    const { stdout } = await run(process.execPath, [file], {
      env: await envOf('page-node'),
      cwd: folder,
    });
    const [taps, check] = stdout.split('\n');
    expect(taps).toMatch(/^200 .*"highWaterMark":1.*"ACCEPTED"/);
    expect(check).toMatch(/^200 .*"decision":"(ALLOW|DENY)"/);
  });

  it('run in a shell', async () => {
    const { stdout: version } = await run('openssl', ['version']).catch(() => ({ stdout: '' }));
    const hasCurl = await run('curl', ['--version']).then(
      () => true,
      () => false,
    );
    if (!version.startsWith('OpenSSL 3') || !hasCurl) {
      console.warn('skipped: there is no openssl 3 or no curl here');
      return;
    }
    const env = await envOf('page-shell');
    const { stdout } = await run('bash', ['-euc', example('sh')], { env, cwd: folder });
    expect(stdout).toMatch(/"highWaterMark":1.*"ACCEPTED"/);
  });
});

describe('the page', () => {
  it.each([...TAP_OUTCOMES, ...BATCH_REJECTIONS, ...ALLOW_REASONS, ...DENY_REASONS, ...MEDIA_TYPES])(
    'names %s',
    (name) => {
      expect(page).toContain(`\`${name}\``);
    },
  );
});

describe('what a device signs, asks and says', () => {
  it.each(Object.values(SIGNED_AS))('is on the page: %j', (text) => {
    expect(page).toContain(`\`${text.replace('\n', String.raw`\n`)}\``);
  });

  it.each([...Object.keys(checkRequest.shape), ...HEARTBEAT])('has the field %s', (field) => {
    expect(page).toContain(`\`${field}\``);
  });
});

describe('the vectors', () => {
  interface Vectors {
    readonly keyId: string;
    readonly privateKey: { readonly d: string; readonly x: string };
    readonly signedAs: string;
    readonly batch: TapBatch;
    readonly vectors: readonly Readonly<Record<'form' | 'batch' | 'signature' | 'message', string>>[];
    readonly stored: { readonly tokenKey: string; readonly tokenRef: string; readonly contentHash: string };
  }

  it('are what the code makes', async () => {
    const { keyId, privateKey, signedAs, batch, vectors, stored } = JSON.parse(
      await readFile(join(DOCS, 'tap-vectors.json'), 'utf8'),
    ) as Vectors;
    const key = createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', ...privateKey }, format: 'jwk' });
    for (const vector of vectors) {
      const form = vector.form as 'json' | 'protobuf';
      const body = encodeTapBatch(form, batch);
      const signature = sign(null, Buffer.concat([Buffer.from(signedAs), body]), key);
      const message = Buffer.from(encodeSigned(form, { deviceId: 'v17', keyId, body, signature }));
      expect([body, signature, message].map((bytes) => Buffer.from(bytes).toString('hex'))).toEqual([
        ...[vector.batch, vector.signature, vector.message],
      ]);
      expect(Buffer.from(decodeSigned(form, message).signature).toString('hex')).toBe(vector.signature);
    }
    const [tap] = batch.taps;
    const tokenRef = makeTokenRef(stored.tokenKey, tap!.token).toString('hex');
    const contentHash = createHash('sha256').update(writeCanonicalTap(tap!, tokenRef)).digest('hex');
    expect({ ...stored, tokenRef, contentHash }).toEqual(stored);
  });
});
