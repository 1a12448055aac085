import { defineTexts } from '../text/define-texts.js';

export const RIDER_WORDS_TEXTS = defineTexts(
  {
    title: 'Свої слова для пасажирів',
    header: { uk: 'Заголовок українською', en: 'Заголовок англійською' },
    description: { uk: 'Текст українською', en: 'Текст англійською' },
    asTemplate: 'Як у шаблоні',
    needsBoth: 'Пасажири читають обома мовами: допишіть заголовок і текст.',
  },
  {
    title: 'Own words for passengers',
    header: { uk: 'Header in Ukrainian', en: 'Header in English' },
    description: { uk: 'Text in Ukrainian', en: 'Text in English' },
    asTemplate: 'As in the template',
    needsBoth: 'Passengers read both languages: complete header and text.',
  },
);
