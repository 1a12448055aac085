import { defineTexts } from '../text/define-texts.js';

export const PASSKEYS_TEXTS = defineTexts(
  {
    title: 'Ключі доступу',
    why: 'Ключ доступу відкриває консоль пальцем, обличчям або PIN-кодом цього пристрою, без пароля.',
    none: 'Ключів ще немає.',
    label: 'Як назвати новий ключ',
    labelHint: 'Наприклад: «телефон» або «компʼютер диспетчерської».',
    add: 'Створити ключ',
    added: (label: string) => `Ключ «${label}» створено.`,
    remove: (label: string) => `Прибрати ключ «${label}»`,
    removed: (label: string) => `Ключ «${label}» прибрано.`,
    notRemoved: (label: string) => `Ключа «${label}» не прибрано: він діє й далі. Спробуйте ще раз.`,
    unknown: 'Не вдалося дізнатися, які ключі у вас є.',
    cancelled: 'Пристрій не створив ключа: дію скасовано або ключ уже є.',
    close: 'Закрити',
  },
  {
    title: 'Passkeys',
    why: 'A passkey opens the console by a finger, a face or the PIN of this device, without a password.',
    none: 'There are no passkeys yet.',
    label: 'Name of the new passkey',
    labelHint: 'For example “phone” or “computer of the control room”.',
    add: 'Make a passkey',
    added: (label: string) => `The passkey “${label}” is made.`,
    remove: (label: string) => `Remove the passkey “${label}”`,
    removed: (label: string) => `The passkey “${label}” is removed.`,
    notRemoved: (label: string) => `The passkey “${label}” is not removed: it still works. Try again.`,
    unknown: 'What passkeys you have could not be found out.',
    cancelled: 'The device made no passkey: it was cancelled, or there is one already.',
    close: 'Close',
  },
);
