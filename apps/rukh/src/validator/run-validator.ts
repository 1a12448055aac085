import { DISPLAY, DISPLAY_LANGUAGES, type DisplayLanguage, makeConfig } from '@rukh/domain/validator';
import { beginJournal } from './begin-journal.js';
import { DeviceClock } from './device-clock.js';
import { DeviceHome } from './device-home.js';
import { DeviceOffice } from './device-office.js';
import { DeviceSigner } from './device-signer.js';
import type { DeviceTransport } from './device-transport.js';
import { enrolDevice } from './enrol-device.js';
import { HttpTransport } from './http-transport.js';
import { MediumReader } from './medium-reader.js';
import { MqttTransport } from './mqtt-transport.js';
import { OfficeShelf } from './office-shelf.js';
import { OnlineCheck } from './online-check.js';
import { RunningValidator } from './running-validator.js';
import { EN } from './terminal-en.js';
import { SessionDesk } from './session-desk.js';
import { UK } from './terminal-uk.js';
import { ValidatorTerminal } from './validator-terminal.js';

/** What `rukh validator` was told. */
export interface ValidatorFlags {
  readonly device: string;
  readonly url: string;
  readonly mqtt?: string;
  readonly agency: string;
  readonly home: string;
  readonly code?: string;
  readonly vehicle?: string;
  readonly zone?: string;
  readonly lang?: DisplayLanguage;
}

const TICK_MS = 200;

/** Switches a validator on and lets somebody play with it. Throws a sentence for people where it cannot be. */
export async function runValidator(flags: ValidatorFlags): Promise<void> {
  const home = DeviceHome.open(flags.home, flags.device);
  const clock = new DeviceClock();
  const language = flags.lang ?? chooseLanguage(process.env.LANG);
  const texts = language === 'uk' ? UK : EN;
  const terminal = new ValidatorTerminal(clock, texts, DISPLAY[language], process.stdin, process.stdout);
  if (flags.code !== undefined) {
    const enrolled = await enrolDevice(flags.url, flags.device, flags.code, home.key);
    beginJournal(home.journalPath, enrolled);
    home.noteEnrolled(enrolled.mqtt);
    terminal.say(texts.enrolled(flags.device));
  } else if (!home.isEnrolled) {
    terminal.say(texts.notEnrolled(flags.device, home.key.keyId));
  }
  const desk = new SessionDesk(flags.url);
  const signer = new DeviceSigner({ deviceId: flags.device, key: home.key, desk });
  const transport = openTransport(flags, home, () => terminal.validator);
  terminal.validator = new RunningValidator({
    config: makeConfig(flags.device, flags.vehicle === undefined ? {} : { vehicleId: flags.vehicle }),
    journalPath: home.journalPath,
    signer,
    clock,
    transport,
    onEffect: (effect) => {
      terminal.show(effect);
    },
  });
  terminal.zoneId = flags.zone;
  terminal.office = openOffice(flags, home, signer, terminal);
  terminal.reader = openReader(flags, signer, terminal);
  try {
    await play(terminal, transport);
  } finally {
    desk.close();
  }
}

function openOffice(
  flags: ValidatorFlags,
  home: DeviceHome,
  signer: DeviceSigner,
  terminal: ValidatorTerminal,
): DeviceOffice {
  let told = '';
  return new DeviceOffice({
    url: flags.url,
    deviceId: flags.device,
    signer,
    shelf: new OfficeShelf(home.folder),
    onEvent: (event) => {
      terminal.validator.happen(event);
    },
    // It is tried again every few seconds: once is enough to be told.
    onError: ({ message }) => {
      if (message !== told) terminal.say(terminal.texts.officeError(message));
      told = message;
    },
  });
}

function openReader(flags: ValidatorFlags, signer: DeviceSigner, terminal: ValidatorTerminal): MediumReader {
  const vehicle = flags.vehicle === undefined ? {} : { vehicleId: flags.vehicle };
  return new MediumReader({
    office: terminal.office,
    check: new OnlineCheck({ url: flags.url, deviceId: flags.device, signer, ...vehicle }),
    tellTime: () => terminal.validator.tellTime(),
    zoneId: () => terminal.zoneId,
    ...vehicle,
  });
}

export function chooseLanguage(locale: string | undefined): DisplayLanguage {
  const [language] = (locale ?? '').split('_');
  return DISPLAY_LANGUAGES.find((known) => known === language) ?? 'en';
}

async function play(terminal: ValidatorTerminal, transport: DeviceTransport): Promise<void> {
  const { validator } = terminal;
  if (validator.damagedLines > 0) terminal.say(terminal.texts.damaged(validator.damagedLines));
  transport.watch((isUp) => {
    validator.happen({ type: 'CONNECTION', isUp });
  });
  const tick = setInterval(() => {
    validator.happen({ type: 'TICK' });
  }, TICK_MS);
  terminal.office.start();
  try {
    await terminal.run();
  } finally {
    clearInterval(tick);
    await terminal.office.stop();
    await transport.close();
    validator.close();
  }
}

function openTransport(
  flags: ValidatorFlags,
  home: DeviceHome,
  validator: () => RunningValidator,
): DeviceTransport {
  if (flags.mqtt === undefined) return new HttpTransport(flags.url);
  return new MqttTransport({
    endpoint: { url: flags.mqtt, ...home.mqttAccount },
    agency: flags.agency,
    deviceId: flags.device,
    onReceipt: (_, receipt) => {
      validator().receive(receipt);
    },
    onLock: (_, isLocked) => {
      validator().happen({ type: 'INSPECTION', isLocked });
    },
  });
}
