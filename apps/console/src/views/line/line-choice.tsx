import { useLive } from '../../live/use-live.js';
import { useTexts } from '../../text/use-texts.js';
import { Choice } from '../../ui/choice.js';
import { LINE_TEXTS } from './line-texts.js';
import type { PickedLine } from './pick-line.js';

/** The line of what is selected first; any other stays until the first is taken again. */
export function LineChoice({ line }: { line: PickedLine }) {
  const texts = useTexts(LINE_TEXTS);
  const { city } = useLive('network');
  const usual = city?.routeName(line.usual) ?? line.usual;
  return (
    <Choice
      name="line"
      label={texts.line}
      options={[
        ['', line.isOfSelected ? texts.ofSelected(usual) : texts.usual(usual)],
        ...(city?.lines ?? []).map(({ routeId, shortName }) => [routeId, shortName] as const),
      ]}
    />
  );
}
