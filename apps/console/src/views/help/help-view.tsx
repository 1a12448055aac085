import { defineTexts } from '../../text/define-texts.js';
import { CITY_TEXTS } from '../../text/city-texts.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { PANES } from '../pane-list.js';
import { StateSign } from '../../ui/sign.js';

const STATES = [
  'normal',
  'early',
  'late',
  'very_late',
  'off_route',
  'no_signal',
  'unassigned',
  'not_in_service',
] as const;

const TEXTS = defineTexts(
  {
    title: 'Довідка',
    start: 'З чого почати',
    steps: [
      'Дивіться на список «Потребує уваги»: згори те, що не чекає. За рештою міста можна не стежити.',
      'Виберіть рядок стрілками і натисніть Enter: праворуч видно, хто, де і чому.',
      'A — взяти на себе. Інші побачать, що цим уже хтось займається.',
      'Якщо дані застаріли, про це каже смуга вгорі, з віком даних.',
    ],
    signs: 'Знаки',
    signsNote: 'Сіре — за планом. Колір буває лише там, де щось не так, і завжди разом із формою та числом.',
    keys: 'Клавіші',
    key: 'Клавіша',
    does: 'Що робить',
    table: [
      ['F6 / Shift F6', 'наступна або попередня частина екрана'],
      ['Ctrl K', 'пошук машини, лінії, зупинки, рейсу, випуску або розділу'],
      ['Ctrl Z', 'скасувати щойно зроблене'],
      ['↑ ↓', 'рядки списку'],
      ['Enter', 'подробиці; ще раз — перейти до них'],
      ['Esc', 'назад до списку'],
      ['A', 'взяти вибране'],
      ['S', 'відкласти вибране на 10 хвилин'],
      ['[ / ]', 'у повторі: на хвилину назад або вперед'],
      ['?', 'ця довідка'],
    ],
    keysNote: 'Однолітерні клавіші можна вимкнути в меню з вашим імʼям.',
  },
  {
    title: 'Help',
    start: 'Where to begin',
    steps: [
      'Look at the list “Needs attention”: what cannot wait is on top. The rest of the city needs no watching.',
      'Choose a row with the arrows and press Enter: on the right you see who, where and why.',
      'A takes it. Others see that somebody is at it.',
      'Where data is old, the bar on top says so, with its age.',
    ],
    signs: 'Signs',
    signsNote:
      'Grey is as planned. Colour is only where something is wrong, always with a shape and a figure.',
    keys: 'Keys',
    key: 'Key',
    does: 'What it does',
    table: [
      ['F6 / Shift F6', 'next or previous part of the screen'],
      ['Ctrl K', 'search for a vehicle, line, stop, trip, block or page'],
      ['Ctrl Z', 'take back what was just done'],
      ['↑ ↓', 'rows of the list'],
      ['Enter', 'details; once more goes to them'],
      ['Esc', 'back to the list'],
      ['A', 'take what is chosen'],
      ['S', 'put off what is chosen for 10 minutes'],
      ['[ / ]', 'in a replay: a minute back or on'],
      ['?', 'this help'],
    ],
    keysNote: 'Single-letter keys can be switched off in the menu with your name.',
  },
);

export default function HelpView() {
  const texts = useTexts(TEXTS);
  const { states } = useTexts(CITY_TEXTS);
  const language = useLanguage();
  const keys = [
    ...texts.table,
    ...PANES.map(({ key, title }) => [key.toUpperCase(), title[language]] as const),
  ];
  return (
    // It is longer than a low screen, and has nothing else that takes the focus to scroll it by keys.
    <article className="page" aria-labelledby="help-title" tabIndex={0}>
      <h1 id="help-title">{texts.title}</h1>
      <h2>{texts.start}</h2>
      <ol>
        {texts.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <h2>{texts.signs}</h2>
      <p>{texts.signsNote}</p>
      <ul className="plain">
        {STATES.map((state) => (
          <li key={state}>
            <StateSign state={state} /> {states[state]}
          </li>
        ))}
      </ul>
      <h2>{texts.keys}</h2>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.key}</th>
            <th scope="col">{texts.does}</th>
          </tr>
        </thead>
        <tbody>
          {keys.map(([key, does]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p>{texts.keysNote}</p>
    </article>
  );
}
