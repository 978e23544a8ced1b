import { Text } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import { api } from '@web/http/api';
import { hasCode } from '@web/http/problem';
import { useT } from '@web/i18n';
import { type ReactNode, useState } from 'react';
import { FormDialog } from './FormDialog';
import { useFields } from './useFields';

type Work = () => Promise<void>;

/**
 * For what the server does only for somebody who has shown lately that it is they. `proving` runs it; where the server
 * asks for a proof, `dialog` asks for the password and runs it again. What else goes wrong is thrown.
 */
export function useProof(): { proving: (work: Work) => Promise<void>; dialog: ReactNode } {
  const [waiting, setWaiting] = useState<Work | null>(null);
  const proving = async (work: Work) => {
    try {
      await work();
    } catch (error) {
      if (!hasCode(error, 'PROOF_REQUIRED')) throw error;
      setWaiting(() => work);
    }
  };
  return { proving, dialog: waiting && <ProofDialog work={waiting} onClose={() => setWaiting(null)} /> };
}

function ProofDialog({ work, onClose }: { work: Work; onClose: () => void }) {
  const t = useT();
  const fields = useFields({ password: '' });
  const prove = async () => {
    await api<void>('/auth/prove', { method: 'POST', body: fields.values });
    await work();
  };
  return (
    <FormDialog
      title={t('problems.PROOF_REQUIRED')}
      submitLabel={t('account.goOn')}
      fields={fields}
      onClose={onClose}
      onSubmit={prove}
    >
      <Text size="sm">{t('account.proofText')}</Text>
      <PasswordField
        {...fields.bind('password')}
        label={t('account.currentPassword')}
        autoComplete="current-password"
        data-autofocus
      />
    </FormDialog>
  );
}
