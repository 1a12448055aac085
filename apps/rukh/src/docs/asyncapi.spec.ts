import { MQTT_ADAPTERS, POSITION_MESSAGES } from '@rukh/ingest';
import { composeAsyncApi, writeAsyncApi } from '@rukh/service';
import { TAP_MESSAGES } from '@rukh/ticketing';
import { parse } from 'yaml';

const PARTS = [TAP_MESSAGES, POSITION_MESSAGES];

describe('the AsyncAPI document', () => {
  it('is YAML that says what was meant, whatever app started first', () => {
    const plain: unknown = JSON.parse(JSON.stringify(composeAsyncApi(PARTS)));
    expect(parse(writeAsyncApi(PARTS.toReversed()))).toEqual(plain);
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(composeAsyncApi(PARTS));
    for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = path!
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], composeAsyncApi(PARTS));
      expect([path, typeof target]).toEqual([path, 'object']);
    }
  });

  it('has a channel for each form of positions', () => {
    const addresses = Object.values(POSITION_MESSAGES.channels).map((channel) =>
      (channel as { readonly address: string }).address.replaceAll(/\{\w+\}/g, '+'),
    );
    for (const { topicFilter } of MQTT_ADAPTERS) {
      const filter = topicFilter('+').replace(/#$/, '');
      expect(addresses.some((address) => address.startsWith(filter))).toBe(true);
    }
  });
});
