import type { CustomField } from '@contract';
import { Button } from '@mantine/core';
import { LeaveGuard } from '@web/form/LeaveGuard';
import { ProblemAlert } from '@web/form/ProblemAlert';
import classes from '@web/form/RecordForm.module.css';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { StaleAlert } from '@web/ui/StaleAlert';
import { type FormEvent, useEffect, useState } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { Lookalikes } from './Lookalikes';
import { PartyFields } from './PartyFields';
import type { PartyKind } from './partyKinds';
import { bodyOf, type PartyValues } from './partyValues';
import type { Party } from './usePartyCalls';

type Props = {
  kind: PartyKind;
  initial: PartyValues;
  own: readonly CustomField[];
  submitLabel: string;
  /** The one that is changed; a new one has none. */
  self?: string;
  save: (fields: { all: object; changed: object }) => Promise<Party>;
  reload?: () => Promise<PartyValues>;
  onSaved: () => void;
  cancelTo: string;
};

export function PartyForm({ kind, initial, own, submitLabel, self, save, reload, onSaved, cancelTo }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const { search } = useLocation();
  const fields = useFields(initial);
  const { busy, problem, submit, forget } = useSubmit(fields);
  const [allowed, setAllowed] = useState(false);
  const [saved, setSaved] = useState<Party | null>(null);
  const stale = problem !== null && hasCode(problem.error, 'VERSION_MISMATCH');

  // Leaves only once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (!saved) return;
    onSaved();
    void navigate({ pathname: `${kind.endpoint}/${saved.id}`, search });
  }, [saved, onSaved, navigate, search, kind.endpoint]);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    const more = allowed ? { allowDuplicate: true } : {};
    void submit(async () =>
      setSaved(
        await save({
          all: { ...bodyOf(fields.values, own), ...more },
          changed: { ...bodyOf(fields.changed(), own), ...more },
        }),
      ),
    );
  };
  return (
    <form ref={fields.form} className={classes.form} onSubmit={onSubmit} noValidate>
      <LeaveGuard dirty={fields.dirty && saved === null} />
      {stale && reload && (
        <StaleAlert
          reloadLabel={t('forms.reloadLosing')}
          onKeep={forget}
          onReload={async () => {
            fields.reset(await reload());
            forget();
          }}
        />
      )}
      {!stale && <ProblemAlert problem={problem} />}
      <Lookalikes kind={kind} values={fields.values} self={self} allowed={allowed} onAllow={setAllowed} />
      <PartyFields kind={kind} bind={fields.bind} own={own} />
      <div className={classes.actions}>
        <Button variant="default" onClick={() => void navigate({ pathname: cancelTo, search })}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} disabled={reload !== undefined && !fields.dirty}>
          {submitLabel}
        </Button>
      </div>
    </form>
  );
}
