// JSON lines on standard output, for machines. Passwords inside URLs are cut out of every line just before it
// is written, wherever they came from (a driver's error message, a stack); members with telling names too.
import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Level, type Logger as Pino } from 'pino';

export type LogLevel = Level | 'silent';
/** Members logged beside the message. */
export type LogFields = Readonly<Record<string, unknown>>;

const SECRET_NAMES = ['password', 'secret', 'token', 'authorization', 'cookie', 'apiKey'];
const URL_PASSWORD = /:\/\/([^:@/\s"]*):[^@/\s"]+@/g;

/** Lines that wait for a disk that is full, bytes; more are lost. */
const MOST_WAITING = 1 << 20;

/** A process outlives a disk that takes no more of its log: else a full one would take the feeds with it. */
export function openLog(fd: number): DestinationStream {
  const log = pino.destination({ fd, sync: true, maxLength: MOST_WAITING });
  log.on('error', () => undefined);
  return log;
}

/** The line without the passwords of the URLs in it. */
export function hideUrlPasswords(line: string): string {
  return line.replace(URL_PASSWORD, '://$1:***@');
}

/**
 * Nest's logger over pino. `log('message')`, `log('message', {field: 1})`, `log('message', 'Context')` and both
 * together are understood; an Error anywhere among the parameters is logged with its stack.
 */
export class RukhLogger implements LoggerService {
  readonly #pino: Pino;

  constructor(service: string, level: LogLevel = 'info', destination?: DestinationStream) {
    this.#pino = pino(
      {
        level,
        base: { service },
        timestamp: pino.stdTimeFunctions.isoTime,
        formatters: { level: (label) => ({ level: label }) },
        redact: { paths: SECRET_NAMES.flatMap((name) => [name, `*.${name}`]), censor: '***' },
        hooks: { streamWrite: hideUrlPasswords },
      },
      destination ?? openLog(1),
    );
  }

  log(message: unknown, ...parameters: unknown[]): void {
    this.#write('info', message, parameters);
  }

  fatal(message: unknown, ...parameters: unknown[]): void {
    this.#write('fatal', message, parameters);
  }

  error(message: unknown, ...parameters: unknown[]): void {
    // Nest's order: error(message, stack?, context?).
    const [stack, ...rest] = parameters;
    const isStack = typeof stack === 'string' && stack.includes('\n');
    this.#write('error', message, isStack ? [{ stack }, ...rest] : parameters);
  }

  warn(message: unknown, ...parameters: unknown[]): void {
    this.#write('warn', message, parameters);
  }

  debug(message: unknown, ...parameters: unknown[]): void {
    this.#write('debug', message, parameters);
  }

  verbose(message: unknown, ...parameters: unknown[]): void {
    this.#write('trace', message, parameters);
  }

  #write(level: Level, message: unknown, parameters: readonly unknown[]): void {
    if (!this.#pino.isLevelEnabled(level)) return;
    const fields = collectFields(parameters);
    if (message instanceof Error) this.#pino[level]({ ...fields, err: message }, message.message);
    else if (typeof message === 'string') this.#pino[level](fields, message);
    else this.#pino[level]({ ...fields, ...(message as object) });
  }
}

function collectFields(parameters: readonly unknown[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  const last = parameters.at(-1);
  if (typeof last === 'string') fields['context'] = last;
  for (const parameter of parameters) {
    if (parameter instanceof Error) fields['err'] = parameter;
    else if (typeof parameter === 'object' && parameter !== null) Object.assign(fields, parameter);
  }
  return fields;
}
