import { parse } from 'yaml';
import { MQTT_ADAPTERS } from '../adapters/index.js';
import { describeAsyncApi } from './describe-asyncapi.js';
import { writeAsyncApi } from './write-asyncapi.js';

interface Document {
  readonly channels: Readonly<Record<string, { address: string }>>;
}

describe('the AsyncAPI document', () => {
  it('is YAML that says what was meant', () => {
    expect(parse(writeAsyncApi())).toEqual(JSON.parse(JSON.stringify(describeAsyncApi())));
  });

  it('refers to nothing that is not there', () => {
    const text = JSON.stringify(describeAsyncApi());
    for (const [, path] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const target = path!
        .split('/')
        .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], describeAsyncApi());
      expect([path, typeof target]).toEqual([path, 'object']);
    }
  });

  it('has a channel for each form of messages', () => {
    const { channels } = describeAsyncApi() as Document;
    const addresses = Object.values(channels).map(({ address }) => address.replaceAll(/\{\w+\}/g, '+'));
    for (const { topicFilter } of MQTT_ADAPTERS) {
      const filter = topicFilter('+').replace(/#$/, '');
      expect(addresses.some((address) => address.startsWith(filter))).toBe(true);
    }
  });
});
