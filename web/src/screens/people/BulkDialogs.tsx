import type { Member, MemberResult, Role } from '@contract';
import { Text } from '@mantine/core';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useT } from '@web/i18n';
import { RoleSelect } from './RoleSelect';
import { useMemberCalls } from './useMemberCalls';
import { fullName } from './useMembers';

type Props = {
  members: readonly Member[];
  onClose: () => void;
  onDone: (results: readonly MemberResult[]) => void;
};

const idsOf = (members: readonly Member[]) => members.map(({ userId }) => userId);
const namesOf = (members: readonly Member[]) => members.map(fullName).join(', ');

export function ChangeSeveral({ members, onClose, onDone }: Props) {
  const t = useT();
  const calls = useMemberCalls();
  const fields = useFields({ role: 'EMPLOYEE' });
  return (
    <FormDialog
      title={t('people.changeSeveral', { count: members.length })}
      submitLabel={t('people.giveRole')}
      fields={fields}
      onClose={onClose}
      onSubmit={async () => onDone(await calls.changeSeveral(idsOf(members), fields.values.role as Role))}
    >
      <Text size="sm">{namesOf(members)}</Text>
      <RoleSelect {...fields.bind('role')} data-autofocus />
    </FormDialog>
  );
}

export function RemoveSeveral({ members, onClose, onDone }: Props) {
  const t = useT();
  const calls = useMemberCalls();
  return (
    <FormDialog
      title={t('people.removeSeveral', { count: members.length })}
      submitLabel={t('people.remove')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => onDone(await calls.removeSeveral(idsOf(members)))}
    >
      <Text size="sm">{namesOf(members)}</Text>
      <Text size="sm">{t('people.removeText')}</Text>
    </FormDialog>
  );
}
