import type { Member } from '@contract';
import { Button } from '@mantine/core';
import { useProof } from '@web/form/useProof';
import { useT } from '@web/i18n';
import classes from '@web/record/RecordDrawer.module.css';
import { useCan, useSignedIn } from '@web/session/useSession';
import { useState } from 'react';
import { AccessDialog } from './AccessDialog';
import { LeaveCompany, RemoveMember, RoleDialog } from './MemberDialogs';

type Doing = 'role' | 'access' | 'remove' | 'leave';

/** What can be done with one of the people, as far as one's own abilities go. */
export function MemberActions({ member, onGone }: { member: Member; onGone: () => void }) {
  const t = useT();
  const can = useCan();
  const { user } = useSignedIn();
  const [doing, setDoing] = useState<Doing | null>(null);
  const self = member.userId === user.id;
  const shown: readonly Doing[] = [
    ...(can('members:manage') ? (['role'] as const) : []),
    ...(can('roles:manage') && !self && member.role !== 'OWNER' ? (['access'] as const) : []),
    ...(can('members:manage') && !self ? (['remove'] as const) : []),
    ...(self ? (['leave'] as const) : []),
  ];
  const { proving, dialog: proof } = useProof();
  const dialog = { member, onClose: () => setDoing(null) };
  return (
    <div className={classes.actions}>
      {shown.map((what) => (
        <Button
          key={what}
          size="xs"
          variant="default"
          {...((what === 'remove' || what === 'leave') && { c: 'var(--mantine-color-error)' })}
          onClick={() => setDoing(what)}
        >
          {t(`people.do.${what}`)}
        </Button>
      ))}
      {doing === 'role' && <RoleDialog {...dialog} />}
      {doing === 'access' && <AccessDialog {...dialog} />}
      {doing === 'remove' && <RemoveMember {...dialog} onGone={onGone} />}
      {doing === 'leave' && <LeaveCompany onClose={dialog.onClose} proving={proving} />}
      {proof}
    </div>
  );
}
