import { Suspense, lazy, useState } from 'react';
import { useTexts } from '../text/use-texts.js';
import { Choice } from '../ui/choice.js';
import { usePageState } from '../url/use-page-state.js';
import { MINE } from './choose-lines.js';
import { useLineGroups } from './line-groups.js';
import { LINE_GROUP_TEXTS } from './line-group-texts.js';

const LineGroupsDialog = lazy(() => import('./line-groups-dialog.js'));

/** All lines, those that one has chosen as one's own, or a named set of them; and the way to make one. */
export function LinesChoice({ isNarrow = false }: { isNarrow?: boolean }) {
  const texts = useTexts(LINE_GROUP_TEXTS);
  const groups = useLineGroups();
  const { filters, at } = usePageState();
  const [isOpen, setOpen] = useState(false);
  const { lines = '' } = filters;
  const options = [
    ['', texts.all] as const,
    [MINE, texts.mine] as const,
    ...groups.map(({ groupId, name }) => [groupId, name] as const),
  ];
  const isKnown = options.some(([value]) => value === lines);
  return (
    <span className="lines-choice">
      <Choice
        name="lines"
        label={texts.lines}
        options={isKnown ? options : [...options, [lines, texts.unknown] as const]}
      />
      {at === undefined && (
        <button type="button" aria-label={texts.sets} title={texts.sets} onClick={() => setOpen(true)}>
          {isNarrow ? '…' : texts.sets}
        </button>
      )}
      {isOpen && (
        <Suspense>
          <LineGroupsDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </span>
  );
}
