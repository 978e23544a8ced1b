import type { StockDocumentType } from '@contract';
import { Button } from '@mantine/core';
import { LeaveGuard } from '@web/form/LeaveGuard';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useSubmit } from '@web/form/useSubmit';
import { useFormat } from '@web/format/useFormat';
import { hasCode } from '@web/http/problem';
import { useCan } from '@web/session/useSession';
import { DOCUMENT_KINDS } from '@web/stock/documentKinds';
import { Panel } from '@web/ui/Panel';
import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import classes from './DocumentForm.module.css';
import { DOCUMENTS } from './documentList';
import { type HeadValues, headBody, type LineValues, lineBody } from './documentValues';
import { HeadFields } from './HeadFields';
import { LinesEditor } from './LinesEditor';
import { type DocumentFormState, useDocumentForm } from './useDocumentForm';

export type DocumentFields = {
  type: StockDocumentType;
  head: object;
  lines: readonly object[];
  touched: { head: boolean; lines: boolean };
};

type Props = {
  initial: { head: HeadValues; lines: readonly LineValues[] };
  /** A draft that is changed keeps its kind. */
  typeFixed?: boolean;
  labels: { draft: string; post: string };
  /** Both answer the id of the document; what they throw is shown at the fields it names. */
  saveDraft: (fields: DocumentFields) => Promise<string>;
  post: (fields: DocumentFields) => Promise<string>;
  /** What is told above the fields. */
  notice?: (state: DocumentFormState) => ReactNode;
  cancelTo: string;
};

/** A document of stock, typed: refused, everything stays as it was typed. */
export function DocumentForm({ initial, typeFixed, labels, saveDraft, post, notice, cancelTo }: Props) {
  const { t, locale } = useFormat();
  const can = useCan();
  const navigate = useNavigate();
  const { search } = useLocation();
  const state = useDocumentForm(initial);
  const { busy, problem, submit } = useSubmit(state);
  const [doing, setDoing] = useState<'draft' | 'post'>('draft');
  const [saved, setSaved] = useState<string | null>(null);
  const { head, touched } = state;
  const mayPost = !DOCUMENT_KINDS[head.type].adjusts || can('inventory:adjust');

  // Leaves only once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (saved !== null) void navigate({ pathname: `${DOCUMENTS}/${saved}`, search });
  }, [saved, navigate, search]);

  const run = (what: 'draft' | 'post') => {
    setDoing(what);
    void submit(async () => {
      const lines = await state.ready();
      if (!lines) return;
      const fields = {
        type: head.type,
        head: headBody(head),
        lines: lines.map((line) => lineBody(line, head.type, locale)),
        touched,
      };
      setSaved(await (what === 'post' ? post(fields) : saveDraft(fields)));
    });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    run('draft');
  };
  return (
    <form ref={state.form} onSubmit={(event) => event.preventDefault()} onKeyDown={onKeyDown} noValidate>
      <LeaveGuard dirty={(touched.head || touched.lines) && saved === null} />
      {/* Of a version that somebody else has written, the notice tells. */}
      {!hasCode(problem?.error, 'VERSION_MISMATCH') && <ProblemAlert problem={problem} />}
      {notice?.(state)}
      <Panel title={t('common.basics')}>
        <HeadFields state={state} typeFixed={typeFixed ?? false} />
      </Panel>
      <Panel title={t('documents.lines')} hint={t('documents.lineHint')}>
        <LinesEditor state={state} />
      </Panel>
      <div className={classes.actions}>
        {!mayPost && <p className={classes.hint}>{t('documents.postNeedsAdjust')}</p>}
        <Button variant="default" onClick={() => void navigate({ pathname: cancelTo, search })}>
          {t('common.cancel')}
        </Button>
        <Button
          variant={mayPost ? 'default' : 'filled'}
          loading={busy && doing === 'draft'}
          disabled={busy && doing === 'post'}
          onClick={() => run('draft')}
        >
          {labels.draft}
        </Button>
        {mayPost && (
          <Button loading={busy && doing === 'post'} disabled={busy && doing === 'draft'} onClick={() => run('post')}>
            {labels.post}
          </Button>
        )}
      </div>
    </form>
  );
}
