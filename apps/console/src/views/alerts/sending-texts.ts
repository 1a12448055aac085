import { defineTexts } from '../../text/define-texts.js';

/** What the buttons of an alert do, and what is said where they cannot. */
export const SENDING_TEXTS = defineTexts(
  {
    publish: 'Опублікувати',
    publishChange: 'Опублікувати зміну',
    saveDraft: 'Зберегти чернетку',
    saveUnpublished: 'Зробити чернеткою',
    withdraw: 'Відкликати',
    dropDraft: 'Прибрати чернетку',
    restore: 'Повернути з архіву',
    published: (header: string) => `Опубліковано: ${header}`,
    saved: 'Чернетку збережено.',
    withdrawn: (header: string) => `Відкликано: ${header}`,
    restored: 'Повернуто, як було.',
    undone: 'Усе як було.',
    undoFailed: 'Повернути не вдалося',
    refused: 'Не прийнято.',
    refusals: {
      alert_not_publishable: 'Так опублікувати не можна:',
      key_reused: 'Це повідомлення вже надіслано; воно є у списку.',
      not_your_lines: 'Це не лише про лінії вашого перевізника: оберіть свої лінії.',
      stale_revision: 'Поки ви писали, повідомлення змінив хтось інший.',
    },
    conflict: (name: string, time: string) =>
      `Поки ви писали, це повідомлення змінено (${name}, ${time}). Ваш текст ще тут.`,
    conflictArchived: (name: string, time: string) =>
      `Поки ви писали, це повідомлення відкликано (${name}, ${time}). Ваш текст ще тут.`,
    takeTheirs: 'Показати нинішнє, моє викинути',
    keepMine: 'Лишити моє: надішлю поверх нинішнього',
    faults: {
      time: 'Час показу чи змін записано не повністю.',
      order: 'Проміжок закінчується раніше, ніж починається.',
      address: 'Посилання має бути адресою вебсторінки: https://…',
      image: 'Зображення має бути адресою: https://…',
    },
  },
  {
    publish: 'Publish',
    publishChange: 'Publish the change',
    saveDraft: 'Save the draft',
    saveUnpublished: 'Make it a draft',
    withdraw: 'Withdraw',
    dropDraft: 'Drop the draft',
    restore: 'Bring back from the archive',
    published: (header: string) => `Published: ${header}`,
    saved: 'The draft is saved.',
    withdrawn: (header: string) => `Withdrawn: ${header}`,
    restored: 'It is back as it was.',
    undone: 'All is as it was.',
    undoFailed: 'It could not be brought back',
    refused: 'It was not taken.',
    refusals: {
      alert_not_publishable: 'It cannot be published like this:',
      key_reused: 'This alert was sent already; it is in the list.',
      not_your_lines: 'It is not only about lines of your company: choose your own lines.',
      stale_revision: 'Somebody else changed the alert while you wrote.',
    },
    conflict: (name: string, time: string) =>
      `While you wrote, this alert was changed (${name}, ${time}). Your text is still here.`,
    conflictArchived: (name: string, time: string) =>
      `While you wrote, this alert was withdrawn (${name}, ${time}). Your text is still here.`,
    takeTheirs: 'Show the present one, throw mine away',
    keepMine: 'Keep mine: I will send it over the present one',
    faults: {
      time: 'A time is not written in full.',
      order: 'A period ends before it begins.',
      address: 'A link is the address of a web page: https://…',
      image: 'An image is an address: https://…',
    },
  },
);
