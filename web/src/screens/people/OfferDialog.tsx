import { ROLES_BELOW_OWNER } from '@contract';
import { NativeSelect, Text } from '@mantine/core';
import { ConfirmInputs, confirmation } from '@web/form/ConfirmInputs';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { useOwnershipCalls } from '@web/ownership/useOwnership';
import { useSignedIn } from '@web/session/useSession';
import { tellDone } from '@web/ui/tell';
import { fullName, useMembers } from './useMembers';

type Below = (typeof ROLES_BELOW_OWNER)[number];

/** An owner offers the company to a member: to whom, and what they are afterwards. */
export function OfferDialog({ onClose }: { onClose: () => void }) {
  const { t, enumLabel } = useFormat();
  const { user } = useSignedIn();
  const calls = useOwnershipCalls();
  const members = useMembers().data?.filter(({ role }) => role !== 'OWNER') ?? [];
  const fields = useFields({ userId: '', giverBecomes: 'ADMIN', password: '', code: '' });
  const { userId, giverBecomes } = fields.values;
  const offer = async () => {
    const made = await calls.offer({
      userId,
      giverBecomes: giverBecomes as Below,
      ...confirmation(fields.values),
    });
    tellDone(t('ownership.offered', { name: made.to.name }));
  };
  return (
    <FormDialog
      title={t('ownership.handOver')}
      submitLabel={t('ownership.makeOffer')}
      fields={fields}
      ready={userId !== ''}
      onClose={onClose}
      onSubmit={offer}
    >
      <Text size="sm">{t('ownership.offerText')}</Text>
      <NativeSelect
        {...fields.bind('userId')}
        label={t('ownership.to')}
        description={members.length === 0 ? t('ownership.nobody') : undefined}
        data={[
          { value: '', label: t('ownership.choose') },
          ...members.map((each) => ({ value: each.userId, label: fullName(each) })),
        ]}
        data-autofocus
      />
      <NativeSelect
        {...fields.bind('giverBecomes')}
        label={t('ownership.youBecome')}
        data={ROLES_BELOW_OWNER.map((value) => ({ value, label: enumLabel('role', value) }))}
      />
      <ConfirmInputs fields={fields} code={user.totpEnabled} />
    </FormDialog>
  );
}
