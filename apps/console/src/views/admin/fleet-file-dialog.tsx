import { useId, useState } from 'react';
import type { FleetImportView } from '@rukh/domain/dispatch';
import { ask } from '../../live/api.js';
import { sayProblem } from '../../text/say-problem.js';
import { useLanguage, useTexts } from '../../text/use-texts.js';
import { showToast } from '../../ui/toasts.js';
import { ADMIN_TEXTS } from './admin-texts.js';
import type { Sent } from '../../ui/form-dialog.js';
import { AdminDialog } from './admin-dialog.js';
import { noticeChange } from './office.js';

/** A file of vehicles: what it would do and what is wrong with it is seen before anything is taken. */
export function FleetFileDialog({ onClose }: { onClose: () => void }) {
  const all = useTexts(ADMIN_TEXTS);
  const texts = all.import;
  const id = useId();
  const [file, setFile] = useState<string>();
  const [trial, setTrial] = useState<FleetImportView>();
  const [said, setSaid] = useState('');
  const choose = async (chosen: File | undefined): Promise<void> => {
    setTrial(undefined);
    setFile(undefined);
    if (!chosen) return;
    setSaid(texts.looking);
    try {
      const text = await chosen.text();
      setTrial(await importFleet(text, true));
      setFile(text);
      setSaid('');
    } catch (error) {
      setSaid(`${texts.notRead}: ${sayProblem(error)}`);
    }
  };
  const send = async (): Promise<Sent> => {
    if (file === undefined || trial?.faultCount !== 0) return { isOpen: true };
    const done = await importFleet(file, false);
    if (!done.isDone) {
      setTrial(done);
      return { isOpen: true };
    }
    showToast(texts.done(done.rows));
    noticeChange();
    return {};
  };
  const isClean = trial?.faultCount === 0;
  return (
    <AdminDialog
      title={texts.title}
      action={isClean ? texts.take : undefined}
      onSend={send}
      onClose={onClose}
    >
      <div className="field">
        <label htmlFor={id}>{texts.file}</label>
        <input
          id={id}
          type="file"
          accept=".csv,text/csv"
          aria-describedby={`${id}-hint`}
          onChange={({ target }) => void choose(target.files?.[0])}
        />
        <span id={`${id}-hint`} className="quiet">
          {texts.hint}
        </span>
      </div>
      <div role="status">
        <p>{said}</p>
        {trial && isClean && (
          <p>
            ✓ {texts.clean} {texts.would(trial.added, trial.changed, trial.same)}
          </p>
        )}
        {trial && !isClean && (
          <p>
            ✕ {texts.faulty(trial.faultCount)}. {texts.nothing}
          </p>
        )}
      </div>
      {trial && !isClean && <Faults trial={trial} />}
    </AdminDialog>
  );
}

function Faults({ trial: { faults, faultCount } }: { trial: FleetImportView }) {
  const texts = useTexts(ADMIN_TEXTS).import;
  const language = useLanguage();
  return (
    <div className="fault-table" tabIndex={0} role="region" aria-label={texts.what}>
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.line}</th>
            <th scope="col">{texts.column}</th>
            <th scope="col">{texts.what}</th>
          </tr>
        </thead>
        <tbody>
          {faults.map(({ line, column, words }, i) => (
            <tr key={i}>
              <th scope="row">{line}</th>
              <td>{column}</td>
              <td>{words[language]}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {faultCount > faults.length && <p>{texts.more(faults.length)}</p>}
    </div>
  );
}

function importFleet(body: string, isTrial: boolean): Promise<FleetImportView> {
  const query = isTrial ? '?trial=true' : '';
  return ask(`/fleet/import${query}`, { method: 'POST', text: { type: 'text/csv', body } });
}
