import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import {
  type CardRead,
  type DisplayTexts,
  SIGNAL_FORMS,
  type Signal,
  type ValidatorEffect,
} from '@rukh/domain/validator';
import type { DeviceClock } from './device-clock.js';
import { type TerminalCommand, readCommand } from './read-command.js';
import type { DeviceOffice } from './device-office.js';
import type { MediumReader } from './medium-reader.js';
import type { RunningValidator } from './running-validator.js';
import type { TerminalTexts } from './terminal-texts.js';

const COLOURS = { green: '42;30', blue: '44;97', red: '41;97', yellow: '43;30' } as const;
const ICONS = { tick: '✔', person: '☺', cross: '✘', repeat: '↻' } as const;

/** A validator that one talks to in a terminal: a line in, lights and a line of state out. */
export class ValidatorTerminal {
  validator!: RunningValidator;
  office!: DeviceOffice;
  reader!: MediumReader;
  /** Of the fare zone that the vehicle is in. */
  zoneId: string | undefined;

  constructor(
    readonly clock: DeviceClock,
    readonly texts: TerminalTexts,
    readonly display: DisplayTexts,
    readonly input: Readable,
    readonly output: Writable & { readonly isTTY?: boolean },
  ) {}

  /** Reads commands until `quit` or the end of the input. */
  async run(): Promise<void> {
    const lines = createInterface({ input: this.input, terminal: false });
    this.say(this.texts.help);
    this.#showStatus();
    for await (const line of lines) {
      if (line.trim() === '') continue;
      const command = readCommand(line);
      if (command === undefined) this.say(this.texts.notUnderstood);
      else if (command.does === 'quit') break;
      else await this.#obey(command);
    }
    lines.close();
    this.say(this.texts.bye(this.validator.state.queue.length));
  }

  /** Shows what the validator wants people to see. */
  show(effect: ValidatorEffect): void {
    if (effect.type === 'SHOW') {
      const { reason, signal, transferMinutes } = effect;
      const left = transferMinutes === undefined ? '' : ` (${this.display.transferLeft(transferMinutes)})`;
      this.say(`${this.#light(signal)} ${this.display.reasons[reason]}${left}`);
    } else if (effect.type === 'OUT_OF_SERVICE') {
      this.say(this.#paint('red', ` ${this.display.outOfService} `));
    } else if (effect.type === 'ALARM') {
      this.say(`! ${this.display.alarms[effect.alarm]} (${effect.detail})`);
    }
  }

  say(text: string): void {
    this.output.write(`${text}\n`);
  }

  async #obey(command: TerminalCommand): Promise<void> {
    const { validator, texts, clock } = this;
    switch (command.does) {
      case 'card':
        await this.#hold(command.card);
        break;
      case 'zone':
        this.zoneId = command.zoneId;
        this.say(texts.zone(command.zoneId));
        break;
      case 'offline':
      case 'online':
        this.#setOffline(command.does === 'offline');
        break;
      case 'crash':
        validator.crash();
        this.say(texts.crashed(validator.state.bootId, validator.state.queue.length));
        this.office.tellAll();
        // Power that comes back brings no network.
        this.#setOffline(this.office.isOffline);
        break;
      case 'drift':
        clock.driftMs = command.ms;
        validator.happen({ type: 'CLOCK_SET', source: 'RTC' });
        this.say(texts.drifted(command.ms / 60_000));
        break;
      case 'sync':
        clock.driftMs += validator.state.clockOffsetMs ?? -clock.driftMs;
        validator.happen({ type: 'CLOCK_SET', source: 'NETWORK' });
        this.say(texts.synced);
        break;
      case 'lock':
      case 'unlock':
        validator.happen({ type: 'INSPECTION', isLocked: command.does === 'lock' });
        this.say(texts.locked(command.does === 'lock'));
        break;
      case 'help':
        this.say(texts.help);
        break;
      case 'status':
      case 'quit':
        break;
    }
    this.#showStatus();
  }

  /** The rider waits while the medium is verified, and for an answer of the back office as long as there is time. */
  async #hold(card: CardRead): Promise<void> {
    const read = await this.reader.read(card);
    this.validator.happen(read);
    const isAsked = read.online !== undefined;
    this.say(`  ${isAsked ? this.texts.askedOnline : this.texts.decidedAlone}`);
  }

  #setOffline(isOffline: boolean): void {
    this.office.setOffline(isOffline);
    this.validator.setOffline(isOffline);
  }

  #describeList(): string {
    const { denyList } = this.validator.state;
    if (denyList === undefined) return this.texts.noList;
    const ageSeconds = Math.max(0, Math.round((this.validator.tellTime() - denyList.confirmedAtMs) / 1000));
    return this.texts.list(denyList.version, this.office.listSize ?? 0, ageSeconds);
  }

  #showStatus(): void {
    const { isConnected, queue, highWaterMark, refusal, clockOffsetMs } = this.validator.state;
    const { texts } = this;
    const offset = clockOffsetMs === undefined ? undefined : Math.round(clockOffsetMs / 1000);
    const parts = [
      texts.connection(isConnected),
      texts.queue(queue.length, highWaterMark),
      texts.clock(offset),
      this.#describeList(),
      ...(refusal === undefined ? [] : [texts.refused(refusal)]),
    ];
    this.say(`  [${parts.join(' | ')}]`);
  }

  #light(signal: Signal): string {
    const { colour, icon, sound } = SIGNAL_FORMS[signal];
    const tones = sound.filter(({ hertz }) => hertz > 0);
    // A terminal has one tone only; how often it sounds still tells them apart.
    if (this.output.isTTY) this.output.write('\u0007'.repeat(tones.length));
    const heard = tones.map(({ hertz }) => (hertz >= 1000 ? '♪' : '♩')).join('');
    return `${this.#paint(colour, ` ${ICONS[icon]} ${this.display.signals[signal]} `)} ${heard}`;
  }

  #paint(colour: keyof typeof COLOURS, text: string): string {
    return this.output.isTTY ? `\u001b[${COLOURS[colour]}m${text}\u001b[0m` : `[${colour}]${text}`;
  }
}
