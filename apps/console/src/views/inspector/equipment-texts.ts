import { defineTexts } from '../../text/define-texts.js';
import { plural } from '../../text/plural.js';

type Named = Readonly<Record<string, string>>;

interface EquipmentTexts {
  readonly title: string;
  readonly none: string;
  readonly failed: string;
  readonly heard: string;
  readonly never: string;
  readonly queue: string;
  readonly taps: (count: number) => string;
  readonly list: string;
  readonly newest: (version: string) => string;
  readonly behind: (version: string, newest: string) => string;
  readonly clock: string;
  readonly right: string;
  readonly ahead: (by: string) => string;
  readonly late: (by: string) => string;
  readonly lastTap: string;
  readonly software: string;
  readonly state: string;
  readonly states: Named;
  readonly kinds: Named;
  readonly messages: string;
  readonly show: string;
  readonly hide: string;
  readonly asking: string;
  readonly noMessages: string;
  readonly accepted: string;
  readonly when: string;
  readonly became: string;
  readonly said: string;
}

export const EQUIPMENT_TEXTS = defineTexts<EquipmentTexts>(
  {
    title: 'Валідатори',
    none: 'Валідаторів на машині не записано.',
    failed: 'Стан валідаторів невідомий: сервер не відповів.',
    heard: 'Чути було',
    never: 'ще ні разу',
    queue: 'Не надіслано',
    taps: (n) =>
      plural('uk', n, { one: 'прикладання', few: 'прикладання', many: 'прикладань', other: 'прикладання' }),
    list: 'Стоп-список',
    newest: (version) => `${version}, найновіший`,
    behind: (version, newest) => `${version}, найновіший ${newest}`,
    clock: 'Годинник',
    right: 'іде правильно',
    ahead: (by) => `поспішає на ${by}`,
    late: (by) => `відстає на ${by}`,
    lastTap: 'Останнє прикладання',
    software: 'Програма',
    state: 'Стан',
    states: { PROVISIONED: 'ще не в роботі', SUSPENDED: 'зупинений', REVOKED: 'вилучений' },
    kinds: { VALIDATOR: 'Валідатор', INSPECTOR: 'Контролер', DRIVER_TERMINAL: 'Термінал водія' },
    messages: 'Що надсилав трекер',
    show: 'Показати 20 останніх повідомлень трекера',
    hide: 'Сховати повідомлення трекера',
    asking: 'Питаємо тих, хто приймає повідомлення…',
    noMessages: 'Від запуску приймання від трекера нічого не було.',
    accepted: 'прийнято',
    when: 'Коли',
    became: 'Що з ним',
    said: 'Повідомлення',
  },
  {
    title: 'Validators',
    none: 'No validators are on record for this vehicle.',
    failed: 'The state of the validators is unknown: the server did not answer.',
    heard: 'Heard of',
    never: 'never yet',
    queue: 'Not sent yet',
    taps: (n) => (n === 1 ? '1 tap' : `${n} taps`),
    list: 'Deny list',
    newest: (version) => `${version}, the newest`,
    behind: (version, newest) => `${version}, the newest is ${newest}`,
    clock: 'Clock',
    right: 'is right',
    ahead: (by) => `${by} ahead`,
    late: (by) => `${by} behind`,
    lastTap: 'Last tap',
    software: 'Software',
    state: 'State',
    states: { PROVISIONED: 'not at work yet', SUSPENDED: 'suspended', REVOKED: 'revoked' },
    kinds: { VALIDATOR: 'Validator', INSPECTOR: 'Inspector', DRIVER_TERMINAL: 'Driver’s terminal' },
    messages: 'What the tracker sent',
    show: 'Show the last 20 messages of the tracker',
    hide: 'Hide the messages of the tracker',
    asking: 'Asking those who take messages in…',
    noMessages: 'Nothing came from the tracker since messages are taken in.',
    accepted: 'accepted',
    when: 'When',
    became: 'What became of it',
    said: 'Message',
  },
);
