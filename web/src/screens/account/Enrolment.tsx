import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { PasswordField } from '@web/form/PasswordField';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { readPersonAnew } from '@web/session/person';
import { CopyButton } from '@web/ui/CopyButton';
import { type ReactNode, useState } from 'react';
import classes from './Account.module.css';
import { QrCode } from './QrCode';

type Secret = { secret: string; otpauthUrl: string };
type Props = { onCancel: () => void; onDone: (codes: readonly string[]) => void };

/** Turning the second factor on: the password, then the app, then a code of it. */
export function Enrolment({ onCancel, onDone }: Props) {
  const [secret, setSecret] = useState<Secret | null>(null);
  if (secret) return <Scan secret={secret} onCancel={onCancel} onDone={onDone} />;
  return <AskPassword onCancel={onCancel} onSecret={setSecret} />;
}

function AskPassword({ onCancel, onSecret }: { onCancel: () => void; onSecret: (secret: Secret) => void }) {
  const t = useT();
  const fields = useFields({ password: '' });
  const enroll = async () => {
    onSecret(await api<Secret>('/auth/totp/enroll', { method: 'POST', body: fields.values }));
  };
  return (
    <Step fields={fields} submitLabel={t('account.goOn')} onSubmit={enroll} onCancel={onCancel}>
      <PasswordField
        {...fields.bind('password')}
        className={classes.form ?? ''}
        label={t('account.currentPassword')}
        autoComplete="current-password"
        autoFocus
      />
    </Step>
  );
}

function Scan({ secret, onCancel, onDone }: Props & { secret: Secret }) {
  const t = useT();
  const fields = useFields({ code: '' });
  const confirm = async () => {
    const body = { code: fields.values.code.replaceAll(' ', '') };
    const { recoveryCodes } = await api<{ recoveryCodes: string[] }>('/auth/totp/confirm', { method: 'POST', body });
    await readPersonAnew();
    onDone(recoveryCodes);
  };
  return (
    <Step fields={fields} submitLabel={t('account.turnOn')} onSubmit={confirm} onCancel={onCancel}>
      <Text size="sm">{t('account.scan')}</Text>
      <div className={classes.scan}>
        <QrCode text={secret.otpauthUrl} label={t('account.qr')} />
        <Stack gap="xs" flex="1 1 14rem" align="flex-start">
          <Text size="sm" c="dimmed">
            {t('account.orType')}
          </Text>
          <code className={classes.secret}>{secret.secret}</code>
          <CopyButton text={secret.secret} />
        </Stack>
      </div>
      <TextInput
        {...fields.bind('code')}
        className={classes.form ?? ''}
        label={t('session.code')}
        description={t('account.codeOfApp')}
        autoComplete="one-time-code"
        inputMode="numeric"
        autoFocus
      />
    </Step>
  );
}

type StepProps = {
  fields: Parameters<typeof useSubmit>[0] & { form: React.RefObject<HTMLFormElement | null> };
  submitLabel: string;
  onSubmit: () => Promise<void>;
  onCancel: () => void;
  children: ReactNode;
};

function Step({ fields, submitLabel, onSubmit, onCancel, children }: StepProps) {
  const t = useT();
  const { busy, problem, submit } = useSubmit(fields);
  return (
    <form
      ref={fields.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(onSubmit);
      }}
    >
      <ProblemAlert problem={problem} />
      <Stack gap="md">
        {children}
        <Group gap="xs">
          <Button type="submit" loading={busy}>
            {submitLabel}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {t('common.cancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
