import { Button, Group, TextInput } from '@mantine/core';
import { ProblemAlert } from '@web/form/ProblemAlert';
import { useFields } from '@web/form/useFields';
import { useSubmit } from '@web/form/useSubmit';
import { api } from '@web/http/api';
import { useT } from '@web/i18n';
import { readPersonAnew } from '@web/session/person';
import { tellDone } from '@web/ui/tell';
import classes from './Account.module.css';

/** Where the code is typed that was sent to a phone. */
export function PhoneCode({ onDone }: { onDone: () => void }) {
  const t = useT();
  const fields = useFields({ code: '' });
  const { busy, problem, submit } = useSubmit(fields);
  const confirm = async () => {
    const code = fields.values.code.replaceAll(' ', '');
    await api<void>('/auth/verify/code', { method: 'POST', body: { code } });
    tellDone(t('session.verified'));
    await readPersonAnew();
    onDone();
  };
  return (
    <form
      ref={fields.form}
      className={classes.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit(confirm);
      }}
    >
      <ProblemAlert problem={problem} />
      <Group gap="xs" align="flex-end">
        <TextInput
          {...fields.bind('code')}
          label={t('account.codeOfMessage')}
          autoComplete="one-time-code"
          inputMode="numeric"
          autoFocus
        />
        <Button type="submit" loading={busy}>
          {t('session.confirmAddress')}
        </Button>
      </Group>
    </form>
  );
}
