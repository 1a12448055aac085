import type { FeedMessage } from '@rukh/domain/realtime';
import { FEED_MESSAGE, type FieldKind, type Fields } from './feed-fields.js';

/**
 * A feed for people's eyes: protobuf's text format, as `protoc --decode` prints it (but with letters outside
 * ASCII left readable), and protobuf's JSON, in which enumerators are names and 64-bit numbers are strings
 * (protobuf.dev, "ProtoJSON format"), so that every protobuf library can read it back.
 */
type Values = Readonly<Record<string, unknown>>;

export function formatFeedText(message: FeedMessage): string {
  const lines: string[] = [];
  printMessage(message as unknown as Values, FEED_MESSAGE, '', lines);
  return lines.join('');
}

/** The ProtoJSON value of a feed, ready for JSON.stringify. */
export function toFeedJson(message: FeedMessage): Record<string, unknown> {
  return jsonOf(message as unknown as Values, FEED_MESSAGE);
}

function printMessage(values: Values, { fields }: Fields, indent: string, lines: string[]): void {
  for (const [name, kind] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined) continue;
    for (const item of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof kind === 'object' && 'fields' in kind) {
        lines.push(`${indent}${snakeCase(name)} {\n`);
        printMessage(item as Values, kind, `${indent}  `, lines);
        lines.push(`${indent}}\n`);
      } else {
        lines.push(`${indent}${snakeCase(name)}: ${printScalar(item, kind)}\n`);
      }
    }
  }
}

function printScalar(value: unknown, kind: Exclude<FieldKind, Fields>): string {
  if (typeof kind === 'object') return kind.names[value as number] ?? String(value);
  if (kind === 'string') return `"${escapeText(value as string)}"`;
  if (kind === 'float') return String(shortestFloat(value as number));
  return String(value);
}

function jsonOf(values: Values, { fields }: Fields): Record<string, unknown> {
  const json: Record<string, unknown> = {};
  for (const [name, kind] of Object.entries(fields)) {
    const value = values[name];
    if (value === undefined) continue;
    json[name] = Array.isArray(value)
      ? value.map((item: unknown) => jsonValue(item, kind))
      : jsonValue(value, kind);
  }
  return json;
}

function jsonValue(value: unknown, kind: FieldKind): unknown {
  if (typeof kind === 'object') {
    if ('fields' in kind) return jsonOf(value as Values, kind);
    return kind.names[value as number] ?? value;
  }
  if (kind === 'integer64') return String(value);
  if (kind === 'float') return shortestFloat(value as number);
  return value;
}

const snakeNames = new Map<string, string>();

function snakeCase(name: string): string {
  let snake = snakeNames.get(name);
  if (snake === undefined) {
    snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    snakeNames.set(name, snake);
  }
  return snake;
}

/** The shortest decimal that is the same 32-bit float: 49.84, where the double would be 49.84000015258789. */
function shortestFloat(value: number): number {
  const float = Math.fround(value);
  for (let digits = 6; digits < 9; digits++) {
    const short = Number(float.toPrecision(digits));
    if (Math.fround(short) === float) return short;
  }
  return Number(float.toPrecision(9));
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '"': '\\"',
  "'": "\\'",
  '\\': '\\\\',
};

function escapeText(text: string): string {
  // Quotes, backslash and the control characters of ASCII (\p{Cc} less U+0080 to U+009F).
  return text.replace(/["'\\]|[^\P{Cc}\u0080-\u009f]/gu, (character) => {
    return ESCAPES[character] ?? `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`;
  });
}
