import type { CustomField, Location } from '@contract';
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
import { LocationFields } from './LocationFields';
import { bodyOf, type LocationValues } from './locationValues';

type Props = {
  initial: LocationValues;
  /** The company's own fields of locations. */
  own: readonly CustomField[];
  submitLabel: string;
  /** Saves, and answers the saved location. */
  save: (fields: { all: object; changed: object }) => Promise<Location>;
  /** Loads the newest version after someone else saved; a new location has none. */
  reload?: () => Promise<LocationValues>;
  onSaved: () => void;
  cancelTo: string;
};

export function LocationForm({ initial, own, submitLabel, save, reload, onSaved, cancelTo }: Props) {
  const t = useT();
  const navigate = useNavigate();
  const { search } = useLocation();
  const fields = useFields(initial);
  const { busy, problem, submit, forget } = useSubmit(fields);
  const [saved, setSaved] = useState<Location | null>(null);
  const stale = problem !== null && hasCode(problem.error, 'VERSION_MISMATCH');

  // Leaves only once the guard below knows that nothing is unsaved any more.
  useEffect(() => {
    if (!saved) return;
    onSaved();
    void navigate({ pathname: `/locations/${saved.id}`, search });
  }, [saved, onSaved, navigate, search]);

  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    void submit(async () =>
      setSaved(await save({ all: bodyOf(fields.values, own), changed: bodyOf(fields.changed(), own) })),
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
      <LocationFields bind={fields.bind} own={own} />
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
