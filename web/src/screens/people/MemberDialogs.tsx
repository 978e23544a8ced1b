import type { Member, Role } from '@contract';
import { Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { useT } from '@web/i18n';
import { signOut } from '@web/session/session';
import { useCompany } from '@web/session/useSession';
import { tellDone } from '@web/ui/tell';
import { RoleSelect } from './RoleSelect';
import { useMemberCalls } from './useMemberCalls';
import { fullName } from './useMembers';

type Props = { member: Member; onClose: () => void };

export function RoleDialog({ member, onClose }: Props) {
  const { t, enumLabel } = useFormat();
  const calls = useMemberCalls();
  const fields = useFields({ role: member.role as string });
  const name = fullName(member);
  return (
    <FormDialog
      title={t('people.roleOf', { name })}
      submitLabel={t('people.giveRole')}
      fields={fields}
      onClose={onClose}
      onSubmit={async () => {
        const role = fields.values.role as Role;
        await calls.changeRole(member, role);
        tellDone(t('people.roleGiven', { name, role: enumLabel('role', role) }));
      }}
    >
      <RoleSelect {...fields.bind('role')} data-autofocus />
      <Text size="sm">{t('people.roleText')}</Text>
    </FormDialog>
  );
}

export function RemoveMember({ member, onClose, onGone }: Props & { onGone: () => void }) {
  const t = useT();
  const calls = useMemberCalls();
  const name = fullName(member);
  return (
    <FormDialog
      title={t('people.removeNamed', { name })}
      submitLabel={t('people.remove')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => {
        await calls.remove(member);
        tellDone(t('people.removed', { name }));
        onGone();
      }}
    >
      <Text size="sm">{t('people.removeText')}</Text>
    </FormDialog>
  );
}

type LeaveProps = Pick<Props, 'onClose'> & {
  /** Runs it, and asks for the password where the server wants a proof. */
  proving: (work: () => Promise<void>) => Promise<void>;
};

export function LeaveCompany({ onClose, proving }: LeaveProps) {
  const t = useT();
  const calls = useMemberCalls();
  const company = useCompany();
  return (
    <FormDialog
      title={t('people.leaveNamed', { company: company.name })}
      submitLabel={t('people.do.leave')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={() =>
        proving(async () => {
          await calls.leave();
          tellDone(t('people.left', { company: company.name }));
          // The server has ended the session with the membership.
          await signOut();
        })
      }
    >
      <Text size="sm">{t('people.leaveText')}</Text>
    </FormDialog>
  );
}
