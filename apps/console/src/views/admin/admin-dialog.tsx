import type { ComponentProps } from 'react';
import { explainRefusal } from '../../orders/explain-refusal.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { FormDialog } from '../../ui/form-dialog.js';
import { ADMIN_TEXTS } from './admin-texts.js';

/** A form of the administration, which says in its own words what was refused. */
export function AdminDialog(
  props: Omit<ComponentProps<typeof FormDialog>, 'close' | 'explain' | 'className'>,
) {
  const texts = useTexts(ADMIN_TEXTS);
  const language = useLanguage();
  return (
    <FormDialog
      {...props}
      close={texts.close}
      explain={(problem) => explainRefusal(problem, language, texts)}
    />
  );
}
