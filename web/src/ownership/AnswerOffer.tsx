import type { OwnershipOffer } from '@contract';
import { Text } from '@mantine/core';
import { ConfirmInputs, confirmation } from '@web/form/ConfirmInputs';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { useFormat } from '@web/format/useFormat';
import { useCompany, useSignedIn } from '@web/session/useSession';
import { tellDone } from '@web/ui/tell';
import { useOwnershipCalls } from './useOwnership';

type Props = { offer: OwnershipOffer; onClose: () => void };

/** What the member whom the company is offered to says to it. */
export default function AnswerOffer({ answer, ...props }: Props & { answer: 'accept' | 'decline' }) {
  return answer === 'accept' ? <Accept {...props} /> : <Decline {...props} />;
}

function Accept({ offer, onClose }: Props) {
  const { t, enumLabel, dateTime } = useFormat();
  const { name: company } = useCompany();
  const { user } = useSignedIn();
  const calls = useOwnershipCalls();
  const fields = useFields({ password: '', code: '' });
  const accept = async () => {
    await calls.accept(confirmation(fields.values));
    tellDone(t('ownership.accepted', { company }));
  };
  const role = enumLabel('role', offer.giverBecomes);
  return (
    <FormDialog
      title={t('ownership.acceptTitle', { company })}
      submitLabel={t('ownership.become')}
      fields={fields}
      onClose={onClose}
      onSubmit={accept}
    >
      <Text size="sm">{t('ownership.acceptText', { name: offer.from.name, role })}</Text>
      <Text size="sm">{t('ownership.openUntil', { at: dateTime(offer.expiresAt) })}</Text>
      <ConfirmInputs fields={fields} code={user.totpEnabled} first />
    </FormDialog>
  );
}

function Decline({ offer, onClose }: Props) {
  const { t } = useFormat();
  const { name: company } = useCompany();
  const calls = useOwnershipCalls();
  return (
    <FormDialog
      title={t('ownership.declineTitle', { company })}
      submitLabel={t('ownership.decline')}
      tone="danger"
      fields={useFields({})}
      onClose={onClose}
      onSubmit={async () => {
        await calls.decline();
        tellDone(t('ownership.declined'));
      }}
    >
      <Text size="sm">{t('ownership.declineText', { name: offer.from.name })}</Text>
    </FormDialog>
  );
}
