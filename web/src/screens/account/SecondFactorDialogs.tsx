import { Text } from '@mantine/core';
import { ConfirmInputs } from '@web/form/ConfirmInputs';
import { FormDialog } from '@web/form/FormDialog';
import { useFields } from '@web/form/useFields';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { readPersonAnew } from '@web/session/person';
import { tellDone } from '@web/ui/tell';

type Props = {
  title: string;
  text: string;
  submitLabel: string;
  tone?: 'danger';
  work: (body: { password: string; code: string }) => Promise<void>;
  onClose: () => void;
};

/** Password and code, which whatever weakens the second factor takes. */
function BothFactors({ text, work, ...dialog }: Props) {
  const fields = useFields({ password: '', code: '' });
  const { password, code } = fields.values;
  return (
    <FormDialog {...dialog} fields={fields} onSubmit={() => work({ password, code: code.trim() })}>
      <Text size="sm">{text}</Text>
      <ConfirmInputs fields={fields} code first />
    </FormDialog>
  );
}

export function NewCodes({ onClose, onMade }: { onClose: () => void; onMade: (codes: readonly string[]) => void }) {
  const t = useT();
  const make = async (body: object) => {
    const path = '/auth/totp/recovery-codes';
    onMade((await api<{ recoveryCodes: string[] }>(path, { method: 'POST', body })).recoveryCodes);
  };
  return (
    <BothFactors
      title={t('account.newCodes')}
      text={t('account.newCodesText')}
      submitLabel={t('account.makeCodes')}
      work={make}
      onClose={onClose}
    />
  );
}

export function TurnOff({ onClose }: { onClose: () => void }) {
  const t = useT();
  const disable = async (body: object) => {
    await api<void>('/auth/totp/disable', { method: 'POST', body });
    tellDone(t('account.turnedOff'));
    await readPersonAnew();
  };
  return (
    <BothFactors
      title={t('account.turnOff')}
      text={t('account.turnOffText')}
      submitLabel={t('account.turnOff')}
      tone="danger"
      work={disable}
      onClose={onClose}
    />
  );
}
